"""Applications as lines of a list: what a tired eye needs to choose the next one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eligibility.presentation import short_date
from eligibility.texts import ground_name

from ... import iin
from ...models import Account, Application, State
from ...working_days import Calendar, between, day_of


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words with a sign, so that it is not told by colour alone. ``look``: the name of a style."""

    day: str
    words: str
    look: str

    @property
    def sign(self) -> str:
        return {"overdue": "⚠", "today": "●", "soon": "◐"}.get(self.look, "")


@dataclass(frozen=True, slots=True)
class Row:
    pk: int
    reference: str
    ground: str
    state: str
    state_text: str
    place: str
    age: str
    due: Due
    officer: str
    name: str
    number: str
    version: int
    mine: bool


def rows(found: Iterable[Application], account: Account, today: date, calendar: Calendar) -> Iterator[Row]:
    """The applications with ``district`` and ``officer`` at hand."""
    for item in found:
        yield Row(
            pk=item.pk,
            reference=item.reference,
            ground=ground_name(item.ground),
            state=item.state,
            state_text=item.get_state_display(),
            place=item.district.name if item.district else "",
            age=age(item, today, calendar),
            due=due(item, today, calendar),
            officer=item.officer.full_name if item.officer else "",
            name=full_name(item),
            number=iin.masked(item.iin),
            version=item.version,
            mine=item.officer_id == account.pk,
        )


def full_name(item: Application) -> str:
    """As the applicant wrote it."""
    return " ".join(filter(None, [item.surname, item.given_name, item.patronymic]))


def age(item: Application, today: date, calendar: Calendar) -> str:
    """How long the application has been with the office, until it was closed."""
    last = day_of(item.closed_at) if item.closed_at else today
    days = between(day_of(item.submitted_at), last, calendar)
    return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}


def due(item: Application, today: date, calendar: Calendar) -> Due:
    """How urgent it is; a closed application has no deadline any more."""
    day = short_date(item.due_on)
    if not item.is_open:
        return Due(day, "", "closed")
    if item.state == State.PAPERS_WANTED:
        return Due(day, _("the time is paused until the papers are there"), "waiting")
    if item.due_on < today:
        late = max(between(item.due_on, today, calendar), 1)
        text = ngettext("late by %(days)s working day", "late by %(days)s working days", late)
        return Due(day, text % {"days": late}, "overdue")
    if item.due_on == today:
        return Due(day, _("today"), "today")
    left = between(today, item.due_on, calendar)
    text = ngettext("%(days)s working day left", "%(days)s working days left", left)
    return Due(day, text % {"days": left}, "soon" if left <= 1 else "later")


def bars(counts: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Counts by ground, the largest first, with a bar each: its length is a share of the largest."""
    found = sorted(counts, key=lambda item: (-item[1], item[0]))
    largest = max((count for _code, count in found), default=1)
    return [
        {"code": code, "name": ground_name(code), "count": count, "width": f"{count * 100 / largest:.1f}%"}
        for code, count in found
    ]
