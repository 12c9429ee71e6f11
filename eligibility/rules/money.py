"""What is to be paid: a month, for the months missed, and a year ahead (articles 27, 28; order 478). All sums in ₸."""

from dataclasses import dataclass
from decimal import Decimal

from .case import Case
from .dates import first_day, last_day
from .decide import RETENTIONS, Decision
from .dues import OWN_BUSINESS, WAGES, Due, dues, fixed, price, rate_of, tenge
from .facts import Work
from .grounds.cover import state_cover_of_months
from .grounds.payments import last_due_month
from .law import LawRangeError, Rules
from .truth import NO, YES

BUDGETS = ("republican_budget", "local_budget", "special_budget")


@dataclass(frozen=True, slots=True)
class Arrears:
    """Unpaid months (numbers) of the window before the day; ``amount`` is None when their price is not settled."""

    months: tuple[int, ...]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Advance:
    """Paying ahead: ``months`` future months, of which ``unpaid`` are still to pay; insured from ``insured_from``
    (ordinal); with the current month more to pay, insured at once. Sums are None when the minimum wage of the day is
    not known."""

    months: int
    unpaid: int
    each: Decimal | None
    amount: Decimal | None
    insured_from: int
    amount_from_this_month: Decimal | None


@dataclass(frozen=True, slots=True)
class StateShare:
    """What the state pays a month for a person of the budget: ``rate`` of ``base`` ₸ (an average wage)."""

    rate: Decimal
    base: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        return None if self.base is None else tenge(self.rate * self.base)


@dataclass(frozen=True, slots=True)
class Contribution:
    monthly: tuple[Due, ...]
    arrears: Arrears | None
    advance: Advance
    state: StateShare | None
    exempt: bool


def contribution(decision: Decision) -> Contribution:
    """Everything about money for the person of the decision, on its day."""
    state = {finding.code for finding in decision.findings if finding.verdict.truth == YES}
    exempt = any(decision.case.rules.payers[code] in BUDGETS for code in state)
    return Contribution(
        monthly=() if exempt else monthly(decision),
        arrears=arrears(decision),
        advance=advance(decision.case),
        state=staterate_of(decision.case.rules, decision.payer),
        exempt=exempt,
    )


def monthly(decision: Decision) -> tuple[Due, ...]:
    """What is due for the work that goes on on the day; for a person with no ground, what he would pay himself."""
    case = decision.case
    rules = case.rules
    found = tuple(dues(rules, going_on(case)))
    if found or case.facts.work is None or decision.status == "unknown":
        return found
    if decision.status == "insured" and decision.ground not in (*RETENTIONS, "self_payer"):
        return ()
    return (fixed(rules, "self_payer"),)


def going_on(case: Case) -> list[Work]:
    """The work that goes on on the day; a suspended entrepreneur does none."""
    return [item for item in case.facts.work or () if _goes_on(item, case.day) and not item.suspended]


def _goes_on(item: Work, day: int) -> bool:
    return (item.spell.start is None or item.spell.start <= day) and day <= item.spell.end


def advance(case: Case) -> Advance:
    """Order 478: twelve future months without the current one, each a payment of its own, at the price of today;
    months that are paid already are not paid again."""
    months = case.rules.whole("advance_months")
    each = price(case.rules, "self_payer")
    paid = case.facts.paid
    unpaid = sum(1 for month in range(case.month + 1, case.month + months + 1) if paid is None or not paid.has(month))
    this_month = 0 if paid and paid.has(case.month) else 1
    ahead = None if each is None else unpaid * each
    with_this = None if each is None else (unpaid + this_month) * each
    return Advance(months, unpaid, each, ahead, first_day(case.month + 1), with_this)


def arrears(decision: Decision) -> Arrears | None:
    """Unpaid months of the twelve before the day that have to be paid to be insured, or that stay owed while the
    status is kept; months paid by the state are no debt. None when the facts do not tell."""
    case = decision.case
    paid = case.facts.paid
    if decision.status == "insured" and decision.ground not in RETENTIONS:
        return Arrears((), Decimal(0))
    window = range(case.month - case.rules.whole("arrears_window"), case.month)
    if paid is None or paid.known_from > window.start:
        return None
    if advance(case).unpaid == 0:
        return Arrears((), Decimal(0))  # a year ahead is paid: then the past is not asked for
    cover = state_cover_of_months(case, window)
    owed = []
    for month in window:
        if paid.has(month) or cover[month].truth == YES or _not_due(decision, month):
            continue
        if cover[month].truth != NO:
            return None
        owed.append(month)
    return Arrears(tuple(owed), _price_of(decision, owed))


def _not_due(decision: Decision, month: int) -> bool:
    """A month worked for an employer whose payment may still come in time."""
    case = decision.case
    return month > last_due_month(case) and any(
        item.kind in (*WAGES, "civil_contract") and _touches(item, month) for item in case.facts.work or ()
    )


def _touches(item: Work, month: int) -> bool:
    start = item.spell.start
    return start is not None and start <= last_day(month) and item.spell.end >= first_day(month)


def _price_of(decision: Decision, months: list[int]) -> Decimal | None:
    """Sum of the prices of the months; None when one of them is not settled."""
    total = Decimal(0)
    for month in months:
        settled = month_price(decision.case, month)
        if settled is None:
            return None
        total += settled
    return total


def month_price(case: Case, month: int) -> Decimal | None:
    """₸ for one month that is paid on the day, at the self-payer's rate unless the work says otherwise. The sources
    do not say whether the wage of the month or of the day of payment counts: None where these are not the same."""
    own = any(
        item.kind in OWN_BUSINESS and not item.suspended and _touches(item, month) for item in case.facts.work or ()
    )
    kind = "entrepreneur" if own else "self_payer"
    today = price(case.rules, kind)
    try:
        then = price(case.law.at(first_day(month)), kind)
    except LawRangeError:
        return None
    return today if today == then else None


def staterate_of(rules: Rules, payer: str | None) -> StateShare | None:
    """The state's contribution for one person of the budget; the akimat's base, its region's wage, is not known."""
    if payer == "republican_budget":
        return StateShare(rate_of(rules, "state_rate"), rules.values["state_base"].amount)
    if payer == "local_budget" and rules.in_force("local_state_rate"):
        return StateShare(rate_of(rules, "local_state_rate"), None)
    return None
