"""To which polyclinic a person belongs, and the applications for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..kazakh import COLLATION
from .organisations import Polyclinic
from .people import Citizen


class AttachmentRequest(models.Model):
    """An application to be attached, from the portal or the desk. It changes in registry/attaching/ alone."""

    class State(models.TextChoices):
        RECEIVED = "received"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    class Channel(models.TextChoices):
        PORTAL = "portal"
        DESK = "desk"

    reference = models.CharField(max_length=12, unique=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    """Of what opens the application; empty for one made at the desk."""
    token = models.UUIDField(unique=True)
    """Of the form: sent twice, it is one application."""
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    channel = models.CharField(max_length=10, choices=Channel)
    version = models.PositiveIntegerField(default=0)
    polyclinic = models.ForeignKey(Polyclinic, on_delete=models.PROTECT, related_name="attachment_requests")
    basis = models.CharField(max_length=40)
    """Why it is asked for: a code of the law file of attachment."""

    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, blank=True, related_name="attachment_requests"
    )
    """Empty while no registry knows the person."""
    iin = models.CharField(max_length=12, db_index=True)
    surname = models.CharField(max_length=100, db_collation=COLLATION)
    given_name = models.CharField(max_length=100, db_collation=COLLATION)
    patronymic = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField()
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="kk")
    purpose = models.CharField(max_length=40)
    purpose_version = models.PositiveIntegerField()
    consented_at = models.DateTimeField()

    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who took it at the desk."""
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reasons = models.JSONField(default=list)
    """Of a refusal: codes of registry/attaching/reasons.toml."""
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = [models.Index(fields=["polyclinic", "state", "due_on"], name="attachment_queue")]
        constraints = [
            models.UniqueConstraint(fields=["iin"], condition=Q(state="received"), name="one_open_attachment_request"),
            models.CheckConstraint(
                name="attachment_request_is_closed_exactly_when_final",
                condition=Q(state="received", closed_at__isnull=True)
                | (~Q(state="received") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="attachment_decision_names_who_decided",
                condition=~Q(state__in=["accepted", "refused"]) | Q(decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """The reference alone: this text gets into lists and messages."""
        return self.reference


class Attachment(models.Model):
    """A person's attachment to a polyclinic; days are closed, an empty end is open. One at a time, by the database."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="attachments")
    polyclinic = models.ForeignKey(Polyclinic, on_delete=models.PROTECT, related_name="attachments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    request = models.OneToOneField(
        AttachmentRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="attachment"
    )
    """Empty: brought by a list."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_ends_after_it_starts", condition=Q(ends__gte=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.polyclinic_id} from {self.starts}"
