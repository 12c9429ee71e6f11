"""What the engine says of one ground for an officer: the conditions of its confirmation, one by one, and what comes of
every other ground. Nothing is decided here."""

from dataclasses import dataclass
from datetime import date

from eligibility.rules.assess import GroundFinding, assess
from eligibility.rules.case import Case
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.grounds.local import conditions
from eligibility.rules.law import Law
from eligibility.rules.law_files import period_on
from eligibility.rules.truth import NO, YES, Truth, Verdict, all_of

from .differences import Difference, differences, merged
from .facts import CIRCUMSTANCE_OF, LEVEL_OF, Person, facts_of, without

RAISING = "parent_of_child_under_3"

__all__ = [
    "Condition",
    "Confirmation",
    "Difference",
    "all_verdicts",
    "confirmation",
    "differences",
    "lacking",
    "merged",
]


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


def confirmation(
    person: Person,
    code: str,
    starts: date,
    ends: date | None,
    law: Law,
    on: date,
    child_birth_date: date | None = None,
) -> Confirmation:
    """What the engine makes of the ground if it is confirmed for the days ``starts``..``ends`` (closed; None: open).

    It is looked at on the day ``on``, or on the nearest day that is confirmed. Coming for care, which begins the cover
    of levels D and E, is no condition of the confirmation. ``child_birth_date``: of the child that a parent raises.
    Raises KeyError for a ground that nobody confirms, LawRangeError for a day for which the law is not known,
    FactsError."""
    day = max(starts, min(on, ends or date.max))
    days = _days(starts, ends)
    if child_birth_date is not None and code == RAISING:
        days["child_birth_date"] = child_birth_date.isoformat()
    supposed = _of_level(person, code, starts, ends) if code in LEVEL_OF else _of_category(person, code, days)
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


def lacking(person: Person, law: Law, on: date) -> tuple[Condition, ...]:
    """The conditions of article 26-1 that do not hold, or are not known to hold, for somebody who comes for care on the
    day; none where it is not law yet. Raises LawRangeError, FactsError."""
    case = Case(facts_of(person, law, on), law, on.toordinal())
    if not LEVEL_OF.keys() & case.rules.payers.keys():
        return ()
    held = case.facts.level_on(case.day)
    level = held if held is not None and held in LEVEL_OF.values() else next(iter(LEVEL_OF.values()))
    parts = [part for part in conditions(case, level) if part.verdict.truth != YES]
    return tuple(_condition(law, part.code, part.verdict, part.denied) for part in parts)


def _condition(law: Law, code: str, verdict: Verdict, denied: str) -> Condition:
    source = law.tables["reasons"][denied]
    return Condition(code, verdict.truth, verdict.reasons, verdict.missing, source["act"], source["article"])


def _not_law(case: Case, code: str) -> Condition:
    """A ground that the law does not know on the day."""
    period = period_on(case.law.tables["grounds"][code], case.day)
    return Condition(code, NO, (), (), period["act"], period["article"])


def _of_level(person: Person, code: str, starts: date, ends: date | None) -> Person:
    """The person with the level confirmed for these days; on others it is what it was, where that is dated."""
    told = person.get("wellbeing_level")
    others = without(told, starts, ends) if isinstance(told, list) else []
    return {**person, "wellbeing_level": [*others, {"level": LEVEL_OF[code], **_days(starts, ends)}]}


def _of_category(person: Person, code: str, days: Person) -> Person:
    """The person with the circumstance for these days too. What an undated one says besides its days goes over."""
    name = CIRCUMSTANCE_OF[code]
    circumstances = person.get("circumstances") or {}
    held = circumstances.get(name)
    periods = [held] if isinstance(held, dict) else held if isinstance(held, list) else []
    dated = [period for period in periods if "from" in period]
    said = {key: value for period in periods if "from" not in period for key, value in period.items() if key != "to"}
    return {**person, "circumstances": {**circumstances, name: [*dated, {**said, **days}]}}


def _days(starts: date, ends: date | None) -> Person:
    return {"from": starts.isoformat(), **({"to": ends.isoformat()} if ends else {})}
