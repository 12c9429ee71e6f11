"""What the law file says of attachment to a polyclinic. All functions raise LawRangeError outside its dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .law import Law
from .law_files import period_on


@dataclass(frozen=True, slots=True)
class Basis:
    """Why one may apply. ``served_from``: the first day of care in the new polyclinic, where the law names one."""

    code: str
    certainty: str
    note: str | None
    served_from: date | None

    def starts(self, day: date) -> date:
        """The first day of an attachment that is decided on ``day``."""
        return max(day, self.served_from or day)


@dataclass(frozen=True, slots=True)
class InPerson:
    """Who may apply at the polyclinic itself. ``by``: person, representative, either, proxy."""

    code: str
    by: str


def bases(law: Law, on: date) -> tuple[Basis, ...]:
    """Those on which one may apply on the day, in the order in which they are offered."""
    return tuple(
        Basis(code, period["certainty"], period.get("note"), period.get("served_from"))
        for code, _, period in _of_kind(law, "basis", on)
        if period.get("opens", on) <= on <= period.get("closes", on)
    )


def basis(law: Law, code: str, on: date) -> Basis | None:
    """None where nobody can apply on it on that day."""
    return next((item for item in bases(law, on) if item.code == code), None)


def in_person(law: Law, on: date) -> tuple[InPerson, ...]:
    return tuple(InPerson(code, entry["by"]) for code, entry, _ in _of_kind(law, "in_person", on))


def answer_days(law: Law, on: date) -> int:
    """Working days within which the polyclinic answers."""
    return _count(law, "answer", on)


def changes_a_year(law: Law, on: date) -> int:
    """How many times in a calendar year the polyclinic may be changed."""
    return _count(law, "changes", on)


def _count(law: Law, code: str, on: date) -> int:
    law.at(on.toordinal())
    value: int = period_on(law.tables["attachment"][code], on.toordinal())["value"]
    return value


def _of_kind(law: Law, kind: str, on: date) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Code, entry and the period in force."""
    law.at(on.toordinal())
    table = law.tables["attachment"]
    for code in sorted(table, key=lambda item: int(table[item]["order"])):
        period = period_on(table[code], on.toordinal())
        if table[code]["kind"] == kind and period.get("in_force", True):
            yield code, table[code], period
