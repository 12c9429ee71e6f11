"""What is to be paid: a month, for the months missed, and a year ahead (articles 27, 28; order 478). All sums in ₸."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .case import Case
from .dates import first_day, last_day
from .decide import RETENTIONS, Decision
from .facts import Work
from .grounds.cover import state_cover_of_months
from .grounds.payments import last_due_month
from .law import LawRangeError, Rules
from .truth import NO, YES

TIYN = Decimal("0.01")
BY_INCOME = ("employee", "subsidised_job", "civil_contract", "self_employed_regime")
BUDGETS = ("republican_budget", "local_budget", "special_budget")


@dataclass(frozen=True, slots=True)
class Due:
    """One payment a month: ``rate`` of ``base`` ₸. ``base`` and ``amount`` are None when the income or a figure of
    the law is not known; ``capped``: the base was cut to the law's limit."""

    who: str
    kind: str
    rate: Decimal
    base: Decimal | None
    capped: bool = False

    @property
    def amount(self) -> Decimal | None:
        return None if self.base is None else tenge(self.rate * self.base)


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


def tenge(amount: Decimal) -> Decimal:
    """Rounded to the tiyn."""
    return amount.quantize(TIYN, ROUND_HALF_UP)


def contribution(decision: Decision) -> Contribution:
    """Everything about money for the person of the decision, on its day."""
    state = {finding.code for finding in decision.findings if finding.verdict.truth == YES}
    exempt = any(decision.case.rules.payers[code] in BUDGETS for code in state)
    return Contribution(
        monthly=() if exempt else monthly(decision),
        arrears=arrears(decision),
        advance=advance(decision.case),
        state=state_share(decision.case.rules, decision.payer),
        exempt=exempt,
    )


def monthly(decision: Decision) -> tuple[Due, ...]:
    """What is due for the work that goes on on the day; for a person with no ground, what he would pay himself."""
    case = decision.case
    rules = case.rules
    works = [item for item in case.facts.work or () if _goes_on(item, case.day) and not item.suspended]
    dues = list(_dues(rules, works))
    if dues or case.facts.work is None or decision.status == "unknown":
        return tuple(dues)
    if decision.status == "insured" and decision.ground not in (*RETENTIONS, "self_payer"):
        return ()
    return (Due("self", "self_payer", _rate(rules, "self_payer_rate"), self_payer_base(rules)),)


def _goes_on(item: Work, day: int) -> bool:
    return (item.spell.start is None or item.spell.start <= day) and day <= item.spell.end


def _dues(rules: Rules, works: list[Work]) -> Iterable[Due]:
    """The dues of the jobs given; a limit over all jobs of an employee is applied once (art. 28 (5-2))."""
    jobs = [item for item in works if item.kind in ("employee", "subsidised_job")]
    contracts = [item for item in works if item.kind == "civil_contract"]
    if jobs:
        yield _employee(rules, jobs)
        yield _employer(rules, jobs)
    if contracts:
        yield _customer(rules, jobs, contracts)
    for kind in ("entrepreneur", "private_practice"):
        if any(item.kind == kind for item in works):
            base = _times_minimum_wage(rules, f"{kind}_base")
            yield Due("self", kind, _rate(rules, f"{kind}_rate"), base)
    regime = [item for item in works if item.kind == "self_employed_regime"]
    if regime and rules.in_force("self_employed_rate"):
        base, capped = _capped(rules, _incomes(regime), "self_employed_income_limit", "monthly_calculation_index")
        yield Due("self", "self_employed_regime", _rate(rules, "self_employed_rate"), base, capped)


def _employee(rules: Rules, jobs: list[Work]) -> Due:
    base, capped = _capped(rules, _incomes(jobs), "employee_cap")
    return Due("employee", "employee", _rate(rules, "employee_rate"), base, capped)


def _employer(rules: Rules, jobs: list[Work]) -> Due:
    """Each employer knows only his own wage, so the limit of art. 27 (2-2) is applied job by job."""
    bases = [_capped(rules, _incomes([job]), "employer_cap") for job in jobs]
    known = [base for base, _ in bases if base is not None]
    total = sum(known, Decimal(0)) if len(known) == len(bases) else None
    return Due("employer", "employee", _rate(rules, "employer_rate"), total, any(cut for _, cut in bases))


def _customer(rules: Rules, jobs: list[Work], contracts: list[Work]) -> Due:
    """The person's own limit is common to wages and contracts: what the wages left of it."""
    rate = _rate(rules, "civil_contract_rate")
    together, capped = _capped(rules, _incomes([*jobs, *contracts]), "civil_contract_cap")
    wages, _ = _capped(rules, _incomes(jobs), "employee_cap") if jobs else (Decimal(0), False)
    if together is None or wages is None:
        return Due("customer", "civil_contract", rate, None)
    return Due("customer", "civil_contract", rate, max(together - wages, Decimal(0)), capped)


def _incomes(works: list[Work]) -> tuple[Decimal, bool]:
    """Sum of the known incomes, and whether all are known."""
    known = [item.income for item in works if item.income is not None]
    return Decimal(sum(known)), len(known) == len(works)


def _capped(
    rules: Rules, incomes: tuple[Decimal, bool], cap: str, unit: str = "minimum_wage"
) -> tuple[Decimal | None, bool]:
    """Income cut to ``cap`` times the unit, and whether it was cut. None when that cannot be told."""
    total, complete = incomes
    times = rules.values[cap].amount
    value = rules.values[unit]
    if times is None:
        return None, False
    if value.amount is not None and total > times * value.amount:
        return times * value.amount, True
    if not complete:
        return None, False
    if value.amount is None and total > times * (value.at_least or 0):
        return None, False
    return total, False


def _rate(rules: Rules, code: str) -> Decimal:
    rate = rules.values[code].amount
    if rate is None:
        raise KeyError(code)
    return rate


def _times_minimum_wage(rules: Rules, code: str) -> Decimal | None:
    wage, times = rules.values["minimum_wage"].amount, rules.values[code].amount
    return None if wage is None or times is None else wage * times


def self_payer_base(rules: Rules) -> Decimal | None:
    """The ₸ of which a self-payer pays his rate; None when the minimum wage is not known."""
    return _times_minimum_wage(rules, "self_payer_base")


def price(rules: Rules, kind: str) -> Decimal | None:
    """₸ a month of a ``self_payer`` or an ``entrepreneur``; None when the minimum wage is not known."""
    base = _times_minimum_wage(rules, f"{kind}_base")
    return None if base is None else tenge(_rate(rules, f"{kind}_rate") * base)


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
        item.kind in ("employee", "subsidised_job", "civil_contract") and _touches(item, month)
        for item in case.facts.work or ()
    )


def _touches(item: Work, month: int) -> bool:
    start = item.spell.start
    return start is not None and start <= last_day(month) and item.spell.end >= first_day(month)


def _price_of(decision: Decision, months: list[int]) -> Decimal | None:
    """Sum of the prices of the months. The sources do not say whether the wage of the month or of the day of
    payment counts, so it is only known where both are the same."""
    case = decision.case
    total = Decimal(0)
    for month in months:
        kind = "self_payer"
        if any(
            item.kind in ("entrepreneur", "private_practice") and not item.suspended and _touches(item, month)
            for item in case.facts.work or ()
        ):
            kind = "entrepreneur"
        today = price(case.rules, kind)
        try:
            then = price(case.law.at(first_day(month)), kind)
        except LawRangeError:
            return None
        if today is None or today != then:
            return None
        total += today
    return total


def state_share(rules: Rules, payer: str | None) -> StateShare | None:
    """The state's contribution for one person of the budget; the akimat's base, its region's wage, is not known."""
    if payer == "republican_budget":
        return StateShare(_rate(rules, "state_rate"), rules.values["state_base"].amount)
    if payer == "local_budget" and rules.in_force("local_state_rate"):
        return StateShare(_rate(rules, "local_state_rate"), None)
    return None
