"""Which months of whom an akimat owes, and why. The engine says it; here it is only written down.

An obligation is never changed: it is ended, and another one takes its place. What began with a visit lasts until
December. Whether work that was found after the visit ends it, no source says; the vice-minister spoke of the end of
the year, so it stays. What the engine only doubts does not end an obligation either: missing is never "no".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from eligibility.rules import law as law_module
from eligibility.rules.grounds.local import WELLBEING
from eligibility.rules.law import Law

from ..facts import BATCH, RELATED
from ..log import Verb, Who, write
from ..models import Citizen, ConfirmedGround, Obligation, Visit
from .cover import LOCAL, UNEMPLOYED, Year, year_of

DECEMBER = 11
"""Of a year, as months are counted: year × 12 + month."""


@dataclass(frozen=True, slots=True)
class Settled:
    """``made`` and ``ended``: what changed. ``wellbeing``: what is owed in the year of the day because of a visit."""

    made: tuple[Obligation, ...]
    ended: tuple[Obligation, ...]
    wellbeing: Obligation | None


class Owed(NamedTuple):
    """What an obligation says. ``visits``: each of them brings it; empty for the unemployed."""

    ground: ConfirmedGround
    first_month: int
    last_month: int
    visits: tuple[Visit, ...] = ()

    @property
    def kind(self) -> str:
        return Obligation.Kind.WELLBEING if self.visits else Obligation.Kind.UNEMPLOYED

    def is_said_by(self, row: Obligation) -> bool:
        said = (row.kind, row.ground_id, row.first_month, row.last_month)
        return said == (self.kind, self.ground.pk, *self[1:3]) and (not self.visits or row.visit in self.visits)


def settle(who: Who, citizen: Citizen, on: date) -> Settled:
    """Make and end obligations so that the live ones say exactly what the engine says on the day ``on``: of its year,
    and of the years before, where a level or a visit became known late. Nobody is owed for twice in a month.

    For a caller that has locked the citizen's row in his transaction and read it then: what was fetched with it is
    looked at. Idempotent. Of a year that has not come nothing is owed."""
    prefetch_related_objects([citizen], *RELATED)
    live = list(citizen.obligations.filter(ended_at=None).select_related("visit", "ground", "region", "district"))
    law = law_module.load()
    made: list[Obligation] = []
    ended: list[Obligation] = []
    for year in sorted(_years(citizen, live, law, on)):
        held = [item for item in live if item.year == year]
        wanted = _owed(year_of(citizen, law, year, on), held, citizen, year)
        over = [item for item in held if not any(owed.is_said_by(item) for owed in wanted)]
        new = [owed for owed in wanted if not any(owed.is_said_by(item) for item in held)]
        ended += [_ended(who, item, bool(new)) for item in over]
        made += [_made(who, citizen, owed, over, law) for owed in new]
        live = [item for item in live if item not in over]
    still = [*live, *made]
    current = (item for item in still if (item.year, item.kind) == (on.year, Obligation.Kind.WELLBEING))
    return Settled(tuple(made), tuple(ended), next(current, None))


def settle_year(who: Who, year: int, on: date) -> int:
    """``settle`` for everybody who may be owed for in the year, each in his own transaction; how many obligations were
    made or ended. What goes on from the year before arises here. Idempotent."""
    changed, last = 0, 0
    while found := list(concerned(year).filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        last = found[-1]
        for pk in found:
            with transaction.atomic():
                citizen = Citizen.objects.select_for_update(of=("self",)).get(pk=pk)
                done = settle(who, citizen, on)
                changed += len(done.made) + len(done.ended)
    return changed


def concerned(year: int) -> "QuerySet[Citizen]":
    """Whoever may be owed for in the year: he is owed for, came with a level, or is registered as unemployed."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    open_or_later = Q(ends=None) | Q(ends__gte=first)
    idle = ConfirmedGround.objects.filter(open_or_later, code=UNEMPLOYED, void=False, starts__lte=last)
    levels = ConfirmedGround.objects.filter(code__in=WELLBEING, void=False).values("citizen")
    came = Visit.objects.filter(day__range=(first, last), struck_at=None, citizen__in=levels)
    owed = Obligation.objects.filter(year=year, ended_at=None)
    either = Q(pk__in=idle.values("citizen")) | Q(pk__in=came.values("citizen")) | Q(pk__in=owed.values("citizen"))
    return Citizen.objects.filter(either).order_by("pk")


def _years(citizen: Citizen, live: Iterable[Obligation], law: Law, on: date) -> set[int]:
    """Years up to that of the day in which something may be owed, as far as the law lets an akimat owe anything."""
    years = {row.year for row in live} | {row.day.year for row in citizen.visits.all()}
    for row in citizen.confirmed_grounds.all():
        if row.code == UNEMPLOYED and not row.void:
            years |= set(range(row.starts.year, min(on.year, (row.ends or on).year) + 1))
    return {year for year in years if year <= on.year and _akimat_pays(law, year)}


def _akimat_pays(law: Law, year: int) -> bool:
    last = date(year, 12, 31).toordinal()
    if not law.first <= last <= law.last:
        return False
    return LOCAL in (law.payer(code, last) for code in (UNEMPLOYED, *WELLBEING))


def _owed(said: Year, held: list[Obligation], citizen: Citizen, year: int) -> list[Owed]:
    """A month in which a visit covers is not owed for once more because of unemployment."""
    wanted: list[Owed] = []
    december = year * 12 + DECEMBER
    taken: set[int] = set()
    if said.wellbeing is not None:
        wanted.append(Owed(said.wellbeing.ground, said.wellbeing.first_month, december, said.wellbeing.visits))
    else:
        wanted += [_as_it_stands(item) for item in held if _stays_in_doubt(item, said)]
    for owed in wanted:
        taken |= set(range(owed.first_month, owed.last_month + 1))
    for ground in sorted(citizen.confirmed_grounds.all(), key=lambda row: (row.starts, row.pk)):
        months = said.idle.get(ground.pk, set()) | (said.idle_doubted.get(ground.pk, set()) & _months(held, ground))
        wanted += [Owed(ground, first, last) for first, last in _runs(months - taken)]
        taken |= months
    return wanted


def _as_it_stands(item: Obligation) -> Owed:
    assert item.visit is not None
    return Owed(item.ground, item.first_month, item.last_month, (item.visit,))


def _stays_in_doubt(item: Obligation, said: Year) -> bool:
    """The visit and the level stand, and the engine does not say no."""
    return item.ground.code in said.doubted and _cause(item) is None


def _months(held: list[Obligation], ground: ConfirmedGround) -> set[int]:
    rows = [item for item in held if item.ground_id == ground.pk]
    return {month for item in rows for month in range(item.first_month, item.last_month + 1)}


def _runs(months: set[int]) -> Iterator[tuple[int, int]]:
    """First and last of months that follow one another."""
    for _, run in groupby(enumerate(sorted(months)), key=lambda pair: pair[1] - pair[0]):
        found = [month for _, month in run]
        yield found[0], found[-1]


def _cause(item: Obligation) -> str | None:
    """What the obligation rested on and is gone, as a code; None where its visit and its ground stand."""
    if item.visit is not None and item.visit.struck_at is not None:
        return "visit_struck"
    day = item.visit.day if item.visit else None
    ends = item.ground.ends
    gone = day is not None and (day < item.ground.starts or (ends is not None and ends < day))
    return "ground_revoked" if item.ground.void or gone else None


def _ended(who: Who, item: Obligation, replaced: bool) -> Obligation:
    item.ended_at = who.now
    item.ended_because = _cause(item) or ("replaced" if replaced else "no_longer_covered")
    item.save(update_fields=["ended_at", "ended_because"])
    details = {"obligation": item.pk, "because": item.ended_because}
    write(who, Verb.OBLIGATION_ENDED, citizen=item.citizen, details=details)
    return item


def _made(who: Who, citizen: Citizen, owed: Owed, instead_of: list[Obligation], law: Law) -> Obligation:
    """Where only months or the visit are put right, the akimat stays that of the day on which it arose."""
    before = next((item for item in instead_of if item.ground_id == owed.ground.pk), None)
    row = Obligation.objects.create(
        kind=owed.kind,
        citizen=citizen,
        region=before.region if before else citizen.region,
        district=before.district if before else citizen.district,
        year=owed.first_month // 12,
        first_month=owed.first_month,
        last_month=owed.last_month,
        visit=owed.visits[0] if owed.visits else None,
        ground=owed.ground,
        law_digest=law.digest,
        made_at=who.now,
    )
    write(who, Verb.OBLIGATION_MADE, citizen=citizen, details={"obligation": row.pk})
    return row
