"""Who is looked at: the ranges that a run is cut into, and who of a range belongs to it."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db.models import F, Max, Min, QuerySet, Window
from django.db.models.functions import Mod, RowNumber

from ..bulk.streams import listed
from ..bulk.touched import MOST, take, touched
from ..models import Chunk, Citizen, Run

PEOPLE = 10_000
"""Of everybody, in a range."""
TOUCHED = 2_000
"""Of those who have to be looked at on an ordinary day: they lie far apart."""


class Ranges(NamedTuple):
    """Closed ranges of row numbers that touch each other, and how many people there are to look at."""

    ranges: list[tuple[int, int]]
    people: int


def ranges(run: Run) -> Ranges:
    """From the first person to the last one there is: who comes later is noted as changed, and looked at next time."""
    people = _people(run)
    ends = people.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return Ranges([], 0)
    if run.scope == Run.Scope.ALL:
        return Ranges(_cut(_every(people), ends["first"], ends["last"]), people.count())
    found = _own(run, touched(ends["first"], ends["last"], run.on))
    return Ranges(_cut(found[::TOUCHED], ends["first"], ends["last"]), len(found))


def to_look_at(run: Run, chunk: Chunk) -> Collection[int] | None:
    """Of the range; None: everybody with a number in it."""
    if run.scope == Run.Scope.ALL:
        return _everybody(run, chunk)
    found = _own(run, touched(chunk.first, chunk.last, run.on))
    return None if run.region_id is None and len(found) * MOST > _within(run, chunk).count() else found


def to_determine(run: Run, chunk: Chunk) -> Collection[int] | None:
    """As ``to_look_at``, for whoever writes in this transaction: what was noted of changed facts is deleted first."""
    everybody = run.scope == Run.Scope.ALL
    people = take(chunk.first, chunk.last, run.on, everybody, run.region_id)
    return _everybody(run, chunk) if everybody else people


def _within(run: Run, chunk: Chunk) -> "QuerySet[Citizen]":
    return _people(run).filter(pk__range=(chunk.first, chunk.last))


def _people(run: Run) -> "QuerySet[Citizen]":
    return Citizen.objects.filter(region=run.region_id) if run.region_id else Citizen.objects.all()


def _every(people: "QuerySet[Citizen]") -> list[int]:
    """The row number of each first one of so many."""
    placed = people.annotate(place=Window(RowNumber(), order_by=F("pk").asc()))
    firsts = placed.annotate(rest=Mod(F("place") - 1, PEOPLE)).filter(rest=0)
    return sorted(firsts.values_list("pk", flat=True))


def _cut(firsts: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    bounds = [first, *(number for number in firsts[1:]), last + 1]
    return [(begin, end - 1) for begin, end in pairwise(bounds)]


def _everybody(run: Run, chunk: Chunk) -> list[int] | None:
    if run.region_id is None:
        return None
    own = list(_within(run, chunk).order_by("pk").values_list("pk", flat=True))
    return own if Citizen.objects.filter(pk__range=(chunk.first, chunk.last)).count() > len(own) else None


def _own(run: Run, numbers: list[int]) -> list[int]:
    """Those of the region, in order."""
    if run.region_id is None or not numbers:
        return numbers
    own = Citizen.objects.filter(region=run.region_id, pk__in=listed(numbers))
    return sorted(own.values_list("pk", flat=True))
