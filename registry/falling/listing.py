"""The three lists behind one face: which people, how many, and their lines. Pages and files are made of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.rules.law import Law

from ..models import Account
from . import ends, filters, moved, on_paper, unseen
from .filters import Filters
from .people import Shown

ENDS, UNSEEN, ON_PAPER = "ends", "unseen", "on_paper"
TITLES: Mapping[str, str | Promise] = {
    ENDS: _("Cover ends soon"),
    UNSEEN: _("Level D or E without cover"),
    ON_PAPER: _("May have a right: ask"),
}
URLS: Mapping[str, str] = {ENDS: "falling", UNSEEN: "falling-unseen", ON_PAPER: "falling-on-paper"}
KINDS: Mapping[str, Callable[[Account], list[tuple[str, str]]]] = {
    ENDS: filters.kinds_of_endings,
    UNSEEN: filters.kinds_unseen,
    ON_PAPER: filters.kinds_on_paper,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a list in its order. ``listed``: how many rows of it they were made of; the others no longer hold.
    ``people``: row numbers of whoever is named."""

    lines: Sequence[Shown]
    listed: int

    @property
    def people(self) -> list[int]:
        return sorted(line.citizen for line in self.lines)


def offered(account: Account) -> list[str]:
    """The codes of the lists that the account has."""
    return [code for code in TITLES if code != ON_PAPER or not filters.is_clinical(account)]


def how_many(code: str, account: Account, on: date, law: Law, chosen: Filters) -> int:
    """On the whole list. One query. Raises LawRangeError."""
    if code == ENDS:
        return ends.rows(account, on, chosen).count()
    if code == UNSEEN:
        return unseen.rows(account, on, chosen, law).count()
    return on_paper.rows(account, on, chosen, law).count()


def part(
    code: str, account: Account, on: date, law: Law, chosen: Filters, start: int, stop: int, *, with_marks: bool = True
) -> Part:
    """The rows from ``start`` (from 0) to ``stop`` (not itself). ``with_marks``: of illnesses, for whoever may know of
    them. Raises LawRangeError."""
    if code == UNSEEN:
        people = list(unseen.rows(account, on, chosen, law)[start:stop])
        return Part(unseen.shown(account, people, on, law), len(people))
    if code == ON_PAPER:
        people = list(on_paper.rows(account, on, chosen, law)[start:stop])
        return Part(on_paper.shown(account, people), len(people))
    marked = moved.marked(account, law, on) if with_marks else set()
    rows = list(ends.ordered(ends.rows(account, on, chosen), marked)[start:stop])
    current = ends.fresh(rows, on, law)
    return Part([ends.shown(account, row, on, law, marked) for row in current], len(rows))
