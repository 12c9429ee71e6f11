"""The last day of a person's cover, by the rows as they are now: the one way to find it, for lists and for notices.

When a ground that the state pays for has ended, the law leaves open whether three more months are covered: nobody
should learn that at the polyclinic."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from eligibility.rules.case import Case
from eligibility.rules.dates import month_of
from eligibility.rules.decide import RETENTIONS
from eligibility.rules.law import Law
from eligibility.rules.routes import PAID_AT_WORK
from eligibility.rules.truth import NO

from ..determine import Answer, answer
from ..facts import CONFIRMABLE, Person, facts_of, next_turn, person_of
from ..models import Citizen
from . import kinds

ONE_DAY = timedelta(days=1)
INSURED: Final = "insured"
NOT_INSURED: Final = "not_insured"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Ending:
    """``ground``: the one that ends with ``last_day``. ``sure``: the person is not insured on the day after; else it is
    only not known, or not clear, whether he is. ``today`` and ``after``: what the engine was told, of both days."""

    last_day: date
    ground: str
    sure: bool
    today: Person
    after: Person


def ending(citizen: Citizen, person: Person, today: date, horizon: date, law: Law) -> Ending | None:
    """When the cover of today ends; ``person``: of the citizen's rows for today. None where he is not insured today, or
    goes on to be until after the horizon, or where nothing can be said of the day after.

    Raises LawRangeError and FactsError."""
    day, told = today, person
    held, turn = _looked_at(citizen, told, day, law)
    if held.status != INSURED:
        return None
    while turn is not None and day < turn <= horizon + ONE_DAY:
        before, day = held, turn
        told = person_of(citizen, day)
        held, turn = _looked_at(citizen, told, day, law)
        if held.status != INSURED:
            if not _is_news(citizen, before, held) or _is_still_paid(citizen, before.ground, person, today, law):
                return None
            return Ending(day - ONE_DAY, before.ground, held.status == NOT_INSURED, person, told)
    return None


def _is_news(citizen: Citizen, before: Answer, after: Answer) -> bool:
    """Whether the cover ends or may end there. That the registry does not know what follows is no news by itself: it
    never knows of a payment that is still to come. It is where a confirmed ground ends or the record is complete."""
    if after.status != UNKNOWN:
        return True
    complete = citizen.complete_from is not None and citizen.contributions_complete_from is not None
    return complete or before.ground in ENDS_FOR_SURE


def _is_still_paid(citizen: Citizen, ground: str, person: Person, today: date, law: Law) -> bool:
    """Whether the cover hangs on months that somebody pays and nothing of it has stopped: no month is unpaid whose
    payment is due, and who was paid for at work works. Then the next payment is on its way, and only the registry does
    not know of it yet."""
    paid = max(citizen.contributions.all(), key=lambda row: row.last_month, default=None)
    if paid is None or ground not in (*RETENTIONS, *kinds.paid_by_month()):
        return False
    case = Case(facts_of(person, law, today), law, today.toordinal())
    due = month_of(case.day) - (1 if today.day > case.rules.whole("contribution_due_day") else 2)
    if paid.last_month < due:
        return False
    return paid.kind not in PAID_AT_WORK or case.works_as(*PAID_AT_WORK, "subsidised_job").truth != NO


ENDS_FOR_SURE = (*CONFIRMABLE, "child")
"""Grounds of which the registry knows the end whatever else it does not know."""


def _looked_at(citizen: Citizen, person: Person, day: date, law: Law) -> tuple[Answer, date | None]:
    """What the engine says of the day, and the day to look again."""
    found = answer(person, law, day)
    return found, min(filter(None, [found.next_change_on, next_turn(citizen, day)]), default=None)
