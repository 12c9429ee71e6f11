"""Deletes what is over: kept answers, counts against guessing, sessions. None of them is used once it has expired;
this is so that it does not lie about either."""

from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, QuerySet

from .models import Attempts, KeptAnswers

PORTION = 20
"""Rows of each kind that are deleted along the way when somebody keeps answers."""


def delete_all(today: date, now: datetime) -> dict[str, int]:
    """How many rows of each kind were deleted; a second run finds none."""
    return {kind: rows.delete()[0] for kind, rows in _expired(today, now).items()}


def delete_some(today: date, now: datetime) -> None:
    """A few rows of each kind, leaving out those that another worker is deleting."""
    for rows in _expired(today, now).values():
        with transaction.atomic():
            keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:PORTION])
            rows.model._default_manager.filter(pk__in=keys).delete()


def _expired(today: date, now: datetime) -> dict[str, QuerySet[Any, Model]]:
    return {
        "kept answers": KeptAnswers.objects.filter(last_day__lt=today),
        "attempts": Attempts.objects.filter(until__lte=now),
        "sessions": Session.objects.filter(expire_date__lt=now),
    }
