"""What a run that writes nothing has found – a forecast, or a what-if – as it may be told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .disclosure import told
from .kinds import REST

GAINED, LOST = "gained", "lost"
INSURED = "insured"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who gains cover and who loses it: district (empty: not known), way and ground → people. The ground is the one
    that is gained, or the one that is lost; REST: several together."""

    cells: Mapping[tuple[str, str, str], int]

    def total(self, way: str) -> int:
        return sum(people for (_district, way_, _ground), people in self.cells.items() if way_ == way)

    @property
    def balance(self) -> int:
        return self.total(GAINED) - self.total(LOST)

    def by_district(self) -> dict[str, Counter[str]]:
        """District → way → people."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (district, way, _ground), people in self.cells.items():
            found[district][way] += people
        return found

    def by_ground(self) -> dict[str, Counter[str]]:
        """Ground → way → people, the largest first; REST last."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (_district, way, ground), people in self.cells.items():
            found[ground][way] += people
        return dict(sorted(found.items(), key=lambda item: (item[0] == REST, -item[1].total(), item[0])))


def outcome(transitions: Iterable[Mapping[str, Any]]) -> Outcome:
    """Of the transitions of a run. Those whose cover stays what it was are left out, and those of whom nothing was
    determined yet."""
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item in transitions:
        (before, lost), (after, gained) = item["from"], item["to"]
        if before and (before == INSURED) != (after == INSURED):
            way, ground = (GAINED, gained) if after == INSURED else (LOST, lost)
            groups[item["district"] or "", way][ground] += item["people"]
    cells: dict[tuple[str, str, str], int] = {}
    for (district, way), counted in groups.items():
        found = told(counted)
        cells |= {(district, way, ground): people for ground, people in found.cells.items()}
        if found.rest:
            cells[district, way, REST] = found.rest
    return Outcome(cells)
