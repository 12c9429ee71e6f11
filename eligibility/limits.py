"""How often one client may do a thing: counted in the database, so that it holds across all worker processes.

    WRONG_CODES.take(client_address(request), timezone.now())     # raises TooMany
    …                                                             # what is limited
    WRONG_CODES.give_back(…)                                      # where only failures count

An attempt is taken before the work, not after it: otherwise many requests at once would all be let through.

The window begins with the first time. That is right against guessing; a number that must hold for any hour whatever is
counted in registry/sliding.py, in the same table.
"""

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Case, F, Q, Value, When

from .models import Attempts

log = logging.getLogger(__name__)


class TooMany(Exception):
    """The limit is reached; ``seconds`` until it is worth trying again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times a client within ``window``, which begins with the first time.

    All clients together are never refused – that would let one attacker shut out everybody – but at ``alarm`` times
    within the window the log has one line about it.
    """

    name: str
    most: int
    window: timedelta
    alarm: int

    def take(self, address: str, now: datetime) -> None:
        """Count one more time. Raises TooMany instead where the client has had them all."""
        key = self._key(address, now)
        if not _count(key, self.most, now, self.window):
            raise TooMany(_seconds_left(key, now))
        everybody = self._key("everybody", now)
        if _count(everybody, self.alarm, now, self.window):
            return
        # One of all workers finds the count at the alarm and moves it past; only that one writes the line.
        if Attempts.objects.filter(key=everybody, count=self.alarm).update(count=self.alarm + 1):
            log.error("limit %s: %s times within %s by all clients together", self.name, self.alarm, self.window)

    def give_back(self, address: str, now: datetime) -> None:
        """The time taken with the same ``now`` does not count after all."""
        for who in (address, "everybody"):
            row = Attempts.objects.filter(key=self._key(who, now), count__range=(1, self.alarm))
            row.update(count=F("count") - 1)

    def _key(self, who: str, now: datetime) -> str:
        """Of the limit, the client and the day: the same client on another day or at another form is another key."""
        message = f"{self.name}\n{now.date().isoformat()}\n{who}"
        return hmac.digest(settings.SECRET_KEY.encode(), message.encode(), "sha256").hex()


def _count(key: str, most: int, now: datetime, window: timedelta) -> bool:
    """Count one more time; False, and nothing is counted, where that would be more than ``most`` in the window."""
    if _count_again(key, most, now, window):
        return True
    _row, first = Attempts.objects.get_or_create(key=key, defaults={"count": 1, "until": now + window})
    return first or _count_again(key, most, now, window)


def _count_again(key: str, most: int, now: datetime, window: timedelta) -> bool:
    """One statement that both looks and writes: of two workers at once, the second sees what the first wrote."""
    over = Q(until__lte=now)
    return bool(
        Attempts.objects.filter(over | Q(count__lt=most), key=key).update(
            count=Case(When(over, then=Value(1)), default=F("count") + 1),
            until=Case(When(over, then=Value(now + window)), default=F("until")),
        )
    )


def _seconds_left(key: str, now: datetime) -> int:
    until = Attempts.objects.filter(key=key).values_list("until", flat=True).first()
    return max(1, ceil((until - now).total_seconds())) if until else 1
