"""Confirmed grounds, and the proposals that a second person decides. They change in registry/decisions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eligibility.rules.codes import GROUNDS

from .applications import Application, Decision
from .people import Citizen


class ConfirmedGround(models.Model):
    """A ground (category or level D/E) that counts: closed days, an empty end is open, no overlap of the same ground.

    ``void``: revoked as never having held; it stays in the history and counts nowhere."""

    class Source(models.TextChoices):
        DECISION = "decision", _("decision on an application")
        MINISTRY = "ministry", _("list of a ministry")

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="confirmed_grounds")
    code = models.CharField(_("ground"), max_length=40, choices=[(code, code) for code in GROUNDS])
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    child_birth_date = models.DateField(null=True, blank=True)
    """Of the child that a parent raises; where it is known."""
    source = models.CharField(max_length=10, choices=Source)
    evidence = models.TextField(blank=True)
    verified = models.JSONField(default=dict)
    """What the officer verified because no row tells it: a part of the engine's ``person`` object, which counts from
    the day of the confirmation on while the ground holds."""
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmed_ground"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmed_grounds"
    )
    confirmed_at = models.DateTimeField()
    void = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("starts", "pk")
        constraints = [
            models.CheckConstraint(name="ground_ends_after_it_starts", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(
                name="a_decided_ground_names_who_decided",
                condition=Q(source="ministry") | Q(confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"confirmed ground {self.pk}"


class Proposal(models.Model):
    """A refusal or a revocation that waits for a second person; kept with what came of it."""

    class Kind(models.TextChoices):
        REFUSAL = "refusal", _("refusal")
        REVOCATION = "revocation", _("revocation")

    class Outcome(models.TextChoices):
        OPEN = "open", _("waits for the second person")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        DROPPED = "dropped", _("no longer needed")

    kind = models.CharField(max_length=10, choices=Kind)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    ground = models.ForeignKey(
        ConfirmedGround, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    last_day = models.DateField(null=True, blank=True)
    """Of a revocation: the last day on which the ground still counts; empty: it never held."""
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="closed_proposals"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="a_proposal_is_about_one_thing",
                condition=Q(kind="refusal", application__isnull=False, ground__isnull=True)
                | Q(kind="revocation", application__isnull=True, ground__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_approves_his_own_proposal",
                condition=~Q(outcome="approved") | (Q(closed_by__isnull=False) & ~Q(closed_by=F("proposed_by"))),
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(outcome="open"), name="one_open_refusal_an_application"
            ),
            models.UniqueConstraint(
                fields=["ground"], condition=Q(outcome="open"), name="one_open_revocation_a_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
