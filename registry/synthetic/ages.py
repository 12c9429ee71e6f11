"""When somebody was born: each cell of people has the same shares of age, and no two people of a block the same day.

A block is ``PHASES`` cells. Its days of age are cut into as many slots as it has people, short where many are of that
age; the cells take them in turn. So the age structure comes out as it was given, and a birth date belongs to one person
of a block: what else a number holds may be the same for all of them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..tables import TableError
from .shares import population

CELL = 1_000
"""People who are drawn together."""
PHASES = 5
BLOCK = CELL * PHASES
YEAR = 365.25
FEWEST_DAYS = 2
"""Of a slot: some digits have no control digit, and then another day is needed."""


class Slot(NamedTuple):
    """Days of age, from ``first`` up to, not including, ``end``."""

    first: int
    end: int


@cache
def slots(phase: int) -> tuple[Slot, ...]:
    """Of a cell, the youngest first. Raises TableError where too many people are of one age."""
    table = population()["age"]
    days = _days(table["from"], table["share"], table["until"])
    if min(after - before for before, after in pairwise(days)) < FEWEST_DAYS:
        raise TableError("population.toml: more people of one age than there are days")
    return tuple(Slot(days[place], days[place + 1]) for place in range(phase, BLOCK, PHASES))


def _days(ages: Sequence[int], shares: Sequence[float], until: int) -> list[int]:
    """Days of age at which a block's slots begin, and the end of the last one."""
    edges = [age * YEAR for age in (*ages, until)]
    total = sum(shares)
    sums = [0.0, *accumulate(share / total for share in shares)]
    found = []
    for place in range(BLOCK + 1):
        share = place / BLOCK
        group = min(bisect_right(sums, share) - 1, len(shares) - 1)
        within = (share - sums[group]) / (sums[group + 1] - sums[group])
        found.append(int(edges[group] + within * (edges[group + 1] - edges[group])))
    return found
