"""Grounds of article 26-1 of law 405-V: the akimat pays from the local budget (from 2026)."""

from ..case import Case
from ..dates import FOREVER, first_day, month_of, year_end
from ..truth import NO, UNKNOWN, YES, Verdict, all_of, any_of, negate, no, unclear, unknown, yes
from .state import ARTICLE_26, pension_free

WELLBEING = ("wellbeing_crisis", "wellbeing_emergency")

_CONFIRMED = yes()


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


def _wellbeing(case: Case, level: str) -> Verdict:
    held = case.facts.level
    if held is None:
        return unknown("wellbeing_level")
    if held != level:
        return no("level_differs")
    if case.facts.attached is False:
        return no("not_attached_to_polyclinic")
    attached = _CONFIRMED if case.facts.attached else unknown("polyclinic_attached")
    return all_of(_care_sought(case), attached, case.settled())


def _care_sought(case: Case) -> Verdict:
    """One visit of this year at which every condition of the article held is enough."""
    days = case.facts.care_sought
    if days is None:
        return unknown("care_sought")
    december = year_end(case.day)
    new_year = first_day(month_of(december) - 11)
    visits = [day for day in days if new_year <= day <= case.day]
    coming = min((day for day in days if day > case.day), default=FOREVER)
    if not visits:
        return Verdict(NO, ("care_not_sought_this_year",), (), new_year, min(coming - 1, december))
    found = any_of(*(_visit(case, day) for day in visits))
    end = december if found.truth == YES else min(coming - 1, december)
    return found.within(visits[0] if found.truth == YES else visits[-1], end)


def _visit(case: Case, day: int) -> Verdict:
    """The conditions on the day of seeking care, and that no work began after it."""
    visit = case.on(day)
    months = case.rules.whole("wellbeing_pension_free_months")
    idle = visit.not_working()
    if idle.truth == NO:
        idle = idle._replace(reasons=("working_when_care_was_sought",))
    last = case.facts.last_pension
    if last is not None and visit.month < last:
        pension = unclear("found_work_later")
    else:
        pension = pension_free(visit, months, "pension_contribution_in_last_three_months")
    free = all_of(pension, idle, _outside_article_26(visit))
    # facts without dates speak of the day asked about only: from the day after the visit on they say less
    until = day if case.day == day else FOREVER
    return all_of(free._replace(since=day, until=until), _still_idle(case, day)).within(day, FOREVER)


def _outside_article_26(visit: Case) -> Verdict:
    """Art. 26-1 is not for people whom article 26 already covers."""
    inside = any_of(*(visit.verdict(ground) for ground in ARTICLE_26))
    return negate(inside, ("insured_by_article_26_when_care_was_sought",))


def _still_idle(case: Case, visit: int) -> Verdict:
    """The sources do not say whether work found after the visit ends the cover before 31 December."""
    idle = case.not_working()
    if idle.truth == UNKNOWN:
        return idle
    if idle.truth == NO or idle.since > visit:
        return unclear("found_work_later").within(visit, FOREVER if idle.truth == YES else idle.until)
    return Verdict(YES, ("care_sought_in_year",), (), visit, idle.until)
