"""The lines of a register out of the database, a portion of people at a time: three queries each, little memory."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ..models import LedgerEntry, Obligation, Register
from .amounts import Prices
from .lines import Booked, Line, Owed, lines_of

PEOPLE = 1000
"""In one portion."""
MOVING = (Register.State.APPROVED, Register.State.SENT)


@dataclass(slots=True)
class Tally:
    """What a register says of its lines as a whole."""

    total: int = 0
    lines: int = 0
    people: int = 0
    _digest: Any = field(default_factory=sha256)
    _last: int = 0

    def add(self, line: Line) -> None:
        """Lines of one person come one after the other."""
        self.total += line.amount
        self.lines += 1
        self.people += line.citizen != self._last
        self._last = line.citizen
        self._digest.update(line.canonical.encode())

    @property
    def control_sum(self) -> str:
        return str(self._digest.hexdigest())


def portions(region: str, until: int, prices: Prices) -> Iterator[list[Line]]:
    """In the order of people, months, and what is reversed before what takes its place.

    Raises WageMissing, RateNotKnown where a sum is not known."""
    last = 0
    while people := _people(region, until, last):
        last = people[-1]
        owed, booked = _owed(people, until), _booked(people, until)
        yield [
            line
            for citizen in people
            for line in lines_of(citizen, region, until, owed[citizen], booked[citizen], prices.of)
        ]


def _people(region: str, until: int, after: int) -> list[int]:
    """Whoever the region has ever owed for up to the month."""
    rows = Obligation.objects.filter(region=region, first_month__lte=until, citizen__gt=after)
    return list(rows.order_by("citizen").values_list("citizen", flat=True).distinct()[:PEOPLE])


def _owed(people: list[int], until: int) -> dict[int, list[Owed]]:
    found = defaultdict(list)
    rows = Obligation.objects.filter(citizen__in=people, ended_at__isnull=True, first_month__lte=until)
    names = ("citizen", "pk", "region", "first_month", "last_month")
    for citizen, number, region, first, last in rows.order_by().values_list(*names):
        found[citizen].append(Owed(number, region, first, last))
    return found


def _booked(people: list[int], until: int) -> dict[int, list[Booked]]:
    found = defaultdict(list)
    rows = LedgerEntry.objects.filter(citizen__in=people, month__lte=until)
    names = ("pk", "kind", "month", "number", "amount", "obligation", "obligation__region", "wage", "reverses")
    values: Any = rows.order_by().values_list("citizen", *names, "register__state")
    for citizen, *entry, state in values:
        found[citizen].append(Booked(*[*entry, state in MOVING]))
    return found
