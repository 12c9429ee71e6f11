"""Days and months as whole numbers in arrays, as ``eligibility/rules/dates.py`` has them for one person."""

from typing import Any

import numpy as np

EPOCH = 719_163
"""1 January 1970 as an ordinal."""
EPOCH_MONTH = 1970 * 12


def month_of(day: Any) -> Any:
    return _dates(day).astype("datetime64[M]").astype(np.int64) + EPOCH_MONTH


def first_day(month: Any) -> Any:
    months = (np.asarray(month, np.int64) - EPOCH_MONTH).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64) + EPOCH


def last_day(month: Any) -> Any:
    return first_day(np.asarray(month) + 1) - 1


def add_months(day: Any, months: Any) -> Any:
    """The same day of a later month, or the last one of a shorter month."""
    month = month_of(day)
    return np.minimum(first_day(month + months) + (day - first_day(month)), last_day(month + months))


def birthday(birth: Any, years: Any) -> Any:
    """29 February becomes 1 March in a common year."""
    month = month_of(birth)
    return first_day(month + 12 * np.asarray(years)) + (birth - first_day(month))


def new_year(day: Any) -> Any:
    return first_day(month_of(day) // 12 * 12)


def _dates(day: Any) -> Any:
    return (np.asarray(day, np.int64) - EPOCH).astype("datetime64[D]")
