"""The dated law: what the files of ``eligibility/law`` say on a day.

``load()`` reads and checks every file and refuses a bad one, naming file, key and reason. ``Law.at(day)`` gives the
rules in force on that day; a day outside the covered range is an error, never the nearest value.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import law_files
from .dates import day_text
from .icd import Rubrics
from .law_files import FILES, LawFileError, Table

__all__ = [
    "DIRECTORY",
    "Law",
    "LawFileError",
    "LawRangeError",
    "Rules",
    "SuppositionError",
    "Value",
    "changed",
    "load",
]

DIRECTORY = Path(__file__).resolve().parent.parent / "law"


class LawRangeError(ValueError):
    """The day lies outside the dates for which the law is known."""


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter on a day; ``amount`` is None where it was not published; ``at_least``: it cannot fall below."""

    code: str
    amount: Decimal | None
    at_least: Decimal | None
    act: str
    article: str
    certainty: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Package:
    """Which package pays for a disease; ``limit_months`` bounds ГОБМП from the onset (months)."""

    package: str
    limit_months: int | None
    suspicion: str
    act: str
    article: str
    certainty: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    package: str
    open_to: str
    certainty: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The law of one stretch of days, ``first`` to ``last`` inclusive, in which nothing of it changes."""

    first: int
    last: int
    values: Mapping[str, Value]
    payers: Mapping[str, str]
    packages: Mapping[str, Package]
    services: tuple[Service, ...]
    routes: frozenset[str]
    ground_notes: Mapping[str, str]
    numbers: dict[str, int] = field(default_factory=dict, init=False, compare=False)
    walks: dict[Any, Any] = field(default_factory=dict, init=False, compare=False)
    """Kept by eligibility/rules/decide.py: the grounds in their order, ready to be gone through."""

    def in_force(self, code: str) -> bool:
        """Whether the parameter is law on these days."""
        return code in self.values

    def whole(self, code: str) -> int:
        """A parameter that is a whole number (months, years, days); KeyError when it is not in force or not known."""
        number = self.numbers.get(code)
        if number is None:
            amount = self.values[code].amount
            if amount is None:
                raise KeyError(code)
            number = self.numbers[code] = int(amount)
        return number


@dataclass(frozen=True, slots=True)
class Law:
    """All files, checked, and the stretches of days that they cut the covered range into."""

    digest: str
    tables: Mapping[str, Table]
    first: int
    last: int
    stretches: tuple[Rules, ...]
    starts: tuple[int, ...]
    commencements: Mapping[str, int]
    rubrics: Rubrics

    def at(self, day: int) -> Rules:
        """Rules in force on the day (ordinal). Raises LawRangeError outside the covered dates."""
        if not self.first <= day <= self.last:
            raise LawRangeError(self.range_text())
        return self.stretches[bisect_right(self.starts, day) - 1]

    def look_back(self, day: int) -> Rules:
        """Rules for a day of the past that an answer inside the range must look at; before the covered dates
        those of the first day, which differ in nothing that is looked back at (categories of article 26)."""
        return self.at(max(day, self.first))

    def payer(self, ground: str, day: int) -> str | None:
        """Who pays under the ground on the day; None where it is not law. Raises LawRangeError."""
        return self.at(day).payers.get(ground)

    def as_of(self, day: int) -> "Law":
        """A law whose every day has the rules that are in force on ``day``, for comparing what another law makes of
        the same facts. When its rules came into force stays what it was. Raises LawRangeError."""
        rules = self.at(day)
        always = replace(rules, first=self.first, last=self.last)
        mark = f"{self.digest} as of {day_text(rules.first)}"
        return replace(self, digest=mark, stretches=(always,), starts=(self.first,))

    def range_text(self) -> str:
        return f"the law is known for dates from {day_text(self.first)} to {day_text(self.last)}"

    def reason_note(self, code: str) -> str | None:
        """Note that has to stand beside this reason."""
        note: str | None = self.tables["reasons"][code].get("note")
        return note

    def since(self, code: str) -> int:
        """First day on which the parameter is in force; KeyError when it never is."""
        return self.commencements[code]


@cache
def load(directory: Path = DIRECTORY) -> Law:
    """Read and check the law files. Raises LawFileError with file, key and reason."""
    tables = law_files.read(directory)
    first, last = law_files.check(tables)
    bounds = sorted({first, *(start for start in _period_starts(tables) if first < start <= last)})
    ends = [*(start - 1 for start in bounds[1:]), last]
    stretches = tuple(_rules(tables, start, end) for start, end in zip(bounds, ends, strict=True))
    digest = sha256(b"".join((directory / name).read_bytes() for name in FILES)).hexdigest()
    commencements = {code: rules.first for rules in reversed(stretches) for code in rules.values}
    return Law(f"sha256:{digest}", tables, first, last, stretches, tuple(bounds), commencements, Rubrics(tables))


def _period_starts(tables: Mapping[str, Table]) -> Iterator[int]:
    for _, _, entry in law_files.dated_entries(tables):
        for period in law_files.periods(entry):
            yield period["from"].toordinal()


def _period_on(entry: Table, day: int) -> Table | None:
    """The entry's period that contains the day, or None when it is not law then."""
    period = law_files.period_on(entry, day)
    return period if period.get("in_force", True) else None


def _rules(tables: Mapping[str, Table], first: int, last: int) -> Rules:
    def on_day(name: str) -> Iterator[tuple[str, Table]]:
        for code, entry in tables[name].items():
            if isinstance(entry, dict) and (period := _period_on(entry, first)):
                yield code, period

    grounds = dict(on_day("grounds"))
    by_order = sorted(grounds, key=lambda code: tables["grounds"][code]["order"])
    services = sorted(on_day("services"), key=lambda item: tables["services"][item[0]]["order"])
    return Rules(
        first=first,
        last=last,
        values={code: _value(code, period) for code, period in on_day("parameters")},
        payers={code: grounds[code]["payer"] for code in by_order},
        packages={code: _package(period) for code, period in on_day("diagnoses")},
        services=tuple(
            Service(code, p["package"], p["open_to"], p["certainty"], p.get("note")) for code, p in services
        ),
        routes=frozenset(code for code, _ in on_day("routes")),
        ground_notes={code: period["note"] for code, period in grounds.items() if "note" in period},
    )


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)


def _value(code: str, period: Table) -> Value:
    return Value(
        code,
        _decimal(period.get("value")),
        _decimal(period.get("at_least")),
        period["act"],
        period["article"],
        period["certainty"],
        period.get("note"),
    )


def _package(period: Table) -> Package:
    return Package(
        period["package"],
        period.get("limit_months"),
        period["suspicion"],
        period["act"],
        period["article"],
        period["certainty"],
        period.get("note"),
    )


class SuppositionError(ValueError):
    """What is supposed cannot be: ``parameter`` is its code, ``problem`` what is wrong with it."""

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"{parameter}: {problem}")
        self.parameter, self.problem = parameter, problem


WHOLE_UNITS = ("months", "years", "day_of_month", "working_days")


def changed(law: Law, supposed: Mapping[str, Decimal | str]) -> Law:
    """The law with these amounts of its parameters on all days on which they are in force, as if they were sure: for
    comparing what it makes of the same facts. Its digest is its own. Raises SuppositionError."""
    amounts = {code: _supposed(law, code, value) for code, value in supposed.items()}

    def changed_rules(rules: Rules) -> Rules:
        values = {
            code: replace(value, amount=amounts[code], at_least=None, certainty="sure", note=None)
            if code in amounts
            else value
            for code, value in rules.values.items()
        }
        return replace(rules, values=values)

    said = "".join(f"\n{code} = {amounts[code].normalize():f}" for code in sorted(amounts))
    mark = sha256(f"{law.digest}{said}".encode()).hexdigest()
    return replace(law, digest=f"what-if:{mark}", stretches=tuple(changed_rules(rules) for rules in law.stretches))


def _supposed(law: Law, code: str, value: Decimal | str) -> Decimal:
    entry = law.tables["parameters"].get(code)
    if entry is None:
        raise SuppositionError(code, "there is no such parameter")
    if not any(rules.in_force(code) for rules in law.stretches):
        raise SuppositionError(code, "it is not in force on any day")
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise SuppositionError(code, "it must be a number") from None
    problem = _problem(entry["unit"], amount)
    if problem:
        raise SuppositionError(code, problem)
    return amount


def _problem(unit: str, amount: Decimal) -> str:
    """Of an amount in the unit; empty where there is none."""
    if not amount.is_finite() or amount < 0 or amount >= 10**9:
        return "it must be a number from 0 up to a thousand million"
    if unit in WHOLE_UNITS and amount != amount.to_integral_value():
        return "it must be a whole number"
    if unit == "share" and amount > 1:
        return "it must be a share: 0.05 is 5 %"
    if unit == "day_of_month" and not 1 <= amount <= 28:
        return "it must be a day that every month has"
    return ""
