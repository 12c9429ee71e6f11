"""What the engine says of each person of a range on a day, beside what was written of him last."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from eligibility.rules.law import Law

from ..determine import Answer
from ..facts import Person


class Kept(NamedTuple):
    """The determination that holds: its row number, its first day, what it says."""

    pk: int
    starts: date
    answer: Answer


class Change(NamedTuple):
    """``before`` None: nothing was determined yet. ``person``: the facts on which the answer rests; None where the
    answer is the one that is kept."""

    citizen_id: int
    region: str
    district: str
    before: Kept | None
    after: Answer
    person: Person | None


@dataclass(slots=True)
class Counted:
    """``failed``: people whose rows contradict each other, by the path of what cannot be; they are left as they are, as
    are those whose determination began after the day (``back_dated``)."""

    looked_at: int = 0
    changed: int = 0
    back_dated: int = 0
    failed: Counter[str] = field(default_factory=Counter)


def decided(
    first: int,
    last: int,
    on: date,
    law: Law,
    only: Collection[int] | None = None,
    everybody: bool = False,
    counted: Counted | None = None,
) -> Iterator[Change]:
    """Those of the range (closed, of row numbers) whose answer changes, in order; with ``everybody`` all of them.
    ``counted`` is filled in as they are gone through. Raises LawRangeError for a day for which the law is not known."""
    raise NotImplementedError
