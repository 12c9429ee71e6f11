"""What the engine says of one ground for an officer: the conditions of its confirmation, and where the applicant's
facts and the registry's differ. Nothing is decided here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility.rules.assess import GroundFinding, assess
from eligibility.rules.case import Case
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.law import Law
from eligibility.rules.truth import Truth

from .facts import Person, facts_of


@dataclass(frozen=True, slots=True)
class Condition:
    """``code``: a key of the terms under ``conditions``, or that of the ground itself."""

    code: str
    outcome: Truth
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    act: str
    article: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """``day``: the one that the conditions were looked at on."""

    day: date
    outcome: Truth
    conditions: tuple[Condition, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Of the conditions that decide, each code once."""
        deciding = (item for item in self.conditions if item.outcome == self.outcome)
        return tuple(dict.fromkeys(code for item in deciding for code in item.reasons))

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that the officer has to see for himself, each code once."""
        return tuple(dict.fromkeys(code for item in self.conditions for code in item.missing))


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact of which the two say different things, or only one something. None: not known."""

    fact: str
    declared: Any
    registered: Any


def all_verdicts(person: Person, law: Law, on: date) -> tuple[GroundFinding, ...]:
    """Every ground with what came of it, in the order in which they decide. Raises LawRangeError."""
    return assess(facts_of(person, law, on), law, on.toordinal()).grounds


def merged(declared: Person, registered: Person) -> Person:
    """The registry's facts, and what the applicant said where the registry is silent."""
    circumstances = {**declared.get("circumstances", {}), **registered.get("circumstances", {})}
    return {**declared, **registered, "circumstances": circumstances}


def confirmation(person: Person, code: str, starts: date, ends: date | None, law: Law, on: date) -> Confirmation:
    """The ground as it would be if it were confirmed for the days ``starts``..``ends`` (closed; None: open)."""
    day = min(max(on, starts), ends or date.max)
    case = Case(facts_of(person, law, day), law, day.toordinal())
    verdict = case.verdict(GROUNDS[code])
    return Confirmation(day, verdict.truth, (Condition(code, verdict.truth, verdict.reasons, verdict.missing, "", ""),))


def differences(declared: Person, registered: Person, on: date | None = None) -> list[Difference]:
    return []
