"""What the registry knows about a person's work and payments: rows that registry/facts.py reads."""

from django.db import models
from django.db.models import F, Q

from eligibility.rules.facts import CONTRIBUTION_KINDS, WORK_KINDS

from .people import Citizen


class WorkPeriod(models.Model):
    """A job or activity; days are closed, an empty end is open. Income in whole ₸ a month, empty: not known."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="work_periods")
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in WORK_KINDS])
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    monthly_income = models.BigIntegerField(null=True, blank=True)
    suspended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="work_ends_after_it_starts", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="income_is_not_negative", condition=Q(monthly_income__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.starts}"


class Contribution(models.Model):
    """Paid months in a row; both ends are months as year × 12 + month − 1 and belong to it.

    Periods of one kind do not overlap: the database refuses it, see registry/guards.py."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in CONTRIBUTION_KINDS])
    first_month = models.IntegerField()
    last_month = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contribution_months_are_in_order", condition=Q(last_month__gte=F("first_month"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_month}–{self.last_month}"
