"""The words and numbers of kinds.toml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from eligibility import texts
from eligibility.rules.codes import GROUNDS

from .. import tables

FILE: Final = Path(__file__).with_name("kinds.toml")
NUMBERS: Final = {"horizon", "page", "export", "recent", "withdrawn"}
NOTICES: Final = {"per_minute", "from_hour", "until_hour"}
CAUSES: Final = {"open_application", "withdrawn_application", "small_child", "list_ended"}
FIRST: Final = "turns_18"
"""The kind that comes first in every list."""
OWN_MONTHS: Final = "own_months"
"""What polyclinics are told of whoever is paid for month by month."""
OTHER: Final = "term_ends"
"""Of rows that an older version wrote with a code that is no more."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """In days, people and hours; see the file."""

    horizon: int
    within: tuple[int, ...]
    page: int
    export: int
    recent: int
    withdrawn: int
    stages: tuple[int, ...]
    per_minute: int
    from_hour: int
    until_hour: int


def kind_of(ground: str, last_day: date) -> str:
    """Of a cover by the ground that ends on the day."""
    kinds = _table(FILE)["kinds"]
    found: str = next(code for code, entry in kinds.items() if ground in entry["grounds"])
    if (last_day.month, last_day.day) == (12, 31):
        return str(kinds[found].get("year_end", found))
    return found


def paid_by_month() -> tuple[str, ...]:
    """Grounds that last for as long as somebody pays for the months."""
    kinds = _table(FILE)["kinds"].values()
    return tuple(ground for entry in kinds if entry["to_polyclinics"] == OWN_MONTHS for ground in entry["grounds"])


def codes() -> tuple[str, ...]:
    """Of all kinds, in the order of the file."""
    return tuple(_table(FILE)["kinds"])


def told_to_polyclinics(kind: str) -> str:
    """The code of what a polyclinic is told of the kind; the same for many."""
    return str(_entry(kind)["to_polyclinics"])


def polyclinic_codes() -> tuple[str, ...]:
    return tuple(_table(FILE)["polyclinics"])


def name(kind: str) -> str:
    """To an officer, in his language."""
    return str(texts.words(_entry(kind)["name"]))


def polyclinic_name(code: str) -> str:
    return str(texts.words(_table(FILE)["polyclinics"][code]))


def cause_name(code: str) -> str:
    return str(texts.words(_table(FILE)["causes"][code]))


def causes() -> tuple[str, ...]:
    return tuple(_table(FILE)["causes"])


def purposes() -> list[tuple[str, str]]:
    """Codes and texts, in the order of the file."""
    return [(code, str(texts.words(text))) for code, text in _table(FILE)["purposes"].items()]


def lasting() -> tuple[str, ...]:
    """Grounds that are granted for good."""
    return tuple(_table(FILE)["lasting"]["grounds"])


@cache
def numbers() -> Numbers:
    table = _table(FILE)
    single = {name: table["numbers"][name] for name in NUMBERS} | {name: table["notices"][name] for name in NOTICES}
    return Numbers(within=tuple(table["numbers"]["within"]), stages=tuple(table["notices"]["stages"]), **single)


def _entry(kind: str) -> Mapping[str, Any]:
    kinds: Mapping[str, Mapping[str, Any]] = _table(FILE)["kinds"]
    return kinds.get(kind, kinds[OTHER])


@cache
def _table(file: Path) -> dict[str, Any]:
    """Raises TableError where a ground has no kind or two, a code leads nowhere, a text or a number is missing."""
    table = tables.read(file)
    kinds = table["kinds"].values()
    grounds = sorted(ground for entry in kinds for ground in entry["grounds"])
    faults = {
        "every ground of the law needs exactly one kind": grounds != sorted(GROUNDS),
        "year_end must be a kind": any(entry.get("year_end", FIRST) not in table["kinds"] for entry in kinds),
        "to_polyclinics has no words": any(entry["to_polyclinics"] not in table["polyclinics"] for entry in kinds),
        "lasting must be grounds": not set(table["lasting"]["grounds"]) <= set(GROUNDS),
        "causes are missing": set(table["causes"]) != CAUSES,
        "needs exactly kk, ru, en in every text": not all(map(tables.in_all_languages, _texts(table))),
        "numbers must be positive whole ones": not all(map(tables.is_count, _numbers(table))),
    }
    for fault, found in faults.items():
        if found:
            raise tables.TableError(f"{file.name}: {fault}")
    return table


def _texts(table: Mapping[str, Any]) -> Iterator[object]:
    yield from (entry.get("name") for entry in table["kinds"].values())
    for part in ("polyclinics", "causes", "purposes"):
        yield from table[part].values()


def _numbers(table: Mapping[str, Any]) -> Iterator[object]:
    yield from (table["numbers"].get(name) for name in NUMBERS)
    yield from (table["notices"].get(name) for name in NOTICES)
    yield from (*table["numbers"]["within"], *table["notices"]["stages"])
