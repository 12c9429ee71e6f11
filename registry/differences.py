"""Where the applicant's facts and the registry's differ, and what comes of both together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility.rules import facts as engine
from eligibility.rules.dates import month_of
from eligibility.rules.facts import Facts
from eligibility.rules.law import Law

from .facts import Person, facts_of

FACTS = (
    "birth_date",
    "residence",
    "work",
    *(f"circumstances.{name}" for name in engine.CIRCUMSTANCES),
    "wellbeing_level",
    "last_pension_contribution",
    "polyclinic_attached",
    "care_sought",
    "contributions",
)
"""In the order in which they are compared and shown; keys of the terms under ``facts``."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact (key of the terms under ``facts``) of which the two say different things, or only one something; the
    values as they stand in the ``person`` objects, None: not known."""

    fact: str
    declared: Any
    registered: Any

    @property
    def contradicts(self) -> bool:
        """Whether both speak, and differ."""
        return self.declared is not None and self.registered is not None


def merged(declared: Person, registered: Person) -> Person:
    """The registry's facts, and what the applicant said where the registry is silent. Where anything dated by
    ``known_from`` comes from both, the later day holds for all of it."""
    declared, registered = _spelled_out(declared), _spelled_out(registered)
    circumstances = {**_known(declared.get("circumstances")), **_known(registered.get("circumstances"))}
    person = {**_known(declared), **_known(registered), "circumstances": circumstances}
    if "contributions" in registered and "contributions_known_from" not in registered:
        person.pop("contributions_known_from", None)
    borrowed = circumstances.keys() - _known(registered.get("circumstances")).keys()
    if "work" in _known(registered) and not borrowed:
        known_from = registered.get("known_from")
    else:
        days = [item["known_from"] for item in (declared, registered) if item.get("known_from")]
        known_from = max(days, default=None)
    person["known_from"] = known_from
    return _known(person)


def differences(declared: Person, registered: Person, law: Law, on: date) -> list[Difference]:
    """What the two say of the day ``on`` where it is not the same, contradictions first. An undated "yes" agrees with
    a period that contains the day. Raises FactsError."""
    said, known = _spelled_out(declared), _spelled_out(registered)
    one, two = facts_of(declared, law, on), facts_of(registered, law, on)
    found = [
        Difference(fact, value_of(said, fact), value_of(known, fact))
        for fact in FACTS
        if _holds(fact, one, on) != _holds(fact, two, on) and not _agree(fact, one, two, on)
    ]
    return sorted(found, key=lambda item: not item.contradicts)


def value_of(person: Person, fact: str) -> Any:
    """The value of a fact by its path; None where it is not known."""
    value: Any = person
    for key in fact.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _known(table: Person | None) -> Person:
    return {key: value for key, value in (table or {}).items() if value is not None}


def _spelled_out(person: Person) -> Person:
    """Of an object in which what is not mentioned is not so: every "no" written out."""
    if person.get("unmentioned") != "no":
        return {key: value for key, value in person.items() if key != "unmentioned"}
    absent: Person = {
        "residence": "citizen",
        "work": [],
        "wellbeing_level": False,
        "last_pension_contribution": False,
        "polyclinic_attached": False,
        "care_sought": [],
        "contributions": [],
    }
    none = dict.fromkeys(engine.CIRCUMSTANCES, False)
    said = {key: value for key, value in _known(person).items() if key != "unmentioned"}
    return {**absent, **said, "circumstances": {**none, **_known(person.get("circumstances"))}}


def _holds(fact: str, facts: Facts, on: date) -> Any:
    """What is so on the day, in a form that can be compared; None where it is not known."""
    day = on.toordinal()
    if fact.startswith("circumstances."):
        spells = facts.circumstances[fact.removeprefix("circumstances.")]
        return None if spells is None else any(_covers(spell, day) for spell in spells)
    return _HOLDS[fact](facts, day)


def _covers(spell: engine.Spell, day: int) -> bool:
    return (spell.start is None or spell.start <= day) and day <= spell.end


def _works(facts: Facts, day: int) -> Any:
    if facts.work is None:
        return None
    return {(item.kind, item.suspended) for item in facts.work if _covers(item.spell, day)}


def _visits(facts: Facts, day: int) -> Any:
    return None if facts.care_sought is None else tuple(visit for visit in facts.care_sought if visit <= day)


def _paid(facts: Facts, day: int) -> Any:
    return None if facts.paid is None else facts.paid.every & engine.month_bits(facts.paid.known_from, month_of(day))


_HOLDS: dict[str, Callable[[Facts, int], Any]] = {
    "birth_date": lambda facts, _: facts.birth,
    "residence": lambda facts, _: facts.residence,
    "work": _works,
    "wellbeing_level": lambda facts, day: facts.level_on(day),
    "last_pension_contribution": lambda facts, _: facts.last_pension,
    "polyclinic_attached": lambda facts, _: facts.attached,
    "care_sought": _visits,
    "contributions": _paid,
}


def _agree(fact: str, one: Facts, two: Facts, on: date) -> bool:
    """The applicant names one visit where the registry may have many, and months from another one on."""
    if fact == "care_sought" and one.care_sought and two.care_sought:
        return set(one.care_sought) <= set(two.care_sought)
    if fact == "contributions" and one.paid and two.paid:
        both = engine.month_bits(max(one.paid.known_from, two.paid.known_from), month_of(on.toordinal()))
        return one.paid.every & both == two.paid.every & both
    return False
