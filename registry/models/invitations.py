"""Invitations: how an account gets its first password and second factor, or new ones when they are lost."""

from django.conf import settings
from django.db import models


class Invitation(models.Model):
    """A code that opens once, within a day, the pages where the account's password and second factor are set.

    The code is nowhere; ``digest`` is its SHA-256, which is enough for 100 random bits."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation of account {self.account_id}"
