"""Days and months as whole numbers, because comparing integers is what the engine does most.

A *day* is ``date.toordinal()``; a *month* is ``year * 12 + month - 1``. Spans are closed: both ends belong to them.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache

EVER = date.min.toordinal()
FOREVER = date.max.toordinal()


MONTHS_KEPT = 4096
"""So many months and days are kept once they are worked out: more than an answer looks at."""


@lru_cache(maxsize=MONTHS_KEPT)
def month_of(day: int) -> int:
    """Month that contains the day."""
    moment = date.fromordinal(day)
    return moment.year * 12 + moment.month - 1


@lru_cache(maxsize=MONTHS_KEPT)
def first_day(month: int) -> int:
    """First day of the month."""
    return date(month // 12, month % 12 + 1, 1).toordinal()


@lru_cache(maxsize=MONTHS_KEPT)
def last_day(month: int) -> int:
    """Last day of the month."""
    return first_day(month + 1) - 1


def month_end(day: int) -> int:
    """Last day of the month of the day. For days of all kinds, which are not kept."""
    moment = date.fromordinal(day)
    return last_day(moment.year * 12 + moment.month - 1)


def add_months(day: int, months: int) -> int:
    """The same day of the month ``months`` later, or the last day of a shorter month."""
    moment = date.fromordinal(day)
    month = moment.year * 12 + moment.month - 1 + months
    year, index = divmod(month, 12)
    return date(year, index + 1, min(moment.day, monthrange(year, index + 1)[1])).toordinal()


def birthday(birth: int, years: int) -> int:
    """The day on which the age ``years`` is reached; for 29 February in a common year that is 1 March."""
    born = date.fromordinal(birth)
    try:
        return born.replace(year=born.year + years).toordinal()
    except ValueError:
        return date(born.year + years, 3, 1).toordinal()


@lru_cache(maxsize=MONTHS_KEPT)
def year_end(day: int) -> int:
    """31 December of the year of the day."""
    return date(date.fromordinal(day).year, 12, 31).toordinal()


@lru_cache(maxsize=MONTHS_KEPT)
def new_year(day: int) -> int:
    """1 January of the year of the day."""
    return date(date.fromordinal(day).year, 1, 1).toordinal()


def month_text(month: int) -> str:
    """``YYYY-MM``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def day_text(day: int) -> str:
    """``YYYY-MM-DD``."""
    return date.fromordinal(day).isoformat()
