"""What may be told of counts of people, so that nobody learns how many there are where they are fewer than five.

Everything that is shown is made of what ``told`` gives: of people who are divided once, each into one cell. Sums,
shares, filters and files over that say nothing more than the cells themselves. Two rules make the cells safe:

* A cell of fewer than five is folded with all others of that kind in its group, and with the smallest that is large
  enough, or with all of that size. What is folded is told together, if at all, and which cells are in it is not said.
* Every number is told to the nearest five. So neither a total nor another day gives a small difference away.

The same people divided in another way would be another question: their two answers together could tell more."""

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from ..counts import FEWEST

STEP = FEWEST
"""To multiples of which numbers are rounded."""

Cell = TypeVar("Cell")


class Told(NamedTuple, Generic[Cell]):
    """``cells``: those that can be told alone. ``rest``: all others of the group together; 0 where they are fewer than
    five, or none."""

    cells: Mapping[Cell, int]
    rest: int

    @property
    def total(self) -> int:
        return sum(self.cells.values()) + self.rest


def rounded(people: int) -> int:
    """To the nearest multiple of five; 0 stands for fewer than five, none included."""
    return 0 if people < FEWEST else (people + STEP // 2) // STEP * STEP


def told(group: Mapping[Cell, int]) -> Told[Cell]:
    """The counts of a group as they may be known. Names of cells play no part: whichever of the folded cells is the
    large one, the same is told, so each of them may be it."""
    there = {cell: people for cell, people in group.items() if people > 0}
    large = {cell: people for cell, people in there.items() if people >= FEWEST}
    folded = there.keys() - large.keys()
    if folded and large:
        smallest = min(large.values())
        folded |= {cell for cell, people in large.items() if people == smallest}
    rest = sum(there[cell] for cell in folded)
    return Told({cell: rounded(people) for cell, people in large.items() if cell not in folded}, rounded(rest))
