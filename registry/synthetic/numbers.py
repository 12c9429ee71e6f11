"""IINs of people who do not exist: birth date, 1 or 2 as for the 19th century, four digits, control digit.

The four digits are those of a block of people, whose birth dates differ (see ages.py); each region has its own blocks.
So no two people of the country have the same number, and nothing has to be remembered for it.
"""

from functools import lru_cache

from .. import iin
from .ages import PHASES

FIRST = 200
"""Smaller ones are left to the demo and to whoever tries something out: registry.iin.synthetic begins with them."""
REGIONS = (
    *("10", "11", "15", "19", "23", "27", "31", "33", "35", "39"),
    *("43", "47", "55", "59", "61", "62", "63", "71", "75", "79"),
)
EACH = (10_000 - FIRST) // len(REGIONS)
"""Blocks of a region."""
DAYS = 40_000
"""More than there are birth dates of living people."""


def digits(region: str, cell: int) -> str:
    """The four digits of a cell. Raises ValueError beyond the last one, and for a region that is none."""
    block = cell // PHASES
    if block >= EACH:
        raise ValueError("no numbers are left")
    return f"{FIRST + REGIONS.index(region) * EACH + block:04}"


class Numbers:
    """Of one cell."""

    __slots__ = ("_tails",)

    def __init__(self, serial: str) -> None:
        self._tails = [(tail, *_sums(tail, len("YYMMDD"))) for tail in (f"1{serial}", f"2{serial}")]

    def number(self, birth: str, *, female: bool) -> str | None:
        """``birth``: YYYY-MM-DD. None where no number with these digits is issued."""
        head, first, second = _head(birth)
        tail, tail_first, tail_second = self._tails[female]
        digit = (first + tail_first) % iin.MODULUS
        if digit == 10:
            digit = (second + tail_second) % iin.MODULUS
        return None if digit == 10 else f"{head}{tail}{digit}"


@lru_cache(DAYS)
def _head(birth: str) -> tuple[str, int, int]:
    head = birth[2:4] + birth[5:7] + birth[8:]
    return head, *_sums(head, 0)


def _sums(digits: str, place: int) -> tuple[int, int]:
    """Weighted for the first and the second control digit; ``place``: of the first of these digits."""
    weights = list(zip(iin.FIRST_WEIGHTS, iin.SECOND_WEIGHTS, strict=True))[place:]
    found = [(int(digit) * first, int(digit) * second) for digit, (first, second) in zip(digits, weights, strict=False)]
    return sum(first for first, _ in found), sum(second for _, second in found)
