"""Writing down how many people there are of each kind on a day. What is written is what may be told: exact counts are
never kept, so that no page, filter or file can give one away."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db import transaction

from eligibility.rules.law import Law

from ..models import Region, Tally
from ..working_days import Calendar
from . import counting
from .disclosure import told
from .kinds import REST, SEPARATOR, Kind, rest_of
from .load import load

PEOPLE, ELSEWHERE, COVER, OWED, FLOW, LOAD = "people", "people_elsewhere", "cover", "owed", "flow", "load"
"""Measures. PEOPLE by district, and ELSEWHERE those whose district is not known: key is a Kind. COVER by district and
for the region: the sums of these by status. OWED: those of them for whom the akimat owes a contribution. FLOW: since
the end of the month before; key is "gained" or "lost" and a ground. LOAD: applications; key is an office and when they
are due."""
NO_OFFICE = "0"
ONE_DAY = timedelta(days=1)
KEPT_DAYS = 62
"""For which days are kept that are no end of a month."""
BATCH = 1000


@transaction.atomic
def tally(region: Region, day: date, law: Law | None, calendar: Calendar | None) -> int:
    """Count the region for the day, in place of what was counted for it before; how many rows were written.

    ``law``: to ask why people are not insured. ``calendar``: to count open applications, which only the present has.
    Raises LawRangeError for a day for which the law is not known."""
    Region.objects.select_for_update().get(pk=region.pk)
    rows = [*_people(region, day, law), *_flows(region, day)]
    if calendar is not None:
        rows += _load(region, day, calendar)
    Tally.objects.filter(region=region, day=day).delete()
    Tally.objects.bulk_create(rows, BATCH)
    return len(rows)


def forget(day: date) -> int:
    """Delete what was counted long before the day, but for the ends of months; how many rows."""
    old = Tally.objects.filter(day__lt=day - timedelta(days=KEPT_DAYS))
    days = [found for found in old.order_by().values_list("day", flat=True).distinct() if not is_month_end(found)]
    return Tally.objects.filter(day__in=days).delete()[0] if days else 0


def is_month_end(day: date) -> bool:
    return (day + ONE_DAY).day == 1


def month_ends(first: date, last: date) -> Iterator[date]:
    """Those from the first day to the one before the last."""
    day = first
    while day < last:
        if is_month_end(day):
            yield day
        day += ONE_DAY


def _people(region: Region, day: date, law: Law | None) -> Iterator[Tally]:
    everywhere: Counter[str] = Counter()
    owed = 0
    for district, counted in counting.people(region, day, law).items():
        measure = ELSEWHERE if district is None else PEOPLE
        kinds = dict(_told_kinds(counted))
        yield from (
            Tally(region=region, day=day, district_id=district, measure=measure, key=kind.code, people=people)
            for kind, people in kinds.items()
        )
        owed += sum(people for kind, people in kinds.items() if kind.is_owed)
        here = _by_status(kinds)
        everywhere += here
        if district is not None:
            yield from _cover(region, day, here, district)
    yield from _cover(region, day, everywhere)
    yield Tally(region=region, day=day, measure=OWED, people=owed)


def _told_kinds(counted: Mapping[Kind, int]) -> Iterator[tuple[Kind, int]]:
    """The people of a district: one group for each status."""
    for status in sorted({kind.status for kind in counted}):
        found = told({kind: people for kind, people in counted.items() if kind.status == status})
        yield from found.cells.items()
        if found.rest:
            yield rest_of(status), found.rest


def _by_status(kinds: Mapping[Kind, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for kind, people in kinds.items():
        found[kind.status] += people
    return found


def _cover(region: Region, day: date, counted: Mapping[str, int], district: str | None = None) -> Iterator[Tally]:
    for status, people in counted.items():
        yield Tally(region=region, day=day, district_id=district, measure=COVER, key=status, people=people)


def _flows(region: Region, day: date) -> Iterator[Tally]:
    before = day.replace(day=1) - ONE_DAY
    for way, counted in counting.flows(region, before, day).items():
        yield from _cells(region, day, FLOW, way, counted)


def _load(region: Region, day: date, calendar: Calendar) -> Iterator[Tally]:
    for office, counted in load(region, day, calendar).items():
        yield from _cells(region, day, LOAD, NO_OFFICE if office is None else str(office), counted)


def _cells(region: Region, day: date, measure: str, group: str, counted: Mapping[str, int]) -> Iterator[Tally]:
    found = told(counted)
    for cell, people in (*found.cells.items(), (REST, found.rest)):
        if people:
            yield Tally(region=region, day=day, measure=measure, key=f"{group}{SEPARATOR}{cell}", people=people)
