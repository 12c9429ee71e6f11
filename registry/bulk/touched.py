"""Who has to be looked at: whose facts changed, whose day has come, and whom nobody has determined yet."""

from datetime import date


def touched(first: int, last: int, on: date) -> list[int]:
    """Row numbers in order, of the range (closed)."""
    raise NotImplementedError


def take(first: int, last: int, on: date, everybody: bool = False) -> list[int] | None:
    """As ``touched``, for whoever determines them in this transaction: what was noted of changed facts is deleted
    first, so that what is committed later leaves a note of its own. None where everybody is to be gone through: it was
    asked for, or they are so many that this is quicker."""
    raise NotImplementedError
