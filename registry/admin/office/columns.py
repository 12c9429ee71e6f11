"""What the applicant says beside what the registry holds, fact by fact, with the differences marked in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from eligibility.facts_in_words import fact_in_words
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law
from eligibility.texts import term

from ...differences import FACTS, Difference, differences, value_of
from ...facts import Person

NOTHING: tuple[Any, ...] = (None, False, [])
"""Values that say that something is not so, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """``mark``: what is to be seen, in words; empty where both agree. ``contradicts``: both speak and differ."""

    name: str
    declared: str
    registered: str
    mark: str
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """``lines``: what is so or differs; ``rest``: what both leave open or deny."""

    lines: tuple[Line, ...]
    rest: tuple[Line, ...]
    registered: bool
    readable: bool = True


def lines(declared: Person, registered: Person, law: Law, on: date, *, is_registered: bool) -> Columns:
    """``is_registered``: whether the registry has a row of the person at all."""
    try:
        found = {item.fact: item for item in differences(declared, registered, law, on)}
    except FactsError:
        return Columns((), (), is_registered, readable=False)
    told: list[Line] = []
    rest: list[Line] = []
    for fact in [*found, *(fact for fact in FACTS if fact not in found)]:
        one, two = _values(fact, found.get(fact), declared, registered)
        line = _line(fact, one, two, found.get(fact))
        (told if _matters(one, two) else rest).append(line)
    return Columns(tuple(told), tuple(rest), is_registered)


def _values(fact: str, difference: Difference | None, declared: Person, registered: Person) -> tuple[Any, Any]:
    if difference is not None:
        return difference.declared, difference.registered
    one, two = value_of(declared, fact), value_of(registered, fact)
    return (two if one is None else one), two  # they agree: what one leaves unsaid is what the other says


def _matters(one: Any, two: Any) -> bool:
    """Whether one of the two says something that an officer would want to see."""
    return one not in NOTHING or two not in NOTHING


def _line(fact: str, one: Any, two: Any, difference: Difference | None) -> Line:
    return Line(
        name=term("facts", fact),
        declared=fact_in_words(fact, one),
        registered=fact_in_words(fact, two),
        mark=_mark(difference) if difference else "",
        contradicts=difference is not None and difference.contradicts,
    )


def _mark(difference: Difference) -> str:
    if difference.contradicts:
        return _("differs")
    return _("only the applicant says it") if difference.registered is None else _("only the registry has it")
