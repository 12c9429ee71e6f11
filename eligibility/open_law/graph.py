"""Which questions decide which grounds: found by asking the grounds themselves, not typed.

A ground that is given no facts names those that it misses. Each of them is set to a few plain values, and the ground is
asked again: so the facts come to light that it looks at only in some cases.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ..questions import QUESTIONS
from ..rules import facts as f
from ..rules import law as law_module
from ..rules.case import Case, Ground
from ..rules.dates import EVER, add_months, first_day, month_of
from ..rules.grounds import GROUNDS
from ..rules.law import Law

LONG_AGO = 20 * 12  # months
AGES = (10, 40)  # years


@dataclass(frozen=True, slots=True)
class Looks:
    """The facts that a ground looks at: ``first`` at once, ``later`` only where others do not decide."""

    ground: str
    first: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return self.first + self.later


@dataclass(frozen=True, slots=True)
class Edge:
    """A question and a ground that it helps to decide; ``direct``: the ground asks for it at once."""

    question: str
    ground: str
    direct: bool


def looks(day: int) -> tuple[Looks, ...]:
    """For every ground in force on the day (ordinal), in its order, the facts that it looks at."""
    law = law_module.load()
    return _looks(law.digest, law.at(day).last)


@cache
def _looks(digest: str, day: int) -> tuple[Looks, ...]:
    """Worked out once for each stretch of each law, on its last day."""
    law = law_module.load()
    return tuple(_probe(code, law, day) for code in law.at(day).payers)


def edges(day: int) -> tuple[Edge, ...]:
    """Which question settles a fact that which ground in force on the day looks at."""
    return tuple(
        Edge(question.slug, ground.ground, bool(set(question.facts) & set(ground.first)))
        for question in QUESTIONS
        for ground in looks(day)
        if set(question.facts) & set(ground.facts)
    )


def _probe(code: str, law: Law, day: int) -> Looks:
    ground, blank = GROUNDS[code], f.Facts(known_from=day)
    first = _missing(ground, law, day, blank)
    found = dict.fromkeys(first)
    tried: set[tuple[str, int]] = set()
    waiting = [blank]
    while waiting:
        known = waiting.pop()
        for fact in _missing(ground, law, day, known):
            found.setdefault(fact)
            for number, setting in enumerate(_settings(fact, day)):
                if (fact, number) not in tried:
                    tried.add((fact, number))
                    waiting.append(setting(known))
    return Looks(code, first, tuple(fact for fact in found if fact not in first))


def _missing(ground: Ground, law: Law, day: int, known: f.Facts) -> tuple[str, ...]:
    return ground(Case(known, law, day)).missing


Setting = Callable[[f.Facts], f.Facts]


def _settings(fact: str, day: int) -> list[Setting]:
    """Ways to make a fact known: none, some, and the kinds that there are."""
    name = fact.removeprefix("circumstances.")
    if name != fact:
        return [_circumstance(name, spells) for spells in _spells(day)]
    return list(_PLAIN[fact](day))


def _spells(day: int) -> list[tuple[f.Spell, ...]]:
    began = add_months(day, -LONG_AGO)
    return [(), (f.Spell(),), (f.Spell(began),), (f.Spell(began, add_months(day, -1)),)]


def _circumstance(name: str, spells: tuple[f.Spell, ...]) -> Setting:
    return lambda known: replace(known, circumstances={**known.circumstances, name: spells})


def _each(name: str, *values: object) -> Iterator[Setting]:
    for value in values:
        yield lambda known, value=value: replace(known, **{name: value})  # type: ignore[misc]


def _births(day: int) -> Iterator[Setting]:
    return _each("birth", *(add_months(day, -12 * age) for age in AGES))


def _work(day: int) -> Iterator[Setting]:
    spell = f.Spell(add_months(day, -LONG_AGO))
    return _each("work", (), *((f.Work(kind, spell),) for kind in f.WORK_KINDS))


def _paid(day: int) -> Iterator[Setting]:
    """Nothing paid; paid for this month only, for the months before it, and for all of the last year, by kind."""
    this = month_of(day)
    yield from _each("paid", f.Paid({}, this - 12))
    for first, last in ((this, this), (this - 12, this - 1), (this - 12, this)):
        for kind in f.CONTRIBUTION_KINDS:
            yield from _each("paid", f.Paid({kind: f.month_bits(first, last)}, this - 12))


def _sixty(day: int) -> Iterator[Setting]:
    """Everything that was ever paid is known."""
    yield lambda known: replace(known, paid=f.Paid(known.paid.by_kind if known.paid else {}))


def _visits(day: int) -> Iterator[Setting]:
    return _each("care_sought", (), (day,), (max(first_day(month_of(day)), day - 1),))


_PLAIN: Mapping[str, Callable[[int], Iterator[Setting]]] = {
    "birth_date": _births,
    "residence": lambda day: _each("residence", *f.RESIDENCES),
    "work": _work,
    "wellbeing_level": lambda day: _each("level", "", *f.WELLBEING_LEVELS),
    "last_pension_contribution": lambda day: _each("last_pension", f.NEVER, month_of(day)),
    "polyclinic_attached": lambda day: _each("attached", False, True),
    "care_sought": _visits,
    "contributions": _paid,
    "contributions.sixty_months": _sixty,
    "past": lambda day: _each("known_from", EVER),
    "work.monthly_income": lambda day: iter(()),
}
