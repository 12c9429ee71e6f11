"""Telling people in time that a term of their care ends which runs from the day of onset. The notice names no illness,
no package and no ground, and is the same whether somebody is insured or not: it sends him to his polyclinic."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from eligibility.rules.care import GOBMP_RESIDENTS, package_on
from eligibility.rules.dates import add_months
from eligibility.rules.law import Law

from ..care_token import illness_of
from ..facts import BATCH
from ..models import Diagnosis
from . import outbox

KIND: Final = "care_changes"
SLACK: Final = timedelta(days=5)
"""Months are of different lengths: the engine looks at the day itself."""


def remind(now: datetime, today: date, days: int, law: Law, batch: int = BATCH) -> int:
    """Puts a notice for everybody for whom a term ends on a day from ``today`` to ``today + days`` (closed), once for
    each such day. How many notices that is, with those that were put before. Two queries for each ``batch`` of
    diagnoses. Raises LawRangeError where the law of today is not known."""
    told: set[tuple[int, date]] = set()
    for rows in _batches(_to_look_at(today, today + timedelta(days=days), law), batch):
        due = {(row.citizen_id, ends): row.citizen for row in rows if (ends := last_day(row, today, days, law))}
        made = [
            outbox.made(now, KIND, f"{KIND}:{pk}:{ends}", citizen=citizen, values={"ends": ends.isoformat()})
            for (pk, ends), citizen in due.items()
        ]
        outbox.put_all([notice for notice in made if notice is not None])
        told |= due.keys()
    return len(told)


def last_day(row: Diagnosis, today: date, days: int, law: Law) -> date | None:
    """The last day of the term, where it lies within so many days from today."""
    rubric, _agreed = law.rubrics.group(row.icd10)
    item = illness_of(row)
    rules = law.at(today.toordinal()).packages[item.group or rubric]
    _package, until = package_on(rules, item, today.toordinal())
    if until is None or until > (today + timedelta(days=days)).toordinal():
        return None
    return date.fromordinal(until)


def _batches(rows: "QuerySet[Diagnosis]", batch: int) -> Iterator[list[Diagnosis]]:
    last = 0
    while found := list(rows.filter(pk__gt=last)[:batch]):
        last = found[-1].pk
        yield found


def _to_look_at(today: date, horizon: date, law: Law) -> "QuerySet[Diagnosis]":
    """Open and certain ones whose onset lies so far back that some term ends in time. Of nobody who cannot be reached,
    who asked that nothing be done with his data, or to whom by his residence the free package is not open."""
    limits = {rules.limit_months for rules in law.at(today.toordinal()).packages.values()} - {None}
    began = Q(pk__in=())
    for months in limits:
        began |= Q(since__range=(_back(today, months) - SLACK, _back(horizon, months) + SLACK))
    return (
        Diagnosis.objects.filter(began, closed_on__isnull=True, suspected=False, citizen__blocked=False)
        .filter(citizen__residence__in=("", *GOBMP_RESIDENTS))
        .exclude(citizen__phone="", citizen__email="")
        .select_related("citizen")
        .order_by("pk")
    )


def _back(day: date, months: int | None) -> date:
    return date.fromordinal(add_months(day.toordinal(), -(months or 0)))
