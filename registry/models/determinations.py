"""What the engine said of a person, as intervals: a row is written only when the answer changes."""

from django.db import models
from django.db.models import F, Q

from .people import Citizen
from .runs import Run


class Determination(models.Model):
    """The status from ``starts`` to ``ends`` (closed days; an empty end: until now), with everything that it rests on.

    ``superseded``: replaced on the day it began; it stays, so that what was once answered can be recomputed."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="determinations")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    superseded = models.BooleanField(default=False)
    status = models.CharField(max_length=12)
    ground = models.CharField(max_length=40, blank=True)
    payer = models.CharField(max_length=30, blank=True)
    reasons = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    next_change_on = models.DateField(null=True, blank=True, db_index=True)
    """The first day on which the same facts may give another answer."""
    facts = models.JSONField()
    """The engine's ``person`` object as it was, without illnesses: no status depends on them."""
    facts_digest = models.CharField(max_length=80)
    law_digest = models.CharField(max_length=80)
    determined_at = models.DateTimeField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="determinations")
    """Empty: determined for this person alone."""

    class Meta:
        ordering = ("starts", "pk")
        constraints = [
            models.CheckConstraint(name="determination_ends_after_it_starts", condition=Q(ends__gte=F("starts"))),
            models.UniqueConstraint(
                fields=["citizen"],
                condition=Q(ends__isnull=True, superseded=False),
                name="one_current_determination_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} from {self.starts}"
