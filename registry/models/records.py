"""What the registry knows about a person's work, payments, care and illnesses: rows that registry/facts.py reads."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eligibility.rules.facts import CONTRIBUTION_KINDS, WORK_KINDS

from .organisations import Polyclinic
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


class Visit(models.Model):
    """The fact that a person came for care. Nothing is told here of why."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="visits")
    polyclinic = models.ForeignKey(Polyclinic, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citizen", "polyclinic", "day"], name="one_visit_a_day_and_polyclinic"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Diagnosis(models.Model):
    """An illness as a clinician registered it. Restricted: see registry/access.py; never shown to officers."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="diagnoses")
    polyclinic = models.ForeignKey(Polyclinic, on_delete=models.PROTECT, related_name="diagnoses")
    icd10 = models.CharField(max_length=8)
    since = models.DateField(null=True, blank=True)
    suspected = models.BooleanField(default=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="diagnosis_is_closed_after_it_began", condition=Q(closed_on__gte=F("since"))),
        ]

    def __str__(self) -> str:
        """Without the code: this text gets into lists and messages."""
        return f"diagnosis {self.pk}"
