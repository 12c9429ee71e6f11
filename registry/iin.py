"""The individual identification number (ИИН, ЖСН): twelve digits, the last of them a control digit.

Only that is looked at. The digits say nothing about age or sex any more, and whoever types one proves nothing by it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

LENGTH = 12
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS = 11
SHOWN = 4
"""Digits at the end that a masked number still shows."""

_DIGITS = re.compile(rf"\d{{{LENGTH}}}", re.ASCII)
_BETWEEN = re.compile(r"[\s\u00a0\u2007\u202f‐‑–—-]+")


def control_digit(first_eleven: str) -> int | None:
    """The twelfth digit; None where no number with these eleven is issued."""
    digits = [int(digit) for digit in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = _weighted(digits, weights) % MODULUS
        if rest < 10:
            return rest
    return None


def is_valid(text: str) -> bool:
    """Whether the text is twelve digits with the right control digit."""
    return bool(_DIGITS.fullmatch(text)) and control_digit(text[:-1]) == int(text[-1])


def clean(typed: str) -> str:
    """What was typed without the spaces and dashes that people put between the digits."""
    return _BETWEEN.sub("", typed)


def masked(iin: str) -> str:
    return "•" * (LENGTH - SHOWN) + iin[-SHOWN:]


def synthetic(*, female: bool = False) -> Iterator[str]:
    """Numbers that nobody living has, always in the same order: the seventh digit, 1 or 2, is of the 19th century."""
    for year, month, day, serial in product(range(100), range(1, 13), range(1, 29), range(10_000)):
        first = f"{(90 + year) % 100:02}{month:02}{day:02}{2 if female else 1}{serial:04}"
        digit = control_digit(first)
        if digit is not None:
            yield f"{first}{digit}"


def _weighted(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True))
