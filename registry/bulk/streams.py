"""Records of a range of people, in the order of their row numbers, in a fixed number of queries and flat memory.

Each table is one stream in the order of the citizens' numbers; they are merged here. The stream of what was determined
begins first: facts are never older than the answer that they are compared with.
"""

import json
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from ..models import Attachment, Citizen, ConfirmedGround, Contribution, Determination, Visit, WorkPeriod
from .records import Kept, Record

Row = tuple[Any, ...]
AT_ONCE = 2000
"""Rows that are fetched together."""
END: Row = (float("inf"),)
"""Stands after the last row of a stream."""
NO_ROWS: list[Row] = []
CITIZEN = (
    "pk",
    "region_id",
    "district_id",
    "birth_date",
    "residence",
    "wellbeing_level",
    "wellbeing_level_since",
    "last_pension_month",
    "complete_from",
    "contributions_complete_from",
)
GROUND = ("starts", "ends", "code", "child_birth_date", "verified", "confirmed_at")


def records(first: int, last: int, only: Collection[int] | None = None) -> Iterator[Record]:
    """Everybody with a row number from ``first`` to ``last`` (closed), or those among them that ``only`` names."""
    return (record for record, _ in people(first, last, only, kept=False))


def people(
    first: int, last: int, only: Collection[int] | None = None, kept: bool = True
) -> Iterator[tuple[Record, Kept | None]]:
    """As ``records``, with the determination that holds, unless it is not asked for."""

    def stream(rows: "QuerySet[Any]", *columns: Any, order: tuple[str, ...] = ()) -> Callable[[int], list[Row]]:
        found = _within(rows, "citizen_id", first, last, only).order_by("citizen_id", *order)
        return _taker(found.values_list("citizen_id", *columns).iterator(AT_ONCE))

    held = _kept_rows(first, last, only) if kept else (lambda _pk: None)
    works = stream(
        WorkPeriod.objects.all(), "starts", "ends", "kind", "monthly_income", "suspended", order=("starts", "pk")
    )
    paid = stream(
        Contribution.objects.all(), "kind", "first_month", "last_month", order=("kind", "first_month", "last_month")
    )
    grounds = stream(ConfirmedGround.objects.filter(void=False), *GROUND, order=("starts", "pk"))
    attachments = stream(Attachment.objects.all(), "starts", "ends")
    visits = stream(Visit.objects.filter(struck_at=None), "day", order=("day",))
    citizens = _within(Citizen.objects.all(), "pk", first, last, only).order_by("pk").values_list(*CITIZEN)
    for row in citizens.iterator(AT_ONCE):
        pk = row[0]
        yield Record._make((*row, works(pk), paid(pk), grounds(pk), attachments(pk), visits(pk))), held(pk)


def _within(
    rows: "QuerySet[Model]", field: str, first: int, last: int, only: Collection[int] | None
) -> "QuerySet[Model]":
    rows = rows.filter(**{f"{field}__gte": first, f"{field}__lte": last})
    return rows if only is None else rows.filter(**{f"{field}__in": listed(only)})


def listed(numbers: Collection[int]) -> RawSQL:
    """However many numbers as one parameter."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(numbers)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(numbers))])


def _taker(rows: Iterator[Row]) -> Callable[[int], list[Row]]:
    """Of a stream, the rows of one citizen after the other. It begins at once."""
    head = next(rows, END)

    def take(pk: int) -> list[Row]:
        nonlocal head
        if head[0] > pk:
            return NO_ROWS
        found = []
        while head[0] <= pk:
            if head[0] == pk:  # a row of somebody who is not in the stream of citizens yet is passed over
                found.append(head)
            head = next(rows, END)
        return found

    return take


def _kept_rows(first: int, last: int, only: Collection[int] | None) -> Callable[[int], Kept | None]:
    rows = _within(Determination.objects.filter(ends=None, superseded=False), "citizen_id", first, last, only)
    reasons, missing = Cast("reasons", TextField()), Cast("missing", TextField())
    columns = ("citizen_id", "pk", "starts", "status", "ground", "payer", reasons, missing, "next_change_on")
    take = _taker(rows.order_by("citizen_id").values_list(*columns).iterator(AT_ONCE))

    def kept(pk: int) -> Kept | None:
        for _, row, starts, status, ground, payer, reasons, missing, next_change_on in take(pk):
            return Kept(row, starts, status, ground, payer, _codes(reasons), _codes(missing), next_change_on)
        return None

    return kept


@lru_cache(maxsize=8192)
def _codes(text: str) -> tuple[str, ...]:
    """Few lists of codes come again and again."""
    return tuple(json.loads(text))
