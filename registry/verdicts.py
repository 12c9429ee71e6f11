"""What the engine says of one ground for an officer: the conditions of its confirmation, one by one, and what comes of
every other ground. Nothing is decided here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility.rules.assess import GroundFinding, assess
from eligibility.rules.case import Case
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.grounds.local import conditions
from eligibility.rules.law import Law
from eligibility.rules.law_files import period_on
from eligibility.rules.truth import NO, Truth, Verdict, all_of

from .differences import Difference, differences, merged
from .facts import CIRCUMSTANCE_OF, LEVEL_OF, Person, facts_of

__all__ = ["Condition", "Confirmation", "Difference", "all_verdicts", "confirmation", "differences", "merged"]


@dataclass(frozen=True, slots=True)
class Condition:
    """``code``: a key of the terms under ``conditions``, or the ground itself where it has but one."""

    code: str
    outcome: Truth
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    act: str
    article: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """``day``: the one on which the conditions were looked at."""

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
        """Facts that somebody has to see for himself, each code once."""
        return tuple(dict.fromkeys(code for item in self.conditions for code in item.missing))


def all_verdicts(person: Person, law: Law, on: date) -> tuple[GroundFinding, ...]:
    """Every ground with what came of it, in the order in which they decide. Raises LawRangeError."""
    return assess(facts_of(person, law, on), law, on.toordinal()).grounds


def confirmation(person: Person, code: str, starts: date, ends: date | None, law: Law, on: date) -> Confirmation:
    """What the engine makes of the ground if it is confirmed for the days ``starts``..``ends`` (closed; None: open).

    It is looked at on the day ``on``, or on the nearest day that is confirmed. Coming for care, which begins the cover
    of levels D and E, is no condition of the confirmation. Raises KeyError for a ground that nobody confirms,
    LawRangeError for a day for which the law is not known, FactsError."""
    day = max(starts, min(on, ends or date.max))
    supposed = _supposing(person, code, starts, ends)
    case = Case(facts_of(supposed, law, day), law, day.toordinal())
    if code not in case.rules.payers:
        return Confirmation(day, NO, (_not_law(case, code),))
    if code in LEVEL_OF:
        parts = conditions(case, LEVEL_OF[code])
        found = tuple(_condition(law, part.code, part.verdict, part.denied) for part in parts)
        return Confirmation(day, all_of(*(part.verdict for part in parts)).truth, found)
    verdict = case.verdict(GROUNDS[code])
    period = period_on(law.tables["grounds"][code], case.day)
    whole = Condition(code, verdict.truth, verdict.reasons, verdict.missing, period["act"], period["article"])
    return Confirmation(day, verdict.truth, (whole,))


def _condition(law: Law, code: str, verdict: Verdict, denied: str) -> Condition:
    source = law.tables["reasons"][denied]
    return Condition(code, verdict.truth, verdict.reasons, verdict.missing, source["act"], source["article"])


def _not_law(case: Case, code: str) -> Condition:
    """A ground that the law does not know on the day."""
    period = period_on(case.law.tables["grounds"][code], case.day)
    return Condition(code, NO, (), (), period["act"], period["article"])


def _supposing(person: Person, code: str, starts: date, ends: date | None) -> Person:
    """The person with the ground confirmed for these days, and otherwise as he was."""
    days = {"from": starts.isoformat(), **({"to": ends.isoformat()} if ends else {})}
    if code in LEVEL_OF:
        held = person.get("wellbeing_level")
        others = held if isinstance(held, list) else []
        return {**person, "wellbeing_level": [{"level": LEVEL_OF[code], **days}, *others]}
    name = CIRCUMSTANCE_OF[code]
    circumstances = person.get("circumstances") or {}
    return {**person, "circumstances": {**circumstances, name: [*_periods(circumstances.get(name), days), days]}}


def _periods(held: Any, days: Person) -> list[Any]:
    """The dated periods that are there already; of a child its birth date goes over to the new period."""
    periods = [held] if isinstance(held, dict) else held if isinstance(held, list) else []
    for period in periods:
        if "child_birth_date" in period:
            days.setdefault("child_birth_date", period["child_birth_date"])
    return [period for period in periods if "from" in period]
