"""What outlives a sitting: answers that a person asked to keep, and counts against guessing. Neither names anybody."""

from django.db import models


class KeptAnswers(models.Model):
    """The answers of one sitting, readable only with a code that is stored nowhere.

    There is no number that grows and no time of day, which would tell in which session the answers were given.
    """

    look_up = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()
    last_day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"kept until {self.last_day}"


class Attempts(models.Model):
    """How often one client did one thing since a window of time began. The key is an HMAC, see limits.py."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
