"""Days and months of the rows: whole numbers as in eligibility/rules/dates.py, texts when they are kept."""

from datetime import date

from eligibility.rules.dates import first_day

_FIRST, _END = date(1900, 1, 1).toordinal(), date(2110, 1, 1).toordinal()
_TEXTS = [date.fromordinal(day).isoformat() for day in range(_FIRST, _END)]
_FIRST_MONTH = 1900 * 12
_MONTHS = [first_day(month) for month in range(_FIRST_MONTH, 2110 * 12)]


def text(day: int) -> str:
    """``YYYY-MM-DD``."""
    return _TEXTS[day - _FIRST]


def first_of(month: int) -> int:
    """The first day of the month (year × 12 + month − 1)."""
    return _MONTHS[month - _FIRST_MONTH]


def month(day: int) -> int:
    """As ``dates.month_of``, from what is known already."""
    found = text(day)
    return int(found[:4]) * 12 + int(found[5:7]) - 1
