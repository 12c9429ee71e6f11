"""What a region owes in a year, what stands in registers, what is paid, and what the rest of the year will cost.

The months ahead are those that are owed already: whoever comes for care later adds to them. A sum is None where no
average wage is approved. A month that two regions owe counts in both here; registers charge it once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from eligibility.rules.law import Law

from ..models import District, LedgerEntry, Obligation, Region, Register
from .amounts import Prices
from .collecting import MOVING

MONTHS = 12
NOBODY = (0,) * (MONTHS + 1)


@dataclass(frozen=True, slots=True)
class Month:
    """Sums in tiyn. ``moving``: in registers that are approved or sent; ``ahead``: the month has not begun."""

    month: int
    people: int
    due: int | None
    moving: int
    paid: int
    ahead: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A district over the year; None: people whose district is not known. ``due``: up to the present month."""

    district: District | None
    people: int
    due: int | None
    moving: int
    paid: int
    coming: int | None


@dataclass(frozen=True, slots=True)
class Year:
    """``priced``: an average wage is approved. ``wage_missing``: something is owed whose sum is not known."""

    year: int
    people: int
    priced: bool
    months: tuple[Month, ...]
    places: tuple[Place, ...]

    @property
    def wage_missing(self) -> bool:
        return any(item.due is None for item in self.months if item.people)

    @property
    def told(self) -> bool:
        """Whether there is anything to sum up."""
        return bool(self.people or self.moving or self.paid)

    @property
    def ahead(self) -> bool:
        """Not one of its months has begun."""
        return all(item.ahead for item in self.months)

    @property
    def due(self) -> int | None:
        """Up to the present month."""
        return total([item.due for item in self.months if not item.ahead])

    @property
    def coming(self) -> int | None:
        return total([item.due for item in self.months if item.ahead])

    @property
    def moving(self) -> int:
        return sum(item.moving for item in self.months)

    @property
    def paid(self) -> int:
        return sum(item.paid for item in self.months)

    @property
    def open(self) -> int | None:
        """Owed up to the present month and not paid; below zero where too much was paid."""
        return None if self.due is None else self.due - self.paid

    @property
    def whole(self) -> int | None:
        return total([self.due, self.coming])


def total(sums: list[int | None]) -> int | None:
    """None as soon as one of them is not known."""
    known = [item for item in sums if item is not None]
    return sum(known) if len(known) == len(sums) else None


def of_year(region: Region, year: int, present: int, law: Law) -> Year:
    """``present``: the month that is running. Five queries, whatever the number of people."""
    prices = Prices(region.pk, law)
    months = range(year * MONTHS, year * MONTHS + MONTHS)
    counted, booked = _people(region, year), _booked(region, months)
    everywhere = counted.pop("")
    districts = {row.pk: row for row in District.objects.filter(region=region)}
    codes = {code for code, _, _ in booked} | counted.keys()
    return Year(
        year,
        everywhere[MONTHS],
        year in prices.wages,
        tuple(_month(month, everywhere[month % MONTHS], booked, prices, present) for month in months),
        tuple(
            _place(districts.get(code or ""), code, counted.get(code, NOBODY), booked, prices, present, year)
            for code in sorted(codes, key=lambda code: (code is None, code or ""))
        ),
    )


Booked = Mapping[tuple[str | None, int, bool], int]
"""District, month and whether it is paid → tiyn."""


def _people(region: Region, year: int) -> dict[str | None, tuple[int, ...]]:
    """By district, and under the empty code in the whole region: people of each month, then of the year."""
    live = Obligation.objects.filter(region=region, ended_at__isnull=True, year=year).order_by()
    counts = {
        f"people_{index}": Count(
            "citizen",
            distinct=True,
            filter=Q(first_month__lte=year * MONTHS + index, last_month__gte=year * MONTHS + index),
        )
        for index in range(MONTHS)
    } | {"people": Count("citizen", distinct=True)}
    rows = live.values_list("district").annotate(**counts).values_list("district", *counts)
    found: dict[str | None, tuple[int, ...]] = {code: tuple(rest) for code, *rest in rows}
    whole = live.aggregate(**counts)
    return found | {"": tuple(whole[name] for name in counts)}


def _booked(region: Region, months: range) -> Booked:
    states = (*MOVING, Register.State.PAID)
    rows = LedgerEntry.objects.filter(
        obligation__region=region, month__gte=months.start, month__lt=months.stop, register__state__in=states
    )
    sums: dict[tuple[str | None, int, bool], int] = defaultdict(int)
    grouped = rows.order_by().values_list("obligation__district", "month", "register__state").annotate(Sum("amount"))
    for district, month, state, amount in grouped:
        sums[district, month, state == Register.State.PAID] += amount
    return sums


def _sum(booked: Booked, month: int, paid: bool) -> int:
    return sum(amount for (_, when, state), amount in booked.items() if (when, state) == (month, paid))


def _month(month: int, people: int, booked: Booked, prices: Prices, present: int) -> Month:
    price = prices.known(month)
    due = people * price.amount if price else (None if people else 0)
    return Month(month, people, due, _sum(booked, month, False), _sum(booked, month, True), month > present)


def _place(
    district: District | None,
    code: str | None,
    people: tuple[int, ...],
    booked: Booked,
    prices: Prices,
    present: int,
    year: int,
) -> Place:
    here = {key: amount for key, amount in booked.items() if key[0] == code}
    found = [_month(year * MONTHS + index, people[index], here, prices, present) for index in range(MONTHS)]
    return Place(
        district,
        people[MONTHS],
        total([item.due for item in found if not item.ahead]),
        sum(item.moving for item in found),
        sum(item.paid for item in found),
        total([item.due for item in found if item.ahead]),
    )
