"""Counts of people as they are, in memory alone: what of them may be written down, disclosure.py says.

SQL counts what the engine wrote and what is recorded; it knows no condition of the law."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from eligibility.rules.dates import month_of
from eligibility.rules.law import Law

from ..facts import LEVEL_OF
from ..ledger.lines import CHARGE
from ..models import ConfirmedGround, Determination, LedgerEntry, Obligation, Region, Register, Visit
from ..periods import holding
from ..working_days import midnight
from .kinds import CAME, CONFIRMED, LISTED, OWED, PAID, Kind
from .reasoning import said_of

INSURED = "insured"
BATCH = 2000
Places = Mapping[str | None, Counter[Kind]]
"""District (None: it is not known) → kind → people."""


def people(region: Region, day: date, law: Law | None) -> Places:
    """Everybody of the region of whom something was determined for the day. With a law, why those who are not insured
    are not, and what is open to them; that takes about half a millisecond for each of them."""
    rows = _rows(region, day)
    if law is None:
        return _counted(rows)
    found = _counted(rows.filter(status=INSURED))
    for district, status, stage, unemployed, facts in _uninsured(rows).iterator(BATCH):
        said = said_of(facts, stage, law, day)
        found[district][Kind(status, "", "", said.why, said.route, stage, unemployed)] += 1
    return found


def flows(region: Region, first: date, last: date) -> Mapping[str, Counter[str]]:
    """Who was not insured on the first day and is on the last, by the ground now; and the other way round, by the
    ground then. People of whom nothing was determined for one of the days are in neither."""
    before, after = (_on(region, day) for day in (first, last))
    return {
        "gained": _by_ground(after, before),
        "lost": _by_ground(before, after),
    }


def _by_ground(insured: "QuerySet[Determination]", other: "QuerySet[Determination]") -> Counter[str]:
    without = other.exclude(status=INSURED).values("citizen")
    rows = insured.filter(status=INSURED, citizen__in=without).order_by().values_list("ground")
    return Counter(dict(rows.annotate(Count("pk"))))


def _on(region: Region, day: date) -> "QuerySet[Determination]":
    return Determination.objects.filter(holding(day), superseded=False, citizen__region=region)


def _rows(region: Region, day: date) -> "QuerySet[Determination]":
    return _on(region, day).annotate(stage=_stage(day), unemployed=_unemployed(day)).order_by()


def _counted(rows: "QuerySet[Determination]") -> dict[str | None, Counter[Kind]]:
    found: dict[str | None, Counter[Kind]] = defaultdict(Counter)
    names = ("citizen__district", "status", "ground", "payer", "stage", "unemployed")
    for district, status, ground, payer, stage, unemployed, count in rows.values_list(*names).annotate(Count("pk")):
        if status != INSURED:
            ground = payer = ""
        found[district][Kind(status, ground, payer, "", "", stage, unemployed)] += count
    return found


def _uninsured(rows: "QuerySet[Determination]") -> "QuerySet[Determination, Any]":
    names = ("citizen__district", "status", "stage", "unemployed", "facts")
    return rows.exclude(status=INSURED).values_list(*names)


def _stage(day: date) -> Case:
    """How far a person of level D or E has come by the end of the day, as it is recorded."""
    until = midnight(day + timedelta(days=1))
    levels = ConfirmedGround.objects.filter(holding(day), void=False, code__in=LEVEL_OF)
    visits = Visit.objects.filter(struck_at=None, day__gte=date(day.year, 1, 1), day__lte=day)
    paid = LedgerEntry.objects.filter(
        kind=CHARGE,
        obligation__kind=Obligation.Kind.WELLBEING,
        obligation__year=day.year,
        register__state=Register.State.PAID,
        register__closed_at__lt=until,
    )
    owed = _owed(Obligation.Kind.WELLBEING, day, until).values("citizen")
    confirmed = Q(citizen__in=levels.values("citizen"))
    since = Q(citizen__wellbeing_level_since=None) | Q(citizen__wellbeing_level_since__lte=day)
    return Case(
        When(Q(citizen__in=owed) & Q(citizen__in=paid.values("citizen")), then=Value(PAID)),
        When(citizen__in=owed, then=Value(OWED)),
        When(confirmed & Q(citizen__in=visits.values("citizen")), then=Value(CAME)),
        When(confirmed, then=Value(CONFIRMED)),
        When(since, citizen__wellbeing_level__in=list(LEVEL_OF.values()), then=Value(LISTED)),
        default=Value(""),
        output_field=CharField(),
    )


def _unemployed(day: date) -> Case:
    until = midnight(day + timedelta(days=1))
    owed = _owed(Obligation.Kind.UNEMPLOYED, day, until).values("citizen")
    return Case(When(citizen__in=owed, then=Value(True)), default=Value(False))


def _owed(kind: str, day: date, until: datetime) -> "QuerySet[Obligation]":
    month = month_of(day.toordinal())
    return Obligation.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=until),
        kind=kind,
        made_at__lt=until,
        first_month__lte=month,
        last_month__gte=month,
    )
