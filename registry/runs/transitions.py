"""From which status and ground to which: how many people of each district, and twenty of each to look at.

In the plan as plain JSON: [{district, from: [status, ground], to: [status, ground], people}], and beside it
[{from, to, citizens}]. The status "" is that of people of whom nothing was determined yet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import Any, NamedTuple

from ..bulk.deciding import Change

Place = tuple[str, str]
"""Status and ground."""
INSURED = "insured"
SAMPLES = 20
_SPREAD, _WORD = 2_654_435_761, 2**32


class Move(NamedTuple):
    """People whose answer is another, or, in a forecast, stays."""

    district: str
    before: Place
    after: Place

    @property
    def loses(self) -> bool:
        """Was insured, and is no longer surely so."""
        return self.before[0] == INSURED != self.after[0]

    @property
    def gains(self) -> bool:
        return self.before[0] != INSURED == self.after[0]


@dataclass(slots=True)
class Moves:
    """Counted as they go by. The samples are drawn by the row numbers alone, so that they are the same however people
    are cut into ranges."""

    people: "Counter[Move]" = field(default_factory=Counter)
    drawn: dict[tuple[Place, Place], list[tuple[int, int]]] = field(default_factory=dict)

    def passing(self, changes: Iterable[Change]) -> Iterator[Change]:
        for change in changes:
            self.add(change)
            yield change

    def add(self, change: Change) -> None:
        before, after = change.before, (change.after.status, change.after.ground)
        held = (before.status, before.ground) if before else ("", "")
        self.people[Move(change.district, held, after)] += 1
        if held != after:
            self.draw(held, after, change.citizen_id)

    def draw(self, before: Place, after: Place, citizen: int) -> None:
        heap = self.drawn.setdefault((before, after), [])
        drawn = (-(citizen * _SPREAD % _WORD), citizen)
        if len(heap) < SAMPLES:
            heappush(heap, drawn)
        elif drawn > heap[0]:
            heappushpop(heap, drawn)

    @property
    def losing(self) -> int:
        return sum(number for move, number in self.people.items() if move.loses)

    @property
    def gaining(self) -> int:
        return sum(number for move, number in self.people.items() if move.gains)

    def take_in(self, transitions: Iterable[dict[str, Any]], samples: Iterable[dict[str, Any]]) -> None:
        """Those of a range."""
        for move, number in read(transitions):
            self.people[move] += number
        for item in samples:
            for citizen in item["citizens"]:
                self.draw(_place(item["from"]), _place(item["to"]), citizen)

    def transitions(self) -> list[dict[str, Any]]:
        return [
            {"district": move.district, "from": list(move.before), "to": list(move.after), "people": number}
            for move, number in sorted(self.people.items())
        ]

    def samples(self) -> list[dict[str, Any]]:
        return [
            {"from": list(before), "to": list(after), "citizens": sorted(citizen for _, citizen in drawn)}
            for (before, after), drawn in sorted(self.drawn.items())
        ]


def read(transitions: Iterable[dict[str, Any]]) -> Iterator[tuple[Move, int]]:
    for item in transitions:
        yield Move(item["district"], _place(item["from"]), _place(item["to"])), item["people"]


def _place(item: list[str]) -> Place:
    return item[0], item[1]
