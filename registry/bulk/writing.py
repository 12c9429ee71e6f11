"""Writing determinations of many people by few statements: the rows that registry/determine.py would write."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from .deciding import Change


class Written(NamedTuple):
    """``skipped``: somebody else has determined them meanwhile; what he wrote stays."""

    changed: int
    skipped: int


def write(changes: Iterable[Change], on: date, law_digest: str, now: datetime, run: Any = None) -> Written:
    """Close what held, or supersede it where it began on the day, and insert what holds from ``on``. To be called in the
    transaction in which the changes are read; they are consumed as they come. Locks the rows of these citizens in the
    order of their numbers. A change without a person (nothing changed) is passed over."""
    raise NotImplementedError
