"""The log: one entry for every decision, change and reading. The database lets nobody change or delete one."""

from django.conf import settings
from django.db import models

from .people import Citizen


class LogEntry(models.Model):
    """Who, when, whose, what, why and from where. Written by registry/log.py alone.

    References have no constraint in the database: an entry outlives what it is about. ``details`` holds codes and
    numbers of rows, never a name, a number of a person, an illness or a text that somebody typed."""

    class Actor(models.TextChoices):
        STAFF = "staff"
        APPLICANT = "applicant"
        SYSTEM = "system"

    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=10, choices=Actor)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=40)
    citizen = models.ForeignKey(Citizen, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    application = models.ForeignKey(
        "registry.Application", on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    """The account that was changed, where it is about one."""
    purpose = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["citizen", "at"], name="log_of_citizen"),
            models.Index(fields=["application", "at"], name="log_of_application"),
            models.Index(fields=["actor", "at"], name="log_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class LogSeal(models.Model):
    """A link of the chain over the log: the keyed digest of all entries up to ``last`` and of the seal before.

    ``first`` and ``last`` are the numbers of the first and last entry of the link, ``count`` how many there are."""

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.pk}"
