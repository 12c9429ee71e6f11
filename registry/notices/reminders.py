"""Telling people in time that their cover ends, or may end: the last day on which it is sure lies within so many days.

When a ground that the state pays for has ended, the law leaves open whether three more months are covered: nobody
should learn that at the polyclinic.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Q, QuerySet

from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError

from ..determine import Answer, answer
from ..facts import BATCH, CONFIRMABLE, next_turn, person_objects, person_of
from ..models import Citizen, Notice
from . import outbox

ONE_DAY = timedelta(days=1)
INSURED = "insured"
UNKNOWN = "unknown"


def remind(now: datetime, today: date, days: int, law: Law, batch: int = BATCH) -> int:
    """Puts a notice for everybody whose last sure day of cover is one from ``today`` to ``today + days`` (closed), once
    for each such day. How many people that is, with those who were told before.

    A fixed number of queries for each ``batch`` of people."""
    found = _notices(now, today, today + timedelta(days=days), law, batch)
    count = 0
    while some := list(islice(found, batch)):
        outbox.put_all(some)
        count += len(some)
    return count


def last_day_of_cover(citizen: Citizen, today: date, horizon: date, law: Law) -> date | None:
    """The last day on which the person is surely insured, by the rows as they are now and not by what was once
    determined. None where he is not insured today, or goes on to be until after the horizon, or where nothing can be
    said of the day after."""
    day, held, turn = today, *_looked_at(citizen, today, law)
    if held.status != INSURED:
        return None
    while turn is not None and day < turn <= horizon + ONE_DAY:
        before, (day, held, turn) = held, (turn, *_looked_at(citizen, turn, law))
        if held.status != INSURED:
            return day - ONE_DAY if _is_news(citizen, before, held) else None
    return None


def _is_news(citizen: Citizen, before: Answer, after: Answer) -> bool:
    """Whether the cover ends or may end there. That the registry does not know what follows is no news by itself: it
    never knows of a payment that is still to come. It is where a confirmed ground ends or the record is complete."""
    if after.status != UNKNOWN:
        return True
    complete = citizen.complete_from is not None and citizen.contributions_complete_from is not None
    return complete or before.ground in CONFIRMABLE


def _looked_at(citizen: Citizen, day: date, law: Law) -> tuple[Answer, date | None]:
    """What the engine says of the day, and the day to look again."""
    found = answer(person_of(citizen, day), law, day)
    return found, min(filter(None, [found.next_change_on, next_turn(citizen, day)]), default=None)


def _notices(now: datetime, today: date, horizon: date, law: Law, batch: int) -> Iterator[Notice]:
    for citizen, _ in person_objects(_to_look_at(horizon), today, batch):
        try:
            ends = last_day_of_cover(citizen, today, horizon, law)
        except (LawRangeError, FactsError):
            continue  # the law of the day is not known, or the rows contradict each other: nothing can be said
        if ends is not None:
            key = f"cover_ends:{citizen.pk}:{ends}"
            made = outbox.made(now, "cover_ends", key, citizen=citizen, values={"ends": ends.isoformat()})
            if made is not None:
                yield made


def _to_look_at(horizon: date) -> "QuerySet[Citizen]":
    """Insured by what was last determined, which has to be looked at again by the day after the horizon. Nobody who
    cannot be reached, and nobody who asked that nothing be done with his data."""
    return Citizen.objects.filter(
        ~Q(phone="", email=""),
        blocked=False,
        determinations__ends=None,
        determinations__superseded=False,
        determinations__status=INSURED,
        determinations__next_change_on__lte=horizon + ONE_DAY,
    )
