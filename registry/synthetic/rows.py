"""The rows of people as they are kept: values in the order of the columns, days as texts; what is always empty is left
out."""

from collections.abc import Sequence
from typing import Any

Row = tuple[Any, ...]

COLUMNS: dict[str, Sequence[str]] = {
    "household": ("id",),
    "citizen": (
        *("id", "iin", "surname", "given_name", "patronymic", "name_key", "birth_date", "sex", "residence"),
        *("region_id", "district_id", "household_id", "phone", "email", "language", "wellbeing_level"),
        *("wellbeing_level_since", "last_pension_month", "complete_from", "contributions_complete_from", "blocked"),
    ),
    "attachment": ("citizen_id", "polyclinic_id", "starts", "ends"),
    "confirmedground": (
        *("citizen_id", "code", "starts", "ends", "child_birth_date"),
        *("source", "evidence", "verified", "confirmed_at", "void", "version"),
    ),
    "workperiod": ("citizen_id", "kind", "starts", "ends", "monthly_income", "suspended"),
    "contribution": ("citizen_id", "kind", "first_month", "last_month"),
    "visit": ("citizen_id", "polyclinic_id", "day", "struck_because"),
    "diagnosis": (
        *("citizen_id", "polyclinic_id", "icd10", "orphan", "sensitive", "since", "suspected", "closed_because"),
    ),
}
"""Table, without the name of the application → its columns. In an order in which each row finds what it points to."""


class Rows:
    """Of some people, table by table."""

    __slots__ = ("tables",)

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
