"""What comes of each what-if: from when it insures, until when, who pays and what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .assess import Assessment, assess, status_until
from .decide import Decision, Status, decide
from .dues import Due
from .facts import Facts
from .law import Law
from .money import Contribution, contribution
from .timeline import Stretch, Timeline, timeline
from .what_if import WHAT_IFS, WhatIf, first_day_gained, offered_beside, walk, walk_of


@dataclass(frozen=True, slots=True)
class Cost:
    """₸. ``once``: at the beginning; ``monthly``: what falls due a month from the day ``since`` on, and from whom. A
    sum that the law does not settle is None."""

    once: Decimal | None
    monthly: tuple[Due, ...]
    since: int

    def a_month(self, *, employer: bool) -> Decimal | None:
        """What the employer pays a month, or all the others together; None where one of the sums is not known."""
        sums = [due.amount for due in self.monthly if (due.who == "employer") is employer]
        known = [amount for amount in sums if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(sums) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a what-if. Days are ordinals: ``insured_from`` is the first day on which the changed facts are
    insured and the facts as they are are not known to be, ``lost_from`` the first one the other way round, with the
    status ``lost_to``; None where there is no such day. ``until``: last day of the cover that the change gives or
    leaves; ``payer``: who pays for it; ``unbroken``: it joins the cover of today. ``cost`` is None where there is no
    cover to pay for."""

    code: str
    facts: Facts
    assessment: Assessment
    insured_from: int | None
    lost_from: int | None
    lost_to: Status | None
    unbroken: bool
    until: int | None
    payer: str | None
    cost: Cost | None


def outcomes(facts: Facts, law: Law, on: int, incomes: Mapping[str, int]) -> tuple[Outcome, ...]:
    """Every what-if that is open to the person, the best first. ``incomes``: ₸ a month for those that ask for it."""
    base = decide(facts, law, on, every_ground=True)
    now = walk(base)
    return best_first(_outcome(code, base, now, incomes.get(code)) for code in offered_beside(base, now))


def outcome(code: str, facts: Facts, law: Law, on: int, income: int | None = None) -> Outcome:
    """The engine's whole answer to one change, open to the person or not.

    Raises KeyError for an unknown code, LawRangeError for a day for which the law is not known."""
    base = decide(facts, law, on, every_ground=True)
    return _outcome(code, base, walk(base), income)


def _outcome(code: str, base: Decision, now: list[Decision], income: int | None) -> Outcome:
    law, on = base.case.law, base.case.day
    changed = WHAT_IFS[code].change(base, income)
    then = walk_of(changed, law, on)
    gained, lost = first_day_gained(then, now), first_day_gained(now, then)
    first = on if gained is None else gained
    before, covered = _split(then, first)
    insured = covered[0].status == "insured"
    return Outcome(
        code=code,
        facts=changed,
        assessment=assess(changed, law, on),
        insured_from=gained,
        lost_from=lost,
        lost_to=None if lost is None else _split(then, lost)[1][0].status,
        unbroken=insured and all(item.status == "insured" for item in before) and first > on,
        until=status_until(changed, law, covered) if insured else None,
        payer=covered[0].payer,
        cost=_cost(WHAT_IFS[code], base, changed, first) if insured else None,
    )


def _split(decisions: list[Decision], day: int) -> tuple[list[Decision], list[Decision]]:
    """The decisions for the days before, and those from the one for the day on."""
    return [item for item in decisions if item.until < day], [item for item in decisions if item.until >= day]


def _cost(item: WhatIf, base: Decision, changed: Facts, first: int) -> Cost:
    """What has to be paid from the day of the question on; where nothing is due before the cover begins, because the
    state pays until then, what is due from that day on."""
    law, on = base.case.law, base.case.day
    once = item.once(contribution(base)) if item.once else Decimal(0)
    for day in (on, first):
        dues = _dues(item, contribution(decide(changed, law, day, every_ground=True)))
        if dues:
            return Cost(once, dues, day)
    return Cost(once, (), on)


def _dues(item: WhatIf, after: Contribution) -> tuple[Due, ...]:
    """What a self-payer would owe is a cost only where he goes on paying; work that ends asks for nothing more."""
    if item.ends_work:
        return ()
    return tuple(due for due in after.monthly if item.goes_on or due.kind != "self_payer")


def best_first(found: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Cover that begins earlier comes first, then what costs less at the beginning, then what lasts longer; then what
    leaves the cover as it is, what nobody can tell, and what loses cover."""
    return tuple(sorted(found, key=_rank))


def _rank(item: Outcome) -> tuple[int, int, bool, Decimal, int]:
    if item.insured_from is not None:
        group = 0
    elif item.lost_from is not None:
        group = 3
    else:
        group = 1 if item.assessment.status == "insured" else 2
    price = _first_outlay(item.cost)
    last = item.until or item.assessment.law.last + 1
    return group, item.insured_from or 0, price is None, price or Decimal(0), -last


def _first_outlay(cost: Cost | None) -> Decimal | None:
    if cost is None or cost.once is None:
        return None
    monthly = cost.a_month(employer=False)
    return None if monthly is None else cost.once + monthly


def line_of(found: Outcome, line: Timeline) -> Timeline:
    """The line of time with the change, beside the given one without it. Days gone by stay as they were: what is
    paid for them later does not insure them."""
    changed = timeline(found.facts, found.assessment.law, line.today)
    behind = [replace(part, last=min(part.last, line.today - 1)) for part in line.stretches if part.first < line.today]
    ahead = [replace(part, first=max(part.first, line.today)) for part in changed.stretches if part.last >= line.today]
    if behind and _alike(behind[-1], ahead[0]):
        ahead[0] = replace(ahead[0], first=behind.pop().first)
    return replace(changed, first=line.first, stretches=(*behind, *ahead))


def _alike(one: Stretch, two: Stretch) -> bool:
    return (one.status, one.ground, one.payer) == (two.status, two.ground, two.payer)
