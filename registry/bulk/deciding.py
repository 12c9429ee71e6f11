"""What the engine says of each person of a range on a day, beside what was written of him last."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law

from ..determine import Answer, looked_at, stands
from ..facts import Person, person_told
from .records import Kept, Record
from .streams import people

__all__ = ["Change", "Counted", "Kept", "decided"]


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
    are those whose determination began after the day (``back_dated``). ``left``: the row numbers of those who failed,
    for whoever writes to ``note``: another day may make sense of the same rows."""

    looked_at: int = 0
    changed: int = 0
    back_dated: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    left: list[int] = field(default_factory=list)


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
    law.at(on.toordinal())
    counted = Counted() if counted is None else counted
    for record, before in people(first, last, only):
        counted.looked_at += 1
        if before is not None and on < before.starts:
            counted.back_dated += 1
            continue
        try:
            told, after = looked_at(record, law, on)
        except FactsError as error:
            counted.failed[error.path] += 1
            counted.left.append(record.pk)
            continue
        person = None
        if before is None or not (before[2:] == after or _stands(record, law, on, before, after)):
            counted.changed += 1
            person = person_told(told, on)
        elif not everybody:
            continue
        yield Change(record.pk, record.region, record.district or "", before, after, person)


def _stands(record: Record, law: Law, on: date, before: Kept, after: Answer) -> bool:
    return stands(record, law, on, before.starts, Answer(*before[2:]), after)
