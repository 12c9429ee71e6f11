"""The outbox: what people are told, each once."""

from django.db import models

from .applications import Application
from .people import Citizen


class Notice(models.Model):
    """A message that is to be sent, or was. Its text is made of ``kind``, ``language`` and ``values`` when it is sent.

    ``key`` says what it is about, such as "decided:17": the same key is never put in twice."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        """Claimed by a sender: whatever becomes of that, nobody else sends it."""
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    to = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    values = models.JSONField(default=dict)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, blank=True)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True)
    """Code of the last failure."""

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="notice_outbox")]

    def __str__(self) -> str:
        return f"notice {self.pk}"
