"""Looking at everybody: what changed since the last look, the run that looks, and the ranges that it looks at."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .organisations import Region
from .people import Citizen


class FactChange(models.Model):
    """That a row which registry/facts.py reads changed; one for each change. Written by the database itself, see
    registry/guards.py. Whoever determines deletes those of his people first and reads the facts afterwards."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="fact_changes", db_constraint=False)
    """Not looked up when it is written: the row that changed names somebody."""

    def __str__(self) -> str:
        return f"change {self.pk}"


class Run(models.Model):
    """A look at all people of a region, or of the country, on one day: first a plan, then its application.

    A forecast and a what-if never get further than the plan: they write no determination."""

    class Kind(models.TextChoices):
        REDETERMINATION = "redetermination"
        FORECAST = "forecast"
        WHAT_IF = "what_if"

    class Scope(models.TextChoices):
        CHANGED = "changed"
        """People whose facts changed, whose next change has come, and who were never determined."""
        ALL = "all"

    class State(models.TextChoices):
        PLANNING = "planning"
        PLANNED = "planned"
        APPLYING = "applying"
        STOPPED = "stopped"
        """By the guard: more would lose cover than was agreed to."""
        APPLIED = "applied"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.CharField(max_length=10, choices=Scope)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNING)
    on = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    """Empty: the country."""
    law_digest = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict)
    """Of a what-if: parameter of the law → the value that is supposed, as text."""
    most_losing = models.PositiveIntegerField(null=True, blank=True)
    """The guard: so many people may lose cover when the plan is applied."""
    people = models.PositiveIntegerField(default=0)
    """How many there are to look at, as far as it is known when the run begins."""
    looked_at = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    losing = models.PositiveIntegerField(default=0)
    gaining = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    """People whose rows contradict each other: they keep what they have."""
    transitions = models.JSONField(default=list)
    """Of the plan: [{district, from: [status, ground], to: [status, ground], people}]."""
    samples = models.JSONField(default=list)
    """Of the plan: [{from, to, citizens: row numbers}], twenty at most of each."""
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    """When the last of it was applied, or it was cancelled."""

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="redetermination", state__in=["planning", "applying", "stopped"]),
                name="one_redetermination_at_a_time",
            ),
            models.CheckConstraint(
                name="only_a_redetermination_is_applied",
                condition=Q(kind="redetermination") | Q(state__in=["planning", "planned", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Chunk(models.Model):
    """A range of people (row numbers, closed) of a run. Claimed with its row's lock, which is held until everything
    that came of it is written: a worker that dies leaves it as it was."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chunks")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    planned_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    losing = models.PositiveIntegerField(default=0)
    gaining = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    transitions = models.JSONField(default=list)
    samples = models.JSONField(default=list)

    class Meta:
        ordering = ("first",)
        constraints = [
            models.CheckConstraint(name="chunk_is_in_order", condition=Q(last__gte=F("first"))),
            models.UniqueConstraint(fields=["run", "first"], name="one_chunk_a_place"),
        ]

    def __str__(self) -> str:
        return f"chunk {self.pk}"
