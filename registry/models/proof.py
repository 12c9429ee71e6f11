"""Certificates of a person's status. Their text is never kept: only what a check of one needs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .people import Citizen


class Certificate(models.Model):
    """That the status of a person was stated on paper on a day. Nobody but its holder knows the reference."""

    reference_digest = models.CharField(max_length=64, unique=True)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="certificates")
    day = models.DateField()
    """Whose status it states."""
    last_day = models.DateField()
    """On which it may still be shown."""
    status = models.CharField(max_length=12)
    payer = models.CharField(max_length=30, blank=True)
    until = models.DateField(null=True, blank=True)
    facts_digest = models.CharField(max_length=80)
    law_digest = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    """Empty: by the person himself."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="certificate_ends_after_its_day", condition=Q(last_day__gte=F("day"))),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"
