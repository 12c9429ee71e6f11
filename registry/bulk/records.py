"""The light form of a citizen with the rows that speak of him: what registry/facts.py reads, from wherever it comes.

Rows are plain tuples in the order of the columns named here, because for a whole region building anything else takes
longer than deciding. What counts nowhere – a void ground, a struck visit – is not among them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from ..models import Citizen

Work = tuple[int, date, date | None, str, int | None, bool]
"""citizen, starts, ends, kind, monthly income, suspended; in the order of starts and row number."""
Contribution = tuple[int, str, int, int]
"""citizen, kind, first month, last month; in the order of the columns."""
Ground = tuple[int, date, date | None, str, date | None, dict[str, Any], datetime]
"""citizen, starts, ends, code, birth date of the child, what was verified, confirmed at; in the order of starts and row
number."""
Attachment = tuple[int, date, date | None]
"""citizen, starts, ends."""
Visit = tuple[int, date]
"""citizen, day; in order."""


class Kept(NamedTuple):
    """The determination that holds: its row number, its first day, what it says."""

    pk: int
    starts: date
    status: str
    ground: str
    payer: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    next_change_on: date | None


class Record(NamedTuple):
    """A citizen and his rows."""

    pk: int
    region: str
    district: str | None
    birth_date: date | None
    residence: str
    wellbeing_level: str
    wellbeing_level_since: date | None
    last_pension_month: int | None
    complete_from: date | None
    contributions_complete_from: int | None
    works: Sequence[Work]
    contributions: Sequence[Contribution]
    grounds: Sequence[Ground]
    attachments: Sequence[Attachment]
    visits: Sequence[Visit]


def record_of(citizen: Citizen) -> Record:
    """Of the model. One query for each kind of rows that is not fetched already."""
    pk = citizen.pk
    works = sorted(citizen.work_periods.all(), key=lambda row: (row.starts, row.pk))
    grounds = sorted(
        (row for row in citizen.confirmed_grounds.all() if not row.void), key=lambda row: (row.starts, row.pk)
    )
    return Record(
        pk,
        citizen.region_id,
        citizen.district_id,
        citizen.birth_date,
        citizen.residence,
        citizen.wellbeing_level,
        citizen.wellbeing_level_since,
        citizen.last_pension_month,
        citizen.complete_from,
        citizen.contributions_complete_from,
        [(pk, row.starts, row.ends, row.kind, row.monthly_income, row.suspended) for row in works],
        sorted((pk, row.kind, row.first_month, row.last_month) for row in citizen.contributions.all()),
        [(pk, row.starts, row.ends, row.code, row.child_birth_date, row.verified, row.confirmed_at) for row in grounds],
        [(pk, row.starts, row.ends) for row in citizen.attachments.all()],
        sorted((pk, row.day) for row in citizen.visits.all() if row.struck_at is None),
    )
