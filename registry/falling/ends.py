"""The first list: people whose cover ends soon, those who turn 18 first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from eligibility.presentation import short_date
from eligibility.rules.law import Law
from eligibility.texts import entry, ground_name, words

from .. import access
from ..facts import person_objects
from ..models import Account, Citizen, CoverEnd, Determination, FactChange
from ..working_days import midnight
from . import kinds
from .filters import Filters, is_clinical
from .people import Shown, of_person
from .watching import row_of
from .ways import Way, for_polyclinics, for_the_ill
from .ways import read as read_ways


class Number(NamedTuple):
    """So many people whose cover ends on the day."""

    last_day: date
    first: bool
    sure: bool
    people: int


def rows(account: Account, on: date, chosen: Filters) -> "QuerySet[CoverEnd]":
    """Those of the account's reach, in no order."""
    found = access.visible(account, CoverEnd.objects.all(), on).filter(last_day__range=(on, chosen.until(on)))
    if chosen.district:
        found = found.filter(citizen__district=chosen.district)
    return found.filter(kind__in=_kinds(account, chosen.kind)) if chosen.kind else found


def ordered(found: "QuerySet[CoverEnd]", marked: set[int]) -> "QuerySet[CoverEnd]":
    """Those who turn 18 first, and among them, for whoever may know it, those with an illness whose care moved to the
    insurance; then by the last day."""
    turns = Q(kind=kinds.FIRST)
    place = Case(
        When(turns & Q(citizen__in=marked), then=Value(0)),
        When(turns, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.annotate(place=place).order_by("place", "last_day", "pk").select_related("citizen__district")


def counted(found: "QuerySet[CoverEnd]") -> list[Number]:
    """One query."""
    numbers = found.order_by().values_list("last_day", "kind", "sure").annotate(Count("pk"))
    tally: Counter[tuple[date, bool, bool]] = Counter()
    for last_day, kind, sure, people in numbers:
        tally[last_day, kind == kinds.FIRST, sure] += people
    return sorted(Number(*key, people) for key, people in tally.items())


def fresh(found: Iterable[CoverEnd], on: date, law: Law) -> list[CoverEnd]:
    """The rows as they are now: those whose people's data changed since are worked out anew, and nothing is written.
    Those that no longer hold are left out. A fixed number of queries."""
    listed = list(found)
    stale = _stale(listed)
    again: dict[int, CoverEnd | None] = {}
    for citizen, person in person_objects(Citizen.objects.filter(pk__in=stale).select_related("district"), on):
        again[citizen.pk] = row_of(citizen, person, on, law)
    current = (again.get(row.citizen_id) if row.citizen_id in stale else row for row in listed)
    return [row for row in current if row is not None]


def shown(account: Account, row: CoverEnd, on: date, law: Law, marked: set[int]) -> Shown:
    found = tuple(read_ways(row.routes))
    clinical = is_clinical(account)
    if clinical:
        found = for_polyclinics(found, row.kind, law, row.last_day)
        why = kinds.polyclinic_name(kinds.told_to_polyclinics(row.kind))
    else:
        why = kinds.name(row.kind)
    if row.citizen_id in marked:
        found = for_the_ill(found)
    return Shown(
        **of_person(account, row.citizen),
        why=(why,),
        ground="" if clinical or row.kind == kinds.FIRST else ground_name(row.ground),
        day=short_date(row.last_day),
        left=(row.last_day - on).days,
        sure=row.sure,
        first=row.kind == kinds.FIRST,
        mark=row.citizen_id in marked,
        ways=tuple(_way(way, on) for way in found),
    )


def _way(way: Way, on: date) -> tuple[str, str, bool]:
    """Name, when to begin, and whether that is now."""
    name = str(words(entry("routes", way.route)["name"]))
    if way.by is not None and way.by < on:
        return name, _("begin now"), True
    if way.by is not None:
        return name, _("by %(day)s") % {"day": short_date(way.by)}, False
    if way.opens is not None:
        return name, _("from %(day)s") % {"day": short_date(way.opens)}, False
    return name, "", False


def _kinds(account: Account, chosen: str) -> Sequence[str]:
    if not is_clinical(account):
        return (chosen,)
    return [code for code in kinds.codes() if kinds.told_to_polyclinics(code) == chosen]


def _stale(listed: Sequence[CoverEnd]) -> set[int]:
    """People whose data changed, or who were determined anew, since the rows were worked out. Two queries."""
    since: dict[int, Any] = {row.citizen_id: midnight(row.worked_out_on) for row in listed}
    found = set(FactChange.objects.filter(citizen__in=since).values_list("citizen", flat=True))
    held = Determination.objects.filter(citizen__in=since, ends=None, superseded=False)
    return found | {pk for pk, at in held.values_list("citizen", "determined_at") if at >= since[pk]}
