"""The picture, read from what tallies.py has written, and from nothing else: a fixed number of queries, whatever the
number of people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet, Sum

from ..models import District, EmploymentOffice, Region, Tally
from .kinds import REST, SEPARATOR, Kind
from .tallies import COVER, ELSEWHERE, FLOW, LOAD, NO_OFFICE, OWED, PEOPLE, is_month_end

Rows = QuerySet[Tally]
INSURED = "insured"
HISTORY = timedelta(days=760)
"""How far back it goes: two years, and the end of the month before."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the picture is about; region None: the country."""

    region: Region | None
    district: District | None = None

    @property
    def name(self) -> str:
        place = self.district or self.region
        return place.name if place else ""


@dataclass(frozen=True, slots=True)
class Cover:
    """People by status."""

    people: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.people.values())

    @property
    def insured(self) -> int:
        return self.people.get(INSURED, 0)

    @property
    def uninsured(self) -> int:
        return self.people.get("not_insured", 0)

    @property
    def doubtful(self) -> int:
        """Of whom the answer is not known, or the law is not clear."""
        return self.total - self.insured - self.uninsured

    @property
    def share(self) -> float | None:
        """Of the insured; None where too few people are counted."""
        return self.insured / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    cover: Cover


@dataclass(frozen=True, slots=True)
class Office:
    name: str
    """Empty: applications that are with no office."""
    due: Mapping[str, int]
    """When it is due → applications; REST: several of these, each too few to be told alone."""

    @property
    def total(self) -> int:
        return sum(self.due.values())


@dataclass(frozen=True, slots=True)
class Picture:
    """``days``: the ends of months and the day itself, in order, with the cover of each; ``flows``: month's last day
    or the day itself → "gained" or "lost" and a ground → people; ``owed``: day → people."""

    scope: Scope
    day: date
    cover: Cover
    kinds: Mapping[Kind, int]
    places: Sequence[Place]
    days: Mapping[date, Cover]
    flows: Mapping[date, Mapping[tuple[str, str], int]]
    offices: Sequence[Office]
    owed: Mapping[date, int]

    def by(self, field: str, insured: bool) -> dict[str, int]:
        """People who are insured, or are not, by a field of Kind, the largest first; REST last."""
        found: Counter[str] = Counter()
        for kind, people in self.kinds.items():
            if (kind.status == INSURED) is insured:
                found[getattr(kind, field)] += people
        return dict(sorted(found.items(), key=lambda item: (item[0] == REST, -item[1], item[0])))

    def at_least(self, stages: Sequence[str]) -> int:
        return sum(people for kind, people in self.kinds.items() if kind.stage in stages)


def read(scope: Scope) -> Picture | None:
    """The latest picture; None where nothing was counted yet."""
    rows = Tally.objects.order_by()
    if scope.region is not None:
        rows = rows.filter(region=scope.region)
    day = rows.filter(measure=COVER).aggregate(day=Max("day"))["day"]
    if day is None:
        return None
    days = _days(rows, scope, day)
    return Picture(
        scope,
        day,
        days.get(day, Cover({})),
        _kinds(rows, scope, day),
        _places(rows, scope, day),
        days,
        _flows(rows, day) if scope.district is None else {},
        _offices(rows, day) if scope.region and scope.district is None else (),
        _owed(rows, day) if scope.district is None else {},
    )


def _days(rows: Rows, scope: Scope, last: date) -> dict[date, Cover]:
    found: dict[date, dict[str, int]] = {}
    counted = rows.filter(measure=COVER, district=scope.district, day__gt=last - HISTORY)
    for day, status, people in counted.values_list("day", "key").annotate(Sum("people")).order_by("day"):
        if day == last or is_month_end(day):
            found.setdefault(day, {})[status] = people
    return {day: Cover(people) for day, people in found.items()}


def _kinds(rows: Rows, scope: Scope, day: date) -> dict[Kind, int]:
    measures = (PEOPLE, ELSEWHERE)
    counted = rows.filter(measure__in=measures, day=day)
    if scope.district is not None:
        counted = counted.filter(district=scope.district)
    return {Kind.read(key): people for key, people in counted.values_list("key").annotate(Sum("people"))}


def _places(rows: Rows, scope: Scope, day: date) -> list[Place]:
    """The districts of a region; the regions of the country."""
    counted = rows.filter(measure=COVER, day=day, district__isnull=scope.region is None)
    field = "region" if scope.region is None else "district"
    found: dict[str, dict[str, int]] = {}
    for code, status, people in counted.values_list(field, "key", "people"):
        found.setdefault(code, {})[status] = people
    named = Region.objects.all() if scope.region is None else District.objects.filter(region=scope.region)
    return [Place(row.pk, row.name, Cover(found.get(row.pk, {}))) for row in named]


def _flows(rows: Rows, last: date) -> dict[date, dict[tuple[str, str], int]]:
    found: dict[date, dict[tuple[str, str], int]] = {}
    counted = rows.filter(measure=FLOW, day__gt=last - HISTORY).values_list("day", "key").annotate(Sum("people"))
    for day, key, people in counted.order_by("day", "key"):
        if day == last or is_month_end(day):
            way, _, ground = key.partition(SEPARATOR)
            found.setdefault(day, {})[way, ground] = people
    return found


def _offices(rows: Rows, day: date) -> list[Office]:
    found: dict[str, dict[str, int]] = {}
    for key, count in rows.filter(measure=LOAD, day=day).order_by("key").values_list("key", "people"):
        office, _, due = key.partition(SEPARATOR)
        found.setdefault(office, {})[due] = count
    names = {
        str(row.pk): row.name for row in EmploymentOffice.objects.filter(pk__in=[pk for pk in found if pk != NO_OFFICE])
    }
    offices = [Office(names.get(pk, ""), due) for pk, due in found.items()]
    return sorted(offices, key=lambda office: (not office.name, -office.total, office.name))


def _owed(rows: Rows, last: date) -> dict[date, int]:
    counted = rows.filter(measure=OWED, day__gt=last - HISTORY).values_list("day").annotate(Sum("people"))
    return {day: people for day, people in counted.order_by("day") if day == last or is_month_end(day)}
