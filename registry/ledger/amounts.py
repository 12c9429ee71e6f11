"""What a month of one person costs an akimat: the law's rate of the region's average wage, in tiyn."""

from decimal import Decimal

from eligibility.rules.dates import first_day, month_of
from eligibility.rules.dues import tenge
from eligibility.rules.law import Law, LawRangeError, Value

from ..models import RegionalWage
from .lines import Price
from .money import TIYN
from .refusals import RateNotKnown, WageMissing

RATE = "local_state_rate"


def rate(month: int, law: Law) -> Value | None:
    """The rate with its act and certainty; None where it is not law in the month or not known."""
    try:
        value = law.at(first_day(month)).values.get(RATE)
    except LawRangeError:
        return None
    return value if value is not None and value.amount is not None else None


def first_month(law: Law) -> int:
    """The first month that an akimat pays for at all."""
    return next(month for month in range(month_of(law.first), month_of(law.last) + 1) if rate(month, law))


def monthly(wage: int, month: int, law: Law) -> int | None:
    """Tiyn for a month of one person at this wage in ₸; None where the rate is not known. The sources say nothing of
    rounding: half a tiyn counts as a whole one, as in all sums of the calculator."""
    found = rate(month, law)
    return None if found is None or found.amount is None else int(tenge(Decimal(wage) * found.amount) * TIYN)


class Prices:
    """The prices of a region by its approved wages, read once."""

    def __init__(self, region: str, law: Law) -> None:
        approved = RegionalWage.objects.filter(region=region, state=RegionalWage.State.APPROVED)
        self.wages = {row.year: row for row in approved}
        self.region, self.law = region, law
        self._found: dict[int, Price | None] = {}

    def known(self, month: int) -> Price | None:
        """None where no wage is approved for the year, or the rate is not known."""
        if month not in self._found:
            self._found[month] = self._price(month)
        return self._found[month]

    def of(self, month: int) -> Price:
        """Raises WageMissing, RateNotKnown."""
        found = self.known(month)
        if found is None:
            raise WageMissing(month // 12) if rate(month, self.law) else RateNotKnown(month)
        return found

    def _price(self, month: int) -> Price | None:
        wage = self.wages.get(month // 12)
        amount = monthly(wage.amount, month, self.law) if wage else None
        return None if wage is None or amount is None else Price(amount, wage.pk)
