"""Confirming many applications at once: each in its own transaction, with a line that says what came of it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.http import Http404

from eligibility import texts

from .. import access, log, reasons, working_days
from ..log import Verb, Who
from ..models import Application
from ..refusals import NotAllowed, Refused, Stale
from .confirming import Wanted, confirm, judge
from .frame import check_now

MOST = 100
"""Applications at once."""


class LineOutcome(StrEnum):
    CONFIRMED = "confirmed"
    READY = "ready"
    """Would be confirmed; in a preview."""
    ENGINE_SAYS_NO = "engine_says_no"
    NEEDS_CHECKS = "needs_checks"
    STALE = "stale"
    NOT_YOURS = "not_yours"
    """Not there, of another region, or in the hands of somebody else."""
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Line:
    """``application`` None: not there, or of another region. ``message`` in the reader's language; empty where done."""

    application: Application | None
    outcome: LineOutcome
    message: str = ""


OUTCOMES = {
    "engine_says_no": LineOutcome.ENGINE_SAYS_NO,
    "needs_checks": LineOutcome.NEEDS_CHECKS,
    "other_officer": LineOutcome.NOT_YOURS,
    "other_region": LineOutcome.NOT_YOURS,
    "own_case": LineOutcome.NOT_YOURS,
}


def confirm_many(
    who: Who,
    chosen: Sequence[tuple[int, int]],
    starts: date,
    ends: date | None,
    checked: Collection[str] = (),
    evidence: str = "",
    note: str = "",
) -> list[Line]:
    """``chosen``: number and version of each application, at most MOST. A line for each, in their order."""

    def act(row: Application, version: int) -> None:
        confirm(who, row, version, starts, ends, checked, evidence, note)

    return _lines(who, chosen, act, LineOutcome.CONFIRMED)


def preview_many(
    who: Who,
    chosen: Sequence[tuple[int, int]],
    starts: date,
    ends: date | None,
    checked: Collection[str] = (),
    evidence: str = "",
    note: str = "",
) -> list[Line]:
    """The lines that ``confirm_many`` would give now; nothing is written."""
    wanted = Wanted(starts, ends, checked, evidence, note)

    def act(row: Application, version: int) -> None:
        check_now(who, "confirm", row, version)
        judge(row, wanted, working_days.day_of(who.now))

    return _lines(who, chosen, act, LineOutcome.READY)


def _lines(
    who: Who, chosen: Sequence[tuple[int, int]], act: Callable[[Application, int], None], done: LineOutcome
) -> list[Line]:
    if len(chosen) > MOST:
        raise ValueError(f"more than {MOST} applications at once")
    return [_line(who, pk, version, act, done) for pk, version in chosen]


def _line(who: Who, pk: int, version: int, act: Callable[[Application, int], None], done: LineOutcome) -> Line:
    row = _found(who, pk)
    if row is None:
        return _not_there()
    try:
        act(row, version)
    except Refused as refused:
        if refused.code == "blocked":  # at this very moment
            return _not_there()
        outcome = LineOutcome.STALE if isinstance(refused, Stale) else OUTCOMES.get(refused.code)
        return Line(row, outcome or LineOutcome.NOT_ALLOWED, explained(refused))
    return Line(row, done)


def _found(who: Who, pk: int) -> Application | None:
    """The row that the account reaches. Whoever tries the case of a person whose record is blocked leaves an entry."""
    if who.account is None:
        return None
    rows = Application.objects.select_related("citizen")
    try:
        row = access.find(who.account, rows, pk)
    except Http404:
        blocked = access.find_blocked(who.account, rows, pk=pk)
    else:
        blocked = row if access.is_blocked(row.citizen, row.iin) else None
        if blocked is None:
            return row
    if blocked is not None:
        log.write(who, Verb.REJECTED_ATTEMPT, application=blocked, details={"verb": "confirm", "code": "blocked"})
    return None


def _not_there() -> Line:
    """One answer for a row of another region, a blocked one and one that does not exist."""
    return Line(None, LineOutcome.NOT_YOURS, NotAllowed("other_region").message)


def explained(refused: Refused) -> str:
    """With the engine's reasons, or the facts that have to be checked, where there are some."""
    because: Iterable[str] = getattr(refused, "reasons", ())
    missing: Iterable[str] = getattr(refused, "missing", ())
    facts = "; ".join(texts.term("facts", code) for code in missing)
    return " ".join(filter(None, [refused.message, *(reasons.text(code) for code in because), facts]))
