"""A register that the Fund did not take: each of its entries is undone by another one in the same register.

A charge is reversed. A reversal is undone by charging again what it had reversed: that money was paid and stays so.
Afterwards the register adds up to nothing, and the months of its people stand as they did before it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from ..models import LedgerEntry, Register
from .lines import CHARGE, REGISTER_RETURNED, REVERSAL

ENTRIES = 1000
"""Undone at once."""


def take_back(register: Register, now: datetime) -> None:
    """For registers that are sent: nothing of them has been reversed yet, see lines.py."""
    last = register.entries.aggregate(last=Max("pk"))["last"] or 0
    for kind in (CHARGE, REVERSAL):
        first = 0
        while rows := list(_rows(register, kind, first, last)):
            first = rows[-1].pk
            numbers = _numbers(rows) if kind == REVERSAL else {}
            LedgerEntry.objects.bulk_create([_undone(row, numbers, now) for row in rows])


def _rows(register: Register, kind: str, after: int, last: int) -> Iterator[LedgerEntry]:
    rows = register.entries.filter(kind=kind, pk__gt=after, pk__lte=last)
    return iter(rows.order_by("pk")[:ENTRIES])


def _numbers(rows: list[LedgerEntry]) -> dict[tuple[int, int], int]:
    """By person and month: the number of the last charge."""
    charges = LedgerEntry.objects.filter(kind=CHARGE, citizen__in={row.citizen_id for row in rows})
    found = charges.order_by().values_list("citizen", "month").annotate(last=Max("number"))
    return {(citizen, month): number for citizen, month, number in found}


def _undone(row: LedgerEntry, numbers: dict[tuple[int, int], int], now: datetime) -> LedgerEntry:
    again = row.kind == REVERSAL
    return LedgerEntry(
        kind=CHARGE if again else REVERSAL,
        register_id=row.register_id,
        obligation_id=row.obligation_id,
        citizen_id=row.citizen_id,
        month=row.month,
        number=numbers[row.citizen_id, row.month] + 1 if again else row.number,
        amount=-row.amount,
        wage_id=row.wage_id,
        reverses_id=None if again else row.pk,
        because=REGISTER_RETURNED,
        made_at=now,
    )
