"""Grounds of article 26-1 of law 405-V: the akimat pays from the local budget (from 2026)."""

from collections.abc import Iterator
from typing import NamedTuple

from ..case import Case, Ground, Several, rests_on
from ..dates import FOREVER, new_year, year_end
from ..truth import NO, UNKNOWN, YES, Verdict, all_of, any_of, negate, no, unclear, unknown, yes
from .state import ARTICLE_26, pension_free

WELLBEING = ("wellbeing_crisis", "wellbeing_emergency")

_CONFIRMED = yes()
_INSIDE_ARTICLE_26 = Several(ARTICLE_26)


@rests_on("registered_unemployed")
def registered_unemployed(case: Case) -> Verdict:
    """Art. 26 (1) until 2025, art. 26-1 (1) 1) from 2026: registered as unemployed, not placed on a subsidised job."""
    held = case.holds("registered_unemployed", "registered_as_unemployed")
    if held.truth == NO:
        return held
    idle = case.not_working()
    if idle.truth == NO and case.works_as("subsidised_job").truth == YES:
        idle = idle._replace(reasons=("on_subsidised_job",))
    return all_of(held, idle, case.settled())


def wellbeing_crisis(case: Case) -> Verdict:
    """Art. 26-1 (1) 2): level D (crisis), from the day of seeking care until 31 December of that year."""
    return _wellbeing(case, "D")


def wellbeing_emergency(case: Case) -> Verdict:
    """Art. 26-1 (1) 2): level E (emergency), from the day of seeking care until 31 December of that year."""
    return _wellbeing(case, "E")


class Condition(NamedTuple):
    """One condition of article 26-1. ``code``: a key of the terms under ``conditions``; ``denied``: the reason that a
    ``no`` rests on, which names the article."""

    code: str
    verdict: Verdict
    denied: str


def conditions(case: Case, level: str) -> tuple[Condition, ...]:
    """What has to hold, all of it, on the day of seeking care; whoever comes on that day is then covered."""
    return (
        Condition("level", _level(case, level), "level_differs"),
        *_of_visit(case),
        Condition("attached", _attached(case), "not_attached_to_polyclinic"),
        Condition("residence", case.settled(), "residence_not_settled"),
    )


def _of_visit(case: Case) -> Iterator[Condition]:
    return (Condition(code, case.verdict(asked), denied) for code, asked, denied in _ASKED_OF_VISIT)


def _wellbeing(case: Case, level: str) -> Verdict:
    held = _level(case, level)
    if held.truth != YES and not _perhaps_earlier(case, level):
        return held
    attached = _attached(case)
    if attached.truth == NO:
        return attached
    sought = _care_sought(case, level)
    return sought if sought.truth == NO else all_of(sought, attached, case.settled())


def _level(case: Case, level: str) -> Verdict:
    """Whether this is the level on the day. A dated one is vouched for only in the year of the day: a level of days
    before it may have brought cover until the year's end."""
    held, since, until, _ = case.level()
    if held is None:
        return Verdict(UNKNOWN, ("not_known",), ("wellbeing_level",), since, until)
    if held == level:
        return Verdict(YES, (), (), since, until)
    return Verdict(NO, ("level_differs",), (), since, until)


def _perhaps_earlier(case: Case, level: str) -> bool:
    """Whether the level is dated, and on the day or earlier in the year it was this one or is not known."""
    if not case.facts.levels:
        return False
    in_year = case.level().in_year
    return level in in_year or None in in_year


def _attached(case: Case) -> Verdict:
    if case.facts.attached is None:
        return unknown("polyclinic_attached")
    return _CONFIRMED if case.facts.attached else no("not_attached_to_polyclinic")


def _care_sought(case: Case, level: str) -> Verdict:
    """One visit of this year at which every condition of the article held is enough."""
    days = case.facts.care_sought
    if days is None:
        return unknown("care_sought")
    december, january = year_end(case.day), new_year(case.day)
    if not days:
        return Verdict(NO, ("care_not_sought_this_year",), (), january, december)
    visits = [day for day in days if january <= day <= case.day]
    coming = min([day for day in days if day > case.day], default=FOREVER)
    if not visits:
        return Verdict(NO, ("care_not_sought_this_year",), (), january, min(coming - 1, december))
    found = any_of(*(_visit(case, day, level) for day in visits))
    end = december if found.truth == YES else min(coming - 1, december)
    return found.within(visits[0] if found.truth == YES else visits[-1], end)


def _visit(case: Case, day: int, level: str) -> Verdict:
    """The conditions on the day of seeking care, and that no work began after it."""
    free = _free(case.on(day), level)
    # facts without dates speak of the day asked about only: from the day after the visit on they say less
    free = Verdict(free.truth, free.reasons, free.missing, day, day if case.day == day else FOREVER)
    return free if free.truth == NO else all_of(free, _still_idle(case, day)).within(day, FOREVER)


def _free(visit: Case, level: str) -> Verdict:
    """Whether the level and the conditions hold on the day of the visit; nothing is asked after one that does not."""
    parts = [_level(visit, level)]
    for _, asked, _ in _ASKED_OF_VISIT:
        if parts[-1].truth == NO:
            return parts[-1]
        parts.append(visit.verdict(asked))
    return all_of(*parts)


def _pension_free(visit: Case) -> Verdict:
    last = visit.facts.last_pension
    if last is not None and visit.month < last:
        return unclear("found_work_later")
    months = visit.rules.whole("wellbeing_pension_free_months")
    return pension_free(visit, months, "pension_contribution_in_last_three_months")


def _idle(visit: Case) -> Verdict:
    idle = visit.not_working()
    return idle._replace(reasons=("working_when_care_was_sought",)) if idle.truth == NO else idle


def _outside_article_26(visit: Case) -> Verdict:
    """Art. 26-1 is not for people whom article 26 already covers."""
    inside = any_of(*visit.verdicts(_INSIDE_ARTICLE_26))
    return negate(inside, ("insured_by_article_26_when_care_was_sought",))


_ASKED_OF_VISIT: tuple[tuple[str, Ground, str], ...] = (
    ("pension_free", _pension_free, "pension_contribution_in_last_three_months"),
    ("not_working", _idle, "working_when_care_was_sought"),
    ("outside_article_26", _outside_article_26, "insured_by_article_26_when_care_was_sought"),
)


def _still_idle(case: Case, visit: int) -> Verdict:
    """The sources do not say whether work found after the visit ends the cover before 31 December."""
    idle = case.not_working()
    if idle.truth == UNKNOWN:
        return idle
    if idle.truth == NO or idle.since > visit:
        return unclear("found_work_later").within(visit, FOREVER if idle.truth == YES else idle.until)
    return Verdict(YES, ("care_sought_in_year",), (), visit, idle.until)
