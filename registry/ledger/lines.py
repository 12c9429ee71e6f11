"""From what is owed and what is booked to the lines of a register. Pure; one person at a time.

A month of a person is charged once, whoever of the regions owes it. Which of several obligations that cover a month
counts: the one that is charged already, else the oldest. What stands in a register that is approved or sent is left
alone until that one is paid or returned; so a register can always be returned as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eligibility.rules.dates import month_text

CHARGE: Literal["charge"] = "charge"
REVERSAL: Literal["reversal"] = "reversal"
# Codes of why an entry reverses another; registry/ledger/words.py has their texts.
OBLIGATION_ENDED = "obligation_ended"
AMOUNT_CHANGED = "amount_changed"
REGISTER_RETURNED = "register_returned"


@dataclass(frozen=True, slots=True)
class Price:
    """Of a month; ``amount`` in tiyn; ``wage``: number of the row that it was computed from."""

    amount: int
    wage: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A live obligation: its number, whose region pays, its months (both ends belong)."""

    number: int
    region: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry. ``region``: of its obligation; ``moving``: its register is approved or sent, and neither paid nor
    returned yet."""

    entry: int
    kind: str
    month: int
    number: int
    amount: int
    obligation: int
    region: str
    wage: int
    reverses: int | None
    moving: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes an entry. ``amount`` in tiyn, below zero where it reverses; ``reverses``: the entry."""

    kind: str
    citizen: int
    month: int
    number: int
    amount: int
    obligation: int
    wage: int
    reverses: int | None = None
    because: str = ""

    @property
    def canonical(self) -> str:
        return canonical(self.citizen, self.month, self.number, self.kind, self.amount)


def canonical(citizen: int, month: int, number: int, kind: str, amount: int) -> str:
    """The line of which the control sum is made; docs/ledger.md promises it to whoever receives a register."""
    return f"{citizen};{month_text(month)};{number};{kind};{amount}\n"


def lines_of(
    citizen: int,
    region: str,
    until: int,
    owed: Sequence[Owed],
    booked: Sequence[Booked],
    price: Callable[[int], Price],
) -> Iterator[Line]:
    """What a register of the region for ``until`` and the months before it has to say of the person.

    ``owed``, ``booked``: those of all regions. ``price`` may raise what the caller wants to hear."""
    history = _History(booked)
    own = {month for item in owed if item.region == region for month in range(item.first, min(item.last, until) + 1)}
    charged = {month for month, item in history.open.items() if item.region == region and month <= until}
    for month in sorted((own | charged) - history.moving):
        live = {item.number: item for item in owed if item.first <= month <= item.last}
        yield from _month(citizen, region, month, live, history, price)


class _History:
    """What is booked of one person, by month."""

    def __init__(self, booked: Sequence[Booked]) -> None:
        undone = {item.reverses for item in booked if item.kind == REVERSAL}
        charges = [item for item in booked if item.kind == CHARGE]
        self.open = {item.month: item for item in charges if item.entry not in undone}
        self.moving = {item.month for item in booked if item.moving}
        self.last: dict[int, int] = {}
        for item in charges:
            self.last[item.month] = max(item.number, self.last.get(item.month, 0))


def _month(
    citizen: int, region: str, month: int, live: dict[int, Owed], history: _History, price: Callable[[int], Price]
) -> Iterator[Line]:
    charge = history.open.get(month)
    if charge is not None:
        if charge.region != region:
            return  # the other region has paid, and takes it back first where that is wrong
        because = OBLIGATION_ENDED
        if charge.obligation in live:
            if price(month).amount == charge.amount:
                return
            because = AMOUNT_CHANGED
            live = {charge.obligation: live[charge.obligation]}
        yield _reversal(citizen, charge, because)
    counts = live[min(live)] if live else None
    if counts is not None and counts.region == region:
        found = price(month)
        number = history.last.get(month, 0) + 1
        yield Line(CHARGE, citizen, month, number, found.amount, counts.number, found.wage)


def _reversal(citizen: int, charge: Booked, because: str) -> Line:
    return Line(
        REVERSAL,
        citizen,
        charge.month,
        charge.number,
        -charge.amount,
        charge.obligation,
        charge.wage,
        charge.entry,
        because,
    )
