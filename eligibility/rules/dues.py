"""What is due a month for the work that is done: a rate of a base, cut to the limits (articles 27, 28). Sums in ₸."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .facts import Work
from .law import Rules

TIYN = Decimal("0.01")
BY_INCOME = ("employee", "subsidised_job", "civil_contract", "self_employed_regime")
WAGES = ("employee", "subsidised_job")
OWN_BUSINESS = ("entrepreneur", "private_practice")


@dataclass(frozen=True, slots=True)
class Multiple:
    """A sum that the law gives as ``times`` a ``unit`` (a parameter); ``code`` is the parameter of the times.
    ``amount`` is None while the unit is not known."""

    code: str
    unit: str
    times: Decimal
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one job adds to a due: its income (None when not known), the ₸ of it that count, and whether it was cut."""

    kind: str
    income: int | None
    base: Decimal | None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One payment a month: ``rate`` of ``base`` ₸. ``base`` and ``amount`` are None when the income or a figure of
    the law is not known; ``capped``: the base was cut to the law's limit.

    ``rate_code``: the parameter of the rate. ``multiple``: the limit of an income, or the fixed base of who pays
    whatever he earns. ``common``: the limit is one over all ``parts``; else each part has its own."""

    who: str
    kind: str
    rate: Decimal
    base: Decimal | None
    rate_code: str
    multiple: Multiple
    capped: bool = False
    common: bool = True
    parts: tuple[Part, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        return None if self.base is None else tenge(self.rate * self.base)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters of the law that the sum rests on."""
        return self.rate_code, self.multiple.code, self.multiple.unit


def tenge(amount: Decimal) -> Decimal:
    """Rounded to the tiyn."""
    return amount.quantize(TIYN, ROUND_HALF_UP)


def dues(rules: Rules, works: Sequence[Work]) -> Iterator[Due]:
    """The dues of the jobs given; a limit over all jobs of an employee is applied once (art. 28 (5-2))."""
    jobs = [item for item in works if item.kind in WAGES]
    contracts = [item for item in works if item.kind == "civil_contract"]
    if jobs:
        yield _employee(rules, jobs)
        yield _employer(rules, jobs)
    if contracts:
        yield _customer(rules, jobs, contracts)
    for kind in OWN_BUSINESS:
        if any(item.kind == kind for item in works):
            yield fixed(rules, kind)
    regime = [item for item in works if item.kind == "self_employed_regime"]
    if regime and rules.in_force("self_employed_rate"):
        yield _regime(rules, regime)


def fixed(rules: Rules, kind: str) -> Due:
    """Of who pays whatever he earns: a ``self_payer``, an ``entrepreneur``, a ``private_practice``."""
    base = _multiple(rules, f"{kind}_base")
    return Due("self", kind, rate_of(rules, f"{kind}_rate"), base.amount, f"{kind}_rate", base)


def price(rules: Rules, kind: str) -> Decimal | None:
    """₸ a month of who pays whatever he earns; None when the minimum wage is not known."""
    return fixed(rules, kind).amount


def _employee(rules: Rules, jobs: list[Work]) -> Due:
    limit = _multiple(rules, "employee_cap")
    base, capped = _capped(rules, _incomes(jobs), limit)
    rate = rate_of(rules, "employee_rate")
    return Due("employee", "employee", rate, base, "employee_rate", limit, capped, parts=_whole(jobs))


def _employer(rules: Rules, jobs: list[Work]) -> Due:
    """Each employer knows only his own wage, so the limit of art. 27 (2-2) is applied job by job."""
    limit = _multiple(rules, "employer_cap")
    parts = tuple(Part(job.kind, job.income, *_capped(rules, _incomes([job]), limit)) for job in jobs)
    known = [part.base for part in parts if part.base is not None]
    total = sum(known, Decimal(0)) if len(known) == len(parts) else None
    capped = any(part.capped for part in parts)
    rate = rate_of(rules, "employer_rate")
    return Due("employer", "employee", rate, total, "employer_rate", limit, capped, common=False, parts=parts)


def _customer(rules: Rules, jobs: list[Work], contracts: list[Work]) -> Due:
    """The person's own limit is common to wages and contracts: what the wages left of it."""
    limit = _multiple(rules, "civil_contract_cap")
    together, capped = _capped(rules, _incomes([*jobs, *contracts]), limit)
    wages: Decimal | None = Decimal(0)
    if jobs:
        wages, _ = _capped(rules, _incomes(jobs), _multiple(rules, "employee_cap"))
    base = None if together is None or wages is None else max(together - wages, Decimal(0))
    rate = rate_of(rules, "civil_contract_rate")
    cut = capped and base is not None
    return Due("customer", "civil_contract", rate, base, "civil_contract_rate", limit, cut, parts=_whole(contracts))


def _regime(rules: Rules, works: list[Work]) -> Due:
    limit = _multiple(rules, "self_employed_income_limit", "monthly_calculation_index")
    base, capped = _capped(rules, _incomes(works), limit)
    rate = rate_of(rules, "self_employed_rate")
    return Due("self", "self_employed_regime", rate, base, "self_employed_rate", limit, capped, parts=_whole(works))


def _whole(works: Iterable[Work]) -> tuple[Part, ...]:
    """Jobs whose limit is a common one: each counts with all of its income, the sum is cut."""
    return tuple(Part(job.kind, job.income, None if job.income is None else Decimal(job.income)) for job in works)


def _incomes(works: Iterable[Work]) -> tuple[Decimal, bool]:
    """Sum of the known incomes, and whether all are known."""
    incomes = [item.income for item in works]
    known = [income for income in incomes if income is not None]
    return Decimal(sum(known)), len(known) == len(incomes)


def _capped(rules: Rules, incomes: tuple[Decimal, bool], limit: Multiple) -> tuple[Decimal | None, bool]:
    """Income cut to the limit, and whether it was cut. None when that cannot be told."""
    total, complete = incomes
    if limit.amount is not None and total > limit.amount:
        return limit.amount, True
    if not complete:
        return None, False
    if limit.amount is None and total > limit.times * (rules.values[limit.unit].at_least or 0):
        return None, False
    return total, False


def rate_of(rules: Rules, code: str) -> Decimal:
    """A share or a multiple that the law gives; KeyError when it is not known."""
    rate = rules.values[code].amount
    if rate is None:
        raise KeyError(code)
    return rate


def _multiple(rules: Rules, code: str, unit: str = "minimum_wage") -> Multiple:
    times, value = rate_of(rules, code), rules.values[unit].amount
    return Multiple(code, unit, times, None if value is None else times * value)
