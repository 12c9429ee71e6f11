"""The chain of seals over the log: each seal is a keyed digest of its entries and of the seal before it.

A trigger keeps the portal from changing an entry; the chain shows what somebody did who holds the database itself but
not the key LOG_KEY. What is cut off at the end shows against a root that was kept on another machine.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from .models import LogEntry, LogSeal

MOST: Final = 10_000
"""Entries that one seal covers at most: it bounds the time for which a sealer works, and tells where a fault is."""
BATCH: Final = 5_000
PATIENCE: Final = 1_000
"""Milliseconds that the sealer waits for a slow writer: meanwhile all other writers wait behind the sealer."""
FORMAT: Final = "kepil log seal 1"
LOWEST: Final = -(2**63)
"""Before every number that an entry can have: a forged one may be negative."""
NOTHING: Final = ""
"""Stands for the digest before the first seal."""

Row = tuple[Any, ...]


class BusyError(Exception):
    """Somebody has been writing for so long that nothing can be sealed now. Try again."""


class BrokenChainError(Exception):
    """The last seal is not the one that it was."""


def seal(now: datetime, after: str | None = None, most: int = MOST) -> LogSeal | None:
    """Seal the oldest entries that have no seal, ``most`` at most; None where there are none.

    ``after``: the digest of the last seal as the caller remembers it; raises BrokenChainError where it is another.
    Raises BusyError."""
    settled = _settled()
    with transaction.atomic():
        _alone()
        before = LogSeal.objects.order_by("-pk").first()
        if after is not None and after != (before.digest if before else NOTHING):
            raise BrokenChainError
        start = before.last if before else LOWEST
        content = Content()
        for row in entries(start, settled, most):
            content.add(row)
        if not content.count:
            return None
        made = LogSeal(
            pk=(before.pk if before else 0) + 1,
            first=content.first,
            last=content.last,
            count=content.count,
            sealed_at=now,
        )
        made.digest = digest(made, before.digest if before else NOTHING, content.digest, settings.LOG_KEY)
        made.save(force_insert=True)
        return made


def _settled() -> int:
    """The number of the last entry; every smaller one is written for good or will never be.

    A number is drawn before its entry is seen by others. Where somebody is still writing, the lock waits for him."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = %s", [PATIENCE])
                try:
                    cursor.execute("LOCK TABLE registry_logentry IN SHARE MODE")
                except OperationalError as error:
                    raise BusyError from error
                cursor.execute("SET LOCAL lock_timeout = DEFAULT")
        last: int | None = LogEntry.objects.aggregate(last=Max("pk"))["last"]
        return LOWEST if last is None else last


def _alone() -> None:
    """One sealer at a time; on SQLite the transaction has begun as the only writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE registry_logseal IN SHARE ROW EXCLUSIVE MODE")


class Content:
    """What a seal covers, entry by entry; nothing is kept but the numbers and the running digest."""

    def __init__(self) -> None:
        self.count, self.first, self.last = 0, 0, 0  # numbers of rows
        self._hash = hashlib.sha256()

    def add(self, row: Row) -> None:
        self.count += 1
        self.first = self.first if self.count > 1 else row[0]
        self.last = row[0]
        self._hash.update(canonical(row))

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def digest(seal: LogSeal, before: str, content: str, key: str) -> str:
    """64 hexadecimal digits: HMAC-SHA256 over all columns of the seal, the seal before and the entries."""
    columns = [seal.pk, seal.first, seal.last, seal.count, _instant(str(seal.sealed_at))]
    return hmac.new(key.encode(), _line([FORMAT, before, *columns, content]), hashlib.sha256).hexdigest()


def entries(after: int, upto: int | None = None, most: int | None = None) -> Iterator[Row]:
    """All columns of the entries with greater numbers, in their order; a batch in memory at a time."""
    found = LogEntry.objects.order_by("pk").values_list(*COLUMNS)
    if upto is not None:
        found = found.filter(pk__lte=upto)
    while most is None or most > 0:
        batch = list(found.filter(pk__gt=after)[: BATCH if most is None else min(BATCH, most)])
        if not batch:
            return
        yield from batch
        after = batch[-1][0]
        most = most and most - len(batch)


# Time and details come as text: what somebody put there that is neither must be a fault, not an accident.
_AS_TEXT = {name: Cast(name, TextField()) for name in ("at", "details")}
_NAMES = [field.attname for field in LogEntry._meta.concrete_fields]
COLUMNS: Final = tuple(_AS_TEXT.get(name, name) for name in _NAMES)
_AT, _DETAILS = _NAMES.index("at"), _NAMES.index("details")


def canonical(row: Row) -> bytes:
    """One line, the same on SQLite and on PostgreSQL."""
    values = list(row)
    values[_AT] = _instant(row[_AT])
    values[_DETAILS] = _parsed(row[_DETAILS])
    return _line(values)


def _instant(text: Any) -> str:
    """In UTC to the microsecond; what is no time stays as it is."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return f"? {text}"
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def _parsed(text: Any) -> Any:
    """The JSON value; what is none stays as it is."""
    try:
        return [json.loads(text)]
    except (TypeError, ValueError, RecursionError):
        return f"? {text}"


_ENCODER = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=repr)


def _line(values: list[Any]) -> bytes:
    return _ENCODER.encode(values).encode() + b"\n"
