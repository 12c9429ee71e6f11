"""What stands in the files of a register: its head, and one row for each entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ...models import Account, LedgerEntry, Register
from ...sheets import safe
from ..collecting import MOVING
from ..money import tenge

FILES_OF = (*MOVING, Register.State.PAID)
"""Drafts are not binding, and what was returned is not to be paid."""
BATCH = 2000
BLOCKED = "blocked"


class Row(NamedTuple):
    """An entry. ``person``: number of the person's row in the registry. ``iin`` and ``name`` are empty where the
    record is blocked at the person's request; then ``remark`` says so."""

    entry: int
    person: int
    iin: str
    name: str
    month: int
    kind: str
    number: int
    tiyn: int
    obligation: int
    reverses: int | None
    remark: str

    @property
    def tenge(self) -> Decimal:
        return tenge(self.tiyn)


@dataclass(frozen=True, slots=True)
class Head:
    """Of which register the file is, and the mark of whoever made it."""

    register: Register
    lines: int
    by: Account
    at: datetime
    purpose: str

    @property
    def mark(self) -> str:
        return safe(f"{self.by.full_name} ({self.by.username}), {self.at:%Y-%m-%d %H:%M %z}")


def rows(register: Register) -> Iterator[Row]:
    """In the order of the control sum, without more of them in memory than a batch."""
    names = ("pk", "citizen", "citizen__iin", "month", "kind", "number", "amount", "obligation", "reverses", "because")
    person = ("citizen__surname", "citizen__given_name", "citizen__patronymic", "citizen__blocked")
    found = LedgerEntry.objects.filter(register=register).order_by("pk").values_list(*names, *person)
    for pk, citizen, iin, month, kind, number, amount, obligation, reverses, because, *rest in found.iterator(BATCH):
        *full_name, blocked = rest
        name = "" if blocked else safe(" ".join(filter(None, full_name)))
        iin, remark = ("", BLOCKED) if blocked else (iin, because)
        yield Row(pk, citizen, iin, name, month, kind, number, amount, obligation, reverses, remark)
