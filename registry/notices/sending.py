"""Sending what waits in the outbox: every notice at most once, in turn, no faster than was asked for.

A sender first claims a notice (``sending``, in a transaction of its own), then hands it over, then marks it. Where a
sender dies between the second and the third, nobody knows whether the person was told: such a notice is marked as
failed ("interrupted") by the next round and stays for somebody to look at; it is never sent again by itself.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from ..models import Notice
from ..working_days import day_of
from .outcomes import NotSent, Transient
from .providers import Provider
from .texts import message

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""After the first, second … failure that may pass; after the last of them comes the last attempt."""
MOST_ATTEMPTS = len(WAITS) + 1
STALE = timedelta(days=14)
"""News that is older than this is not news: the portal shows it."""
HELD = timedelta(minutes=15)
"""A claim that is older belongs to a sender that is no more: a provider answers within seconds."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Round:
    """What one round came to: row numbers by outcome."""

    sent: list[int] = field(default_factory=list)
    put_off: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    interrupted: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Sender:
    """``clock`` gives the time, ``pace`` waits until the next message may go."""

    providers: Mapping[str, Provider]
    portal: str
    clock: Callable[[], datetime]
    pace: Callable[[], None]

    def send_waiting(self, limit: int | None = None) -> Round:
        """Until nothing waits that this sender has a provider for, or ``limit`` notices were looked at."""
        found = Round(interrupted=give_up_interrupted(self.clock()))
        looked_at = 0
        while limit is None or looked_at < limit:
            notice = claim(self.clock(), tuple(self.providers))
            if notice is None:
                break
            looked_at += 1
            self._deal_with(notice, found)
        return found

    def _deal_with(self, notice: Notice, found: Round) -> None:
        if _is_late(notice, self.clock()):
            _mark(notice, Notice.State.DROPPED, fault="late")
            found.dropped.append(notice.pk)
            return
        self.pace()
        try:
            self._send(notice)
        except Transient as fault:
            _put_off(notice, fault.code, self.clock())
            (found.failed if notice.state == Notice.State.FAILED else found.put_off).append(notice.pk)
        except NotSent as fault:
            _mark(notice, Notice.State.FAILED, fault=fault.code)
            found.failed.append(notice.pk)
        except Exception as error:
            # a fault of ours: it may have happened before the handing over or after it. The error's own text could
            # quote the message, so only its kind is kept.
            logger.error("notice %s failed: %s", notice.pk, type(error).__name__)
            _mark(notice, Notice.State.FAILED, fault=f"error_{type(error).__name__}"[:60])
            found.failed.append(notice.pk)
        else:
            _mark(notice, Notice.State.SENT, sent_at=self.clock())
            found.sent.append(notice.pk)

    def _send(self, notice: Notice) -> None:
        text = message(notice.kind, notice.channel, notice.language, notice.values, self.portal)
        self.providers[notice.channel].send(notice.to, text.subject, text.body)


@transaction.atomic
def claim(now: datetime, channels: tuple[str, ...]) -> Notice | None:
    """The next notice that waits, now this sender's alone; None where there is none.

    On PostgreSQL senders step over each other's rows; on SQLite the whole transaction has its turn."""
    waiting = Notice.objects.filter(state=Notice.State.WAITING, not_before__lte=now, channel__in=channels)
    notice = waiting.select_for_update(skip_locked=True).order_by("not_before", "pk").first()
    if notice is None:
        return None
    notice.attempts += 1
    _mark(notice, Notice.State.SENDING, claimed_at=now)
    return notice


def give_up_interrupted(now: datetime) -> list[int]:
    """Marks what a sender claimed and never finished; the row numbers."""
    held = Notice.objects.filter(state=Notice.State.SENDING, claimed_at__lte=now - HELD)
    rows = list(held.values_list("pk", flat=True))
    held.filter(pk__in=rows).update(state=Notice.State.FAILED, fault="interrupted")
    return rows


def _is_late(notice: Notice, now: datetime) -> bool:
    ends = notice.values.get("ends")
    return now - notice.created_at > STALE or (ends is not None and ends < day_of(now).isoformat())


def _put_off(notice: Notice, fault: str, now: datetime) -> None:
    if notice.attempts >= MOST_ATTEMPTS:
        _mark(notice, Notice.State.FAILED, fault=fault)
    else:
        _mark(notice, Notice.State.WAITING, fault=fault, not_before=now + WAITS[notice.attempts - 1])


def _mark(notice: Notice, state: Notice.State, **fields: object) -> None:
    for name, value in {"state": state, **fields}.items():
        setattr(notice, name, value)
    notice.save(update_fields=["state", "attempts", *fields])
