"""Working out whose cover ends within the horizon: one row of ``CoverEnd`` a person, and a notice to him in time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError

from ..facts import BATCH, Person, person_objects
from ..models import Citizen, CoverEnd
from . import kinds
from .ending import INSURED, ONE_DAY, Ending, ending
from .telling import Telling
from .ways import kept, ways

FIELDS = ("last_day", "kind", "ground", "sure", "routes", "worked_out_on")


@dataclass(slots=True)
class Watched:
    """``told``: notices that were put into the outbox, each once."""

    looked_at: int = 0
    ending: int = 0
    told: int = 0


def watch(now: datetime, on: date, law: Law, batch: int = BATCH) -> Watched:
    """Work out the rows of everybody anew as of the day, put the notices, and take away the rows that no longer hold.

    A fixed number of queries for each ``batch`` of people, who are done or not done together; what was interrupted goes
    on with the next call. Raises LawRangeError where the law of the day is not known."""
    law.at(on.toordinal())
    result, telling = Watched(), Telling(now, on)
    horizon = on + timedelta(days=kinds.numbers().horizon)
    people = person_objects(_to_look_at(horizon), on, batch)
    last = 0
    while some := list(islice(people, batch)):
        found = (row_of(citizen, person, on, law) for citizen, person in some)
        rows = [row for row in found if row is not None]
        with transaction.atomic():
            _write(rows, last, some[-1][0].pk)
            result.told += telling.tell(rows)
        last = some[-1][0].pk
        result.looked_at += len(some)
        result.ending += len(rows)
    CoverEnd.objects.filter(citizen__gt=last).delete()
    return result


def row_of(citizen: Citizen, person: Person, on: date, law: Law) -> CoverEnd | None:
    """As it has to be on the day, not saved; None where the cover does not end, or nothing can be said of it, because
    the law of a day is not known or the rows contradict each other."""
    try:
        found = ending(citizen, person, on, on + timedelta(days=kinds.numbers().horizon), law)
        return None if found is None else _row(citizen, found, on, law)
    except (LawRangeError, FactsError):
        return None


def _row(citizen: Citizen, found: Ending, on: date, law: Law) -> CoverEnd:
    return CoverEnd(
        citizen=citizen,
        last_day=found.last_day,
        kind=kinds.kind_of(found.ground, found.last_day),
        ground=found.ground,
        sure=found.sure,
        routes=kept(ways(found, on, law)),
        worked_out_on=on,
    )


def _write(rows: list[CoverEnd], after: int, last: int) -> None:
    """The rows of the people from ``after`` (not itself) to ``last``: those, and no others."""
    CoverEnd.objects.bulk_create(rows, update_conflicts=True, unique_fields=["citizen"], update_fields=FIELDS)
    others = CoverEnd.objects.filter(citizen__gt=after, citizen__lte=last)
    others.exclude(citizen__in=[row.citizen_id for row in rows]).delete()


def _to_look_at(horizon: date) -> "QuerySet[Citizen]":
    """Insured by what was last determined, which has to be looked at again by the day after the horizon. Nobody who
    asked that nothing be done with his data."""
    return Citizen.objects.filter(
        blocked=False,
        determinations__ends=None,
        determinations__superseded=False,
        determinations__status=INSURED,
        determinations__next_change_on__lte=horizon + ONE_DAY,
    )
