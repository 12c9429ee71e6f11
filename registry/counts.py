"""Counts of people for analysts. A count below five is not told: in a district it can name a person.

No totals are given either: with a total, the one untold number of a row could be computed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count

from .models import ConfirmedGround, Determination, Region
from .periods import holding

FEWEST = 5


class Row(NamedTuple):
    """Counts of one region by code; None: fewer than five, or none at all."""

    region: Region
    counts: Mapping[str, int | None]


def by_category(on: date) -> list[Row]:
    """People of each region for whom a ground is confirmed on the day, by ground."""
    grounds = ConfirmedGround.objects.filter(holding(on), void=False)
    return _rows(grounds.values_list("citizen__region", "code").annotate(Count("citizen", distinct=True)).order_by())


def by_status(on: date) -> list[Row]:
    """People of each region by what was determined of them for the day."""
    statuses = Determination.objects.filter(holding(on), superseded=False)
    return _rows(statuses.values_list("citizen__region", "status").annotate(Count("citizen", distinct=True)).order_by())


def _rows(counted: Iterable[Any]) -> list[Row]:
    """Every region has a row; a code is told of at all where enough people have it in one of them."""
    found = {(region, code): number for region, code, number in counted}
    codes = sorted({code for (_, code), number in found.items() if told(number)})
    return [
        Row(region, {code: told(found.get((region.pk, code), 0)) for code in codes}) for region in Region.objects.all()
    ]


def told(number: int) -> int | None:
    """The number, where it is large enough to be told."""
    return number if number >= FEWEST else None
