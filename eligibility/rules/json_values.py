"""Single values of a JSON object: each is read strictly, or refused with its path and with what is allowed there."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from .facts import FIRST_MONTH, LAST_MONTH

T = TypeVar("T")

LAST_YEAR = 2150
MOST_ITEMS = 600
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class FactsError(ValueError):
    """Something in the input that cannot be read: ``path`` is where, the message says what is allowed."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path, self.message = path, message


def day(value: Any, path: str) -> int:
    """An ISO date as an ordinal; a day of a person's life cannot lie far in the future."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            moment = date.fromisoformat(value)
        except ValueError:
            raise FactsError(path, "must be a calendar date written YYYY-MM-DD") from None
        if moment.year <= LAST_YEAR or path == "on":
            return moment.toordinal()
        raise FactsError(path, f"must not lie after the year {LAST_YEAR}")
    raise FactsError(path, "must be a calendar date written YYYY-MM-DD")


def month(value: Any, path: str) -> int:
    """``YYYY-MM`` as a month number."""
    if isinstance(value, str) and _MONTH.fullmatch(value):
        number = int(value[:4]) * 12 + int(value[5:]) - 1
        if FIRST_MONTH <= number <= LAST_MONTH:
            return number
    raise FactsError(path, "must be a month written YYYY-MM, from 1950-01 on")


def table(value: Any, path: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FactsError(path, "must be an object" + (f" with {', '.join(allowed)}" if allowed else ""))
    for key in value:
        if key not in allowed:
            where = _shown(key) if path == "$" else f"{path}.{_shown(key)}"
            raise FactsError(where, f"is not a known field; allowed: {', '.join(allowed)}")
    return value


def _shown(text: str) -> str:
    """A foreign key as it may be repeated in a message: short, and nothing that steers a terminal."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    return plain if len(plain) <= 40 else plain[:40] + "…"


def items(value: Any, path: str, reader: Callable[[Any, str], T]) -> tuple[T, ...]:
    if value is False:
        return ()
    if not isinstance(value, list):
        raise FactsError(path, "must be a list; [] means known to be none")
    if len(value) > MOST_ITEMS:
        raise FactsError(path, f"has {len(value)} items; at most {MOST_ITEMS} are allowed")
    return tuple(reader(item, f"{path}[{index}]") for index, item in enumerate(value))


def choice(value: Any, path: str, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise FactsError(path, f"must be one of: {', '.join(allowed)}")
    return value


def flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise FactsError(path, "must be true or false")
    return value
