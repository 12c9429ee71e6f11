"""Why a verb of the ledger was refused, where more has to be said than a code."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from eligibility.presentation import long_month

from ..refusals import NotAllowed, Stale

if TYPE_CHECKING:
    from ..models import Register


class WageMissing(NotAllowed):
    """No wage of the region is approved for a year in which something is owed."""

    def __init__(self, year: int) -> None:
        super().__init__("wage_missing")
        self.year = year

    @property
    def message(self) -> str:
        return _(
            "No average wage of the region is approved for %(year)s, so the sum is not known."
            " One person of the finance department proposes it with its source, another approves it."
        ) % {"year": self.year}


class RateNotKnown(NotAllowed):
    """The law as it is known here has no rate for a month in which something is owed."""

    def __init__(self, month: int) -> None:
        super().__init__("rate_not_known")
        self.month = month

    @property
    def message(self) -> str:
        return _("For %(month)s the rate of the akimat's contribution is not known here.") % {
            "month": long_month(self.month)
        }


class Outdated(Stale):
    """What is owed is no longer what the draft says: visits, grounds, wages or another register came between."""

    def __init__(self, register: "Register") -> None:
        super().__init__(register.drafted_by, register.drafted_at, register.state)

    @property
    def message(self) -> str:
        return _("Since this register was drafted, what is owed has changed. Drop the draft and make a new one.")
