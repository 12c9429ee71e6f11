"""Care as the registry knows it: that somebody came, and what a clinician found. Restricted: see registry/access.py."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .organisations import Polyclinic
from .people import Citizen


class Visit(models.Model):
    """The fact that a person came for care. Nothing is told here of why.

    One that was recorded by mistake is struck: it stays and counts nowhere. Written by registry/visits.py alone."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="visits")
    polyclinic = models.ForeignKey(Polyclinic, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    """Empty: brought by a list."""
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="struck_visits"
    )
    struck_because = models.CharField(max_length=40, blank=True)
    """A code of registry/reasons.toml."""

    class Meta:
        indexes = [models.Index(fields=["day"], name="visits_of_day")]  # for the alarms
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "polyclinic", "day"],
                condition=Q(struck_at__isnull=True),
                name="one_visit_a_day_and_polyclinic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Diagnosis(models.Model):
    """An illness as a clinician registered it; never shown to officers. Closed: it is over, or was a mistake."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="diagnoses")
    polyclinic = models.ForeignKey(Polyclinic, on_delete=models.PROTECT, related_name="diagnoses")
    icd10 = models.CharField(max_length=8)
    orphan = models.BooleanField(default=False)
    """The clinician says that it stands on the Ministry's list of rare diseases, which no range of codes describes."""
    sensitive = models.BooleanField(default=False)
    """As registry/sensitive.toml had it when it was registered: it is shown to named people alone."""
    since = models.DateField(null=True, blank=True)
    """The day of onset; where a term of free care runs from it, it is asked for."""
    suspected = models.BooleanField(default=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="closed_diagnoses"
    )
    closed_because = models.CharField(max_length=40, blank=True)
    """A code of registry/reasons.toml."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="diagnosis_is_closed_after_it_began", condition=Q(closed_on__gte=F("since"))),
            models.UniqueConstraint(
                fields=["citizen", "polyclinic", "icd10"],
                condition=Q(closed_on__isnull=True, sensitive=False),
                name="one_open_diagnosis_of_a_kind",
            ),
            # A colleague who registers the same must not learn from an answer that it is there already.
            models.UniqueConstraint(
                fields=["citizen", "polyclinic", "icd10", "registered_by"],
                condition=Q(closed_on__isnull=True, sensitive=True),
                name="one_open_sensitive_diagnosis_a_clinician",
            ),
        ]

    def __str__(self) -> str:
        """Without the code: this text gets into lists and messages."""
        return f"diagnosis {self.pk}"


class DiagnosisGrant(models.Model):
    """That a clinician who did not register a sensitive diagnosis may see it. Named one by one, for a time."""

    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.PROTECT, related_name="grants")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="diagnosis_grants")
    until = models.DateField()
    """The last day."""
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="granted_diagnosis_grants"
    )
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "account"], condition=Q(ended_at__isnull=True), name="one_open_grant_a_reader"
            ),
            models.CheckConstraint(name="nobody_grants_himself", condition=~Q(account=F("granted_by"))),
        ]

    def __str__(self) -> str:
        return f"diagnosis grant {self.pk}"
