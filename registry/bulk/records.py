"""The light form of a citizen with the rows that speak of him: what registry/facts.py reads, from wherever it comes.

Rows are plain tuples in the order of the columns named here, because for a whole region building anything else takes
longer than deciding. What counts nowhere – a void ground, a struck visit – is not among them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

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


class Record(NamedTuple):
    """A citizen and his rows."""

    pk: int
    region: str
    district: str
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
