"""How a new attachment joins those that a person has: on every day one polyclinic at most, and nothing rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

ONE_DAY = timedelta(days=1)


class Span(Protocol):
    """Closed days; an empty end is open."""

    starts: date
    ends: date | None


S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Place(Generic[S]):
    """Of the new one, closed days. ``former``: what holds on its first day until now, and ends the day before."""

    starts: date
    ends: date | None
    former: S | None


def holding(rows: Sequence[S], day: date) -> S | None:
    """The one that holds on the day."""
    return next((row for row in rows if row.starts <= day and (row.ends is None or row.ends >= day)), None)


def place(rows: Sequence[S], wanted: date) -> Place[S]:
    """Where one that is to begin on the day ``wanted`` goes among disjoint ``rows``.

    It begins a day later where another begins on that very day: a day that somebody has decided on stays as it is. It
    ends before the next one that is already decided on, if there is such."""
    taken = {row.starts for row in rows}
    starts = wanted
    while starts in taken:
        starts += ONE_DAY
    later = min((row.starts for row in rows if row.starts > starts), default=None)
    return Place(starts, later - ONE_DAY if later else None, holding(rows, starts))
