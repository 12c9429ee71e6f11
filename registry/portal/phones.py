"""Telephone numbers of Kazakhstan, however people type them."""

import re
import unicodedata

NATIONAL = 10
"""Digits after +7."""
_BETWEEN = re.compile(r"[\s().‐‑–—/-]+")


def normalised(typed: str) -> str | None:
    """+7 and ten digits; None where it is no number of Kazakhstan. The first of the ten is always 7."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == NATIONAL + 1 and (digits[0] == "7" or (digits[0] == "8" and plain == digits)):
        digits = digits[1:]
    return f"+7{digits}" if len(digits) == NATIONAL and digits[0] == "7" else None


def spaced(number: str) -> str:
    """As it is read out: +7 701 234 56 78."""
    parts = (number[:2], number[2:5], number[5:8], number[8:10], number[10:])
    return "\u00a0".join(part for part in parts if part)
