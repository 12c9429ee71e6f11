"""Paying for oneself: the two ways in, a year of payments month by month, and payments that go wrong.

Nothing is decided here. A plan is a change of the facts – months added to those that are paid – and what it gives is
what ``decide`` says of the changed facts, day by day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from itertools import count
from operator import or_

from .case import Case
from .changes import horizon
from .dates import first_day, last_day, month_of, year_end
from .decide import Decision, decide
from .dues import OWN_BUSINESS, dues
from .facts import Facts, Paid, month_bits, paying
from .law import Law
from .money import advance, arrears, contribution, going_on, month_price
from .truth import NO

SELF_PAYER = "self_payer"
PARTLY = "partly"
BEYOND = "beyond"
"""Of a month: the status changes within it; the law is not known for it."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment, made for one month; ``amount`` in ₸ is None while its price is not settled; ``pay_by`` (ordinal)."""

    month: int
    amount: Decimal | None
    pay_by: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days (closed) on which the status is the same."""

    first: int
    last: int
    status: str


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A month of the plan: what is paid for it, what was paid up to it (₸), and of how many of these payments the sum
    is not settled. ``status``: that of all its days from the day of the plan on, or ``PARTLY``, or ``BEYOND``."""

    month: int
    status: str
    payment: Payment | None
    total: Decimal
    unsettled: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Payments and what they give. ``facts``: those in which exactly these payments were made. ``why``: what the
    self-payer's ground says on the first day without insurance (reasons), empty when there is none."""

    code: str
    payments: tuple[Payment, ...]
    facts: Facts
    months: tuple[PlanMonth, ...]
    stretches: tuple[Stretch, ...]
    why: tuple[str, ...]

    @property
    def amount(self) -> Decimal | None:
        """The sum of the payments; None when the price of one is not settled."""
        amounts = [payment.amount for payment in self.payments if payment.amount is not None]
        return sum(amounts, Decimal(0)) if len(amounts) == len(self.payments) else None

    @property
    def unsettled(self) -> tuple[int, ...]:
        """The months whose price is not settled."""
        return tuple(payment.month for payment in self.payments if payment.amount is None)

    @property
    def insured(self) -> Stretch | None:
        """The first stretch with insurance."""
        return next((item for item in self.stretches if item.status == "insured"), None)

    @property
    def until(self) -> int | None:
        """The last day (ordinal) of the first stretch with insurance; None when no end is in sight."""
        found = self.insured
        return None if found is None or found is self.stretches[-1] else found.last


@dataclass(frozen=True, slots=True)
class Ways:
    """``arrears``: the months owed and the current one are paid, and nothing after them; ``kept``: and so is every
    month that follows; ``advance`` and ``advance_now``: a year ahead without and with the current month. None where
    there is nothing to pay for it. ``supposed``: which months are paid is not known, so ``arrears``, ``kept`` and the
    mistakes are shown for somebody who has paid none of them."""

    arrears: Plan
    kept: Plan
    advance: Plan | None
    advance_now: Plan | None
    mistakes: tuple[Plan, ...]
    supposed: bool


def own_kind(decision: Decision) -> str | None:
    """The kind of payment that the person makes himself; None when others pay: an employer, a customer, a budget."""
    if contribution(decision).exempt:
        return None
    works = going_on(decision.case)
    kinds = {item.kind for item in works}
    if kinds & set(OWN_BUSINESS):
        return "entrepreneur"
    owed = [due.kind for due in dues(decision.case.rules, works)]
    if not owed:
        return SELF_PAYER
    return "self_employed_regime" if set(owed) == {"self_employed_regime"} else None


def year(decision: Decision, kind: str) -> Plan:
    """Every month from the current one on is paid when it is due, by the kind of the person's own business."""
    case = decision.case
    months = _unpaid(case, _shown(case, to_the_end_of_law=True))
    return _plan("year", case, kind, [Payment(month, _own(case, month), due_day(case, month)) for month in months])


def due_day(case: Case, month: int) -> int:
    """The last day (ordinal) on which the payment for the month is in time: in the month after it (order 478)."""
    rules = case.law.at(max(case.day, first_day(month)))
    return first_day(month + 1) + rules.whole("contribution_due_day") - 1


def ways(decision: Decision) -> Ways | None:
    """The ways of a self-payer; None when the facts do not tell which of the past months are owed."""
    real = decision.case
    supposed = real.facts.paid is None
    if supposed:
        decision = decide(replace(real.facts, paid=Paid({})), real.law, real.day, every_ground=True)
    case = decision.case
    owed = arrears(decision)
    if owed is None:
        return None
    now = [*owed.months, *_unpaid(case, [case.month])]
    later = _unpaid(case, _shown(case, to_the_end_of_law=True)[1:])
    return Ways(
        arrears=_self_paid("arrears", case, now),
        kept=_self_paid("kept", case, [*now, *later]),
        advance=_ahead("advance", real, ()),
        advance_now=_ahead("advance_now", real, _unpaid(real, [real.month])),
        mistakes=tuple(_mistakes(case, bool(owed.months))),
        supposed=supposed,
    )


def stretches(facts: Facts, law: Law, first: int, last: int) -> tuple[Stretch, ...]:
    """The statuses of the days ``first`` to ``last`` (ordinals, closed), joined where they are the same."""
    found: list[Stretch] = []
    day = first
    while day <= last:
        decision = decide(facts, law, day)
        end = min(decision.until, last)
        if found and found[-1].status == decision.status:
            found[-1] = replace(found[-1], last=end)
        else:
            found.append(Stretch(day, end, decision.status))
        day = end + 1
    return tuple(found)


def _shown(case: Case, to_the_end_of_law: bool = False) -> range:
    """The current month and a year of further ones, if wanted only those for which the law is known."""
    after = case.month + case.rules.whole("advance_months") + 1
    return range(case.month, min(after, month_of(case.law.last) + 1) if to_the_end_of_law else after)


def _unpaid(case: Case, months: Iterable[int]) -> list[int]:
    paid = case.facts.paid
    return [month for month in months if paid is None or not paid.has(month)]


def _own(case: Case, month: int) -> Decimal | None:
    """What the person's own business has to pay for the month at the figures of that month."""
    then = case.law.at(max(case.day, first_day(month)))
    amounts = [due.amount for due in dues(then, going_on(case)) if due.who == "self"]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _self_paid(code: str, case: Case, months: Iterable[int]) -> Plan:
    """Past months and this one are paid at once, later ones before they begin: an unpaid month does not insure."""
    payments = [Payment(month, month_price(case, month), max(case.day, last_day(month - 1))) for month in months]
    return _plan(code, case, SELF_PAYER, payments)


def _ahead(code: str, case: Case, at_once: Iterable[int]) -> Plan | None:
    """A year of future months, all paid before the next month begins; with ``at_once``, today."""
    first = [*at_once]
    if advance(case).unpaid == 0 or (code == "advance_now" and not first):
        return None
    pay_by = case.day if first else last_day(case.month)
    months = [*first, *_unpaid(case, _shown(case)[1:])]
    return _plan(code, case, SELF_PAYER, [Payment(month, month_price(case, month), pay_by) for month in months])


def _mistakes(case: Case, in_debt: bool) -> Iterator[Plan]:
    """The commonest payments that do not give the year they were meant to give."""
    this = next(month for month in count(case.month) if _unpaid(case, [month]))
    price = month_price(case, this)
    whole_year = None if price is None else price * case.rules.whole("advance_months")
    lump = _plan("lump_sum", case, SELF_PAYER, [Payment(this, whole_year, case.day)])
    rest = _self_paid("rest_of_year", case, _unpaid(case, range(case.month, month_of(year_end(case.day)) + 1)))
    found = [lump, rest]
    if in_debt:
        found.append(_self_paid("one_month", case, [this]))
    yield from (plan for plan in found if plan.payments and plan.why)


def _plan(code: str, case: Case, kind: str, payments: list[Payment]) -> Plan:
    bits = [month_bits(payment.month, payment.month) for payment in payments]
    facts = paying(case.facts, kind, reduce(or_, bits, 0))
    parts = stretches(facts, case.law, case.day, horizon(case.law, case.day))
    return Plan(code, tuple(payments), facts, tuple(_months(case, payments, parts)), parts, _why(case, facts, parts))


def _months(case: Case, payments: list[Payment], parts: tuple[Stretch, ...]) -> Iterator[PlanMonth]:
    by_month = {payment.month: payment for payment in payments}
    total, unsettled = Decimal(0), 0
    for month in sorted({*by_month, *_shown(case)}):
        payment = by_month.get(month)
        if payment is not None:
            total += payment.amount or 0
            unsettled += payment.amount is None
        if month >= case.month:
            yield PlanMonth(month, _status(case, month, parts), payment, total, unsettled)


def _status(case: Case, month: int, parts: tuple[Stretch, ...]) -> str:
    first, last = max(case.day, first_day(month)), last_day(month)
    if last > case.law.last:
        return BEYOND
    found = {part.status for part in parts if part.first <= last and part.last >= first}
    return found.pop() if len(found) == 1 else PARTLY


def _why(case: Case, facts: Facts, parts: tuple[Stretch, ...]) -> tuple[str, ...]:
    """Reasons of the self-payer's ground on the first day without insurance within the months shown."""
    end = last_day(_shown(case)[-1])
    lost = next((part.first for part in parts if part.status != "insured" and part.first <= end), None)
    if lost is None:
        return ()
    findings = decide(facts, case.law, lost, every_ground=True).findings
    verdict = next(finding.verdict for finding in findings if finding.code == SELF_PAYER)
    return verdict.reasons if verdict.truth == NO else ("not_known",)
