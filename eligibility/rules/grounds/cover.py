"""Looking back: on which past days and months somebody else paid for the person."""

from collections.abc import Callable, Iterator

from ..case import Case, Several
from ..dates import first_day, last_day
from ..truth import NO, UNKNOWN, YES, Verdict, any_of, no, unique
from .local import registered_unemployed, wellbeing_crisis, wellbeing_emergency
from .state import ARTICLE_26


def serviceman(case: Case) -> Verdict:
    """Art. 14 and 18: military and special-service staff are financed from the budget."""
    return case.works_as("serviceman", reason="in_service")


PAID_BY_LIST = Several((*ARTICLE_26, registered_unemployed, serviceman))
"""Grounds that a list of the state opens and closes; the sources leave open what follows when they end."""


def listed_cover(case: Case, day: int) -> Verdict:
    """Whether the state paid on the day because the person stood on one of its lists."""
    return any_of(*case.on(day).verdicts(PAID_BY_LIST))


def budget_cover(case: Case, day: int) -> Verdict:
    """Whether any budget paid on the day, cover that followed from seeking care included."""
    past = case.on(day)
    listed = listed_cover(past, day)
    if listed.truth == YES:
        return listed
    if "wellbeing_crisis" not in past.rules.payers:
        return past.clipped(listed)
    akimat = [past.verdict(ground) for ground in (wellbeing_crisis, wellbeing_emergency)]
    return past.clipped(any_of(listed, *akimat))


def backwards(cover: Callable[[Case, int], Verdict], case: Case, latest: int, earliest: int) -> Iterator[Verdict]:
    """Verdicts of ``cover`` from the day ``latest`` back to ``earliest``, one for each stretch."""
    day = latest
    while day >= earliest:
        verdict = cover(case, day)
        yield verdict
        day = min(verdict.since, day) - 1


def state_cover_of_months(case: Case, months: range) -> dict[int, Verdict]:
    """For each month of the range: was any day of it paid by the state? Such a month is no debt (order 333)."""
    earliest, latest = first_day(months.start), last_day(months.stop - 1)
    stretches = list(backwards(budget_cover, case, latest, earliest))
    return {month: _in_month(month, stretches) for month in months}


def _in_month(month: int, stretches: list[Verdict]) -> Verdict:
    first, last = first_day(month), last_day(month)
    inside = [part for part in stretches if part.since <= last and part.until >= first]
    if any(part.truth == YES for part in inside):
        return next(part for part in inside if part.truth == YES)
    doubts = sorted((part for part in inside if part.truth != NO), key=lambda part: part.truth != UNKNOWN)
    if doubts:
        missing = unique(code for part in doubts for code in part.missing)
        return doubts[0]._replace(missing=missing)
    return no("circumstance_absent")
