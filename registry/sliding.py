"""How often something may be done in any hour and on any day, counted in the database in one transaction.

``eligibility.limits`` begins its window with the first time, so that just before and just after its end twice as many
are let through: right against guessing, too lax where the number itself is the promise. Here an hour is counted in
parts by the clock, and all parts that touch the last hour count. The rows are those of the same table, and expire as
its others do.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from eligibility.models import Attempts

from .working_days import day_of, midnight

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PART = timedelta(minutes=5)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Full(Exception):
    """One of the windows is full. ``until``: when it is worth trying again."""

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__(name, until)
        self.name, self.until = name, until


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a window; ``until``: from when it counts no more."""

    key: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``most`` times: ``spans`` is what counts now, the last of them the one that is counted in."""

    name: str
    most: int
    spans: Sequence[Span]

    def opens(self, counts: Mapping[str, int], now: datetime) -> datetime:
        """From when there is room again; ``now`` where there is."""
        left, since = self.used(counts), now
        for span in self.spans:
            if left < self.most:
                break
            left, since = left - counts.get(span.key, 0), span.until
        return since

    def used(self, counts: Mapping[str, int]) -> int:
        return sum(counts.get(span.key, 0) for span in self.spans)


def hour(name: str, of: str, most: int, now: datetime) -> Window:
    """Of any hour: it may be five minutes more that count, never less."""
    current = (now - EPOCH) // PART
    parts = range(current - HOUR // PART, current + 1)
    return Window(name, most, [_span(name, of, number, EPOCH + (number + 1) * PART + HOUR) for number in parts])


def day(name: str, of: str, most: int, now: datetime) -> Window:
    """Of the calendar day where the offices are."""
    today = day_of(now)
    return Window(name, most, [_span(name, of, today, midnight(today + DAY))])


def take(windows: Sequence[Window], now: datetime) -> None:
    """Count one more time in each of the windows, or in none. Raises Full where one has no room.

    Not within a transaction: others would wait for its end, and what is undone with it would not count. What all
    share comes last. A part that is over is counted in no more: only the current ones need the lock of their rows."""
    earlier = _counts([span.key for window in windows for span in window.spans[:-1]])
    room = [window.most - window.used(earlier) for window in windows]
    if min(room) > 0:
        with transaction.atomic():
            if _count([window.spans[-1] for window in windows], room):
                return
            transaction.set_rollback(True)
    counts = _counts([span.key for window in windows for span in window.spans])
    last = max(windows, key=lambda window: window.opens(counts, now))
    raise Full(last.name, max(last.opens(counts, now), now + timedelta(seconds=1)))


def _counts(keys: Sequence[str]) -> dict[str, int]:
    return dict(Attempts.objects.filter(key__in=keys).values_list("key", "count")) if keys else {}


def _count(spans: Sequence[Span], room: Sequence[int]) -> bool:
    """One statement that both looks and writes, row after row in this order: whoever waits for a row sees what the
    other has written into it. False where a row has no room; then nothing may be kept."""
    limits = [value for span, most in zip(spans, room, strict=True) for value in (span.key, most)]
    values = [value for span in spans for value in (span.key, span.until)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(spans)), [*values, *limits])
        return bool(cursor.rowcount == len(spans))


def _statement(rows: int) -> str:
    table = connection.ops.quote_name(Attempts._meta.db_table)
    return (
        f"INSERT INTO {table} (key, count, until) VALUES {', '.join(['(%s, 1, %s)'] * rows)} "  # noqa: S608 – no input
        f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 "
        f"WHERE {table}.count < CASE {table}.key {'WHEN %s THEN %s ' * rows}END"
    )


def _span(name: str, of: str, part: object, until: datetime) -> Span:
    message = f"{name}\n{part}\n{of}".encode()
    return Span(hmac.digest(settings.SECRET_KEY.encode(), message, "sha256").hex(), until)
