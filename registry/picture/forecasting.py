"""Cover of the next month and at the end of the year, from runs that look ahead; and what the akimat will owe.

A forecast knows what is certain from today's facts: terms that end, birthdays, months that are paid for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from eligibility.rules import law as law_module
from eligibility.rules.dates import month_of
from eligibility.rules.law import Law

from ..ledger.amounts import Prices
from ..ledger.forecast import MONTHS, total
from ..ledger.money import tenge
from ..log import Who
from ..models import Region, Run
from ..runs import planning
from .outcomes import Outcome, outcome
from .reading import Cover, Picture

DECEMBER = 12


def days(today: date) -> tuple[date, ...]:
    """For which a forecast is made: the last day of the next month, and of the year; in December, of the next year."""
    after = today.replace(day=28) + timedelta(days=4)
    next_month = (after.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    year = today.year + 1 if today.month == DECEMBER else today.year
    return tuple(sorted({next_month, date(year, DECEMBER, 31)}))


@dataclass(frozen=True, slots=True)
class Forecast:
    """``share``: of the insured then, if nobody comes or goes but by what is known today."""

    on: date
    outcome: Outcome
    share: float | None


def begin(who: Who, region: Region, today: date) -> list[Run]:
    """New forecasts of the region, to be worked out by whoever works at runs, but for those that still are; what came
    before the latest that is ready is deleted. Raises NotAllowed."""
    runs = Run.objects.filter(kind=Run.Kind.FORECAST, region=region)
    for on in set(runs.values_list("on", flat=True)):
        ready = runs.filter(on=on, state=Run.State.PLANNED).order_by("-pk").first()
        runs.filter(on=on).exclude(pk__gte=ready.pk if ready else 0).delete()
    runs.filter(on__lte=today).delete()
    law, under_way = law_module.load(), set(runs.filter(state=Run.State.PLANNING).values_list("on", flat=True))
    wanted = [on for on in days(today) if on.toordinal() <= law.last and on not in under_way]
    return [planning.begin(who, Run.Kind.FORECAST, on, region) for on in wanted]


def forecasts(picture: Picture) -> list[Forecast]:
    """The latest for each day that is still to come; for the country those of its regions together."""
    runs = Run.objects.filter(kind=Run.Kind.FORECAST, state=Run.State.PLANNED, on__gt=picture.day, region__isnull=False)
    if picture.scope.region is not None:
        runs = runs.filter(region=picture.scope.region)
    latest: dict[date, dict[str, Run]] = {}
    for run in runs.defer("samples").order_by("pk"):
        latest.setdefault(run.on, {})[str(run.region_id)] = run
    return [_forecast(on, latest[on].values(), picture.cover) for on in sorted(latest)]


def _forecast(on: date, runs: Iterable[Run], now: Cover) -> Forecast:
    found = outcome(item for run in runs for item in run.transitions)
    then = min(max(now.insured + found.balance, 0), now.total)
    return Forecast(on, found, then / now.total if now.total else None)


@dataclass(frozen=True, slots=True)
class BillMonth:
    """``people``: for whom a contribution is owed; ``tenge``: None where no average wage is approved. ``ahead``: the
    people of today, for a month that has not begun."""

    month: int
    people: int
    tenge: int | None
    ahead: bool


def bill(region: Region, picture: Picture, law: Law) -> list[BillMonth]:
    """The months of the year of the picture that are known or still to come. Made of numbers that are rounded to be
    told; the exact sums are those of the ledger. One query."""
    prices = Prices(region.pk, law)
    present = month_of(picture.day.toordinal())
    known = {month_of(day.toordinal()): people for day, people in picture.owed.items() if day.year == picture.day.year}
    first = present // MONTHS * MONTHS
    return [
        _month(month, known.get(min(month, present), 0), prices, month > present)
        for month in range(first, first + MONTHS)
        if month in known or month > present
    ]


def _month(month: int, people: int, prices: Prices, ahead: bool) -> BillMonth:
    price = prices.known(month)
    return BillMonth(month, people, int(tenge(people * price.amount)) if price else None, ahead)


def whole(months: list[BillMonth]) -> int | None:
    return total([item.tenge for item in months])
