"""Unusual reading, as registry/alarms.py finds it in the log."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Alarm(models.Model):
    """That an account read more, or otherwise, than is usual. Whether it was wrong is for an auditor to find out."""

    kind = models.CharField(max_length=40)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alarms")
    day = models.DateField()
    number = models.PositiveIntegerField()
    """How many readings of this kind."""
    usual = models.PositiveIntegerField()
    """How many would not have raised it."""
    raised_at = models.DateTimeField(db_index=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    finding = models.TextField(blank=True)

    class Meta:
        ordering = ("-raised_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["kind", "account", "day"], name="one_alarm_a_kind_and_day"),
            models.CheckConstraint(
                name="a_seen_alarm_names_who_saw_it",
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"
