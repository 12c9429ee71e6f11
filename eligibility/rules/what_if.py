"""What if … – the same question asked once more with a fact or two changed. No condition of the law stands here: what
comes of a change the engine says, and which ways are closed it says too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import hypotheses as change
from .changes import decisions_ahead
from .decide import RETENTIONS, Decision, decide
from .facts import Facts
from .law import Law
from .money import Contribution
from .routes import closed_routes, status_routes
from .truth import YES, unique

Change = Callable[[Decision, int | None], Facts]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change. ``routes``: the ways that lead there, whose texts say how; ``closed_with``: further ways whose
    being closed closes this one. ``holds``: the circumstance that begins; ``once``: what has to be paid at the
    beginning, of the answer without the change; ``goes_on``: a self-payer goes on paying every month."""

    change: Change
    routes: tuple[str, ...] = ()
    closed_with: tuple[str, ...] = ()
    holds: str | None = None
    once: Callable[[Contribution], Decimal | None] | None = None
    goes_on: bool = False
    asks_income: bool = False
    ends_work: bool = False


def _circumstance(name: str, route: str) -> WhatIf:
    return WhatIf(lambda base, _: change.circumstance(base, name), (route,), holds=name)


def _work(kind: str, *routes: str, **more: Any) -> WhatIf:
    return WhatIf(lambda base, income: change.work(base, kind, income), routes, **more)


def _arrears(money: Contribution) -> Decimal | None:
    return money.arrears.amount if money.arrears else None


def _advance(money: Contribution) -> Decimal | None:
    return money.advance.amount


def _advance_at_once(money: Contribution) -> Decimal | None:
    return money.advance.amount_from_this_month


WHAT_IFS: Mapping[str, WhatIf] = {
    "register_as_unemployed": _circumstance("registered_unemployed", "register_as_unemployed"),
    "level_confirmed_and_care": WhatIf(
        lambda base, _: change.level_and_care(base), ("confirm_wellbeing_level", "attach_to_polyclinic", "seek_care")
    ),
    "disability_confirmed": _circumstance("disability", "disability_assessment"),
    "register_pregnancy": _circumstance("pregnancy", "register_pregnancy"),
    "full_time_study": _circumstance("full_time_study", "prove_study"),
    "take_job": _work("employee", "employer_pays", asks_income=True),
    "join_special_regime": _work("self_employed_regime", "special_tax_regime", asks_income=True),
    "become_entrepreneur": _work("entrepreneur", closed_with=("special_tax_regime",)),
    "pay_missed_months": WhatIf(
        lambda base, _: change.missed_months(base), ("pay_arrears",), once=_arrears, goes_on=True
    ),
    "pay_year_ahead": WhatIf(lambda base, _: change.year_ahead(base, 1), ("pay_advance",), once=_advance),
    "pay_year_and_this_month": WhatIf(
        lambda base, _: change.year_ahead(base, 0), ("pay_advance",), once=_advance_at_once
    ),
    "lose_work": WhatIf(lambda base, _: change.no_work(base), ends_work=True),
}
"""By code, in the order in which they are offered."""


def what_if(code: str, facts: Facts, law: Law, on: int, income: int | None = None) -> Facts:
    """The changed facts; the same ones where the change says nothing new or cannot be told. ``income``: ₸ a month.

    Raises KeyError for an unknown code, LawRangeError for a day for which the law is not known."""
    return WHAT_IFS[code].change(decide(facts, law, on, every_ground=True), income)


def offered(facts: Facts, law: Law, on: int) -> tuple[str, ...]:
    """Codes of the changes that are open to the person and would change his cover or who pays for it."""
    base = decide(facts, law, on, every_ground=True)
    return offered_beside(base, walk(base))


def offered_beside(base: Decision, now: list[Decision]) -> tuple[str, ...]:
    """The same for a decision with every ground and the walk from it."""
    closed = closed_routes(base)
    return tuple(code for code in WHAT_IFS if _open(code, base, closed) and _matters(code, base, now))


def walk(decision: Decision) -> list[Decision]:
    """The decision and those of the coming months, one for each stretch of days."""
    return list(decisions_ahead(decision.case.facts, decision.case.law, decision))


def walk_of(facts: Facts, law: Law, on: int) -> list[Decision]:
    """The same for facts that nothing was decided on yet."""
    return walk(decide(facts, law, on))


def _open(code: str, base: Decision, closed: set[str]) -> bool:
    """Whether the way there is law on the day and not closed, what it brings does not hold already, and paying is the
    person's own affair."""
    item, case = WHAT_IFS[code], base.case
    if not case.rules.routes.issuperset(item.routes) or closed & {*item.routes, *item.closed_with}:
        return False
    if item.once and base.status == "insured" and base.payer != "self" and base.ground not in RETENTIONS:
        return False
    if item.holds in HEALTH:
        return _may_come(item, base)
    return item.holds is None or case.holds(item.holds, "").truth != YES


HEALTH = ("disability", "pregnancy")
"""What nobody can decide to do."""


def _may_come(item: WhatIf, base: Decision) -> bool:
    """Where the engine sees the way; and any illness may end in a disability."""
    diagnoses, rubrics = base.case.facts.diagnoses or (), base.case.law.rubrics
    if diagnoses and item.holds == "disability":
        return True
    groups = unique(found.group or rubrics.group(found.icd10 or "")[0] for found in diagnoses)
    return not set(status_routes(base, groups)).isdisjoint(item.routes)


def _matters(code: str, base: Decision, now: list[Decision]) -> bool:
    """Whether the cover becomes another one on any day. A change that would turn "not known" into "no" claims more
    than it says."""
    changed = WHAT_IFS[code].change(base, None)
    if changed == base.case.facts:
        return False
    today = decide(changed, base.case.law, base.case.day)
    if base.status == "unknown" and today.status == "not_insured":
        return False
    if WHAT_IFS[code].ends_work and first_day_gained(walk(today), now) is not None:
        return False  # the payments told stop before the work does: the answer without the change ends too early
    return _differs(decisions_ahead(changed, base.case.law, today), now)


def _differs(then: Iterator[Decision], now: list[Decision]) -> bool:
    """Whether status or payer is another one on any day; looks no further ahead than the first such day."""
    for later in then:
        days = [item.case.day for item in now if later.case.day < item.case.day <= later.until]
        for day in (later.case.day, *days):
            known = _on(now, day)
            if (later.status, later.payer) != (known.status, known.payer):
                return True
    return False


def first_day_gained(insured: list[Decision], other: list[Decision]) -> int | None:
    """The first day on which the one is insured and the other is not."""
    found = (max(one.case.day, two.case.day) for one, two in side_by_side(insured, other) if _only(one, two))
    return next(found, None)


def _only(one: Decision, two: Decision) -> bool:
    return one.status == "insured" and two.status != "insured"


def side_by_side(one: list[Decision], two: list[Decision]) -> Iterator[tuple[Decision, Decision]]:
    """The decisions in force on each day on which one of the two lists has a new one."""
    for day in sorted({item.case.day for item in (*one, *two)}):
        yield _on(one, day), _on(two, day)


def _on(decisions: list[Decision], day: int) -> Decision:
    return next(item for item in reversed(decisions) if item.case.day <= day)
