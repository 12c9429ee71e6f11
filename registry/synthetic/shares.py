"""The shares of the TOML files, in the form in which they are drawn from."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..tables import TableError, read

FOLDER = Path(__file__).parent
OLDEST = 120
"""Whole years, up to which tables by age are made."""

Drawn = TypeVar("Drawn")
Chance = Callable[[], float]
"""``Random.random``: 0 up to, not including, 1."""


class Choice(Generic[Drawn]):
    """Things with their weights."""

    __slots__ = ("_last", "_sums", "things")

    def __init__(self, things: Sequence[Drawn], weights: Sequence[float]) -> None:
        if len(things) != len(weights) or not things or min(weights) < 0 or sum(weights) <= 0:
            raise TableError(f"{list(things)}: needs one weight each, not all nought")
        total = sum(weights)
        self.things = tuple(things)
        self._sums = [part / total for part in accumulate(weights)]
        self._last = max(place for place, weight in enumerate(weights) if weight)

    def draw(self, chance: Chance) -> Drawn:
        return self.things[min(bisect_right(self._sums, chance()), self._last)]


def by_age(ages: Sequence[int], values: Sequence[Drawn]) -> list[Drawn]:
    """The value of each whole year of age; those before the first have the first one."""
    if len(ages) != len(values) or sorted(ages) != list(ages):
        raise TableError(f"{list(ages)}: needs one value each, in order")
    return [values[max(bisect_right(ages, age) - 1, 0)] for age in range(OLDEST)]


def rates(table: Mapping[str, Any], name: str) -> list[float]:
    """``name`` of a table with ``from``, by whole years of age."""
    return by_age(table["from"], table[name])


def pairs(table: Mapping[str, Any], name: str) -> Choice[Any]:
    """``name`` and ``name_share`` of a table."""
    return Choice(table[name], table[f"{name}_share"])


@cache
def population() -> dict[str, Any]:
    return read(FOLDER / "population.toml")


@cache
def lives() -> dict[str, Any]:
    return read(FOLDER / "lives.toml")
