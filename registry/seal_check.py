"""Checking the chain of seals: what was changed, removed, put in, exchanged or cut off. Names rows, never people."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from django.conf import settings
from django.db.models import Count, Min

from .models import LogEntry, LogSeal
from .seal_roots import Root
from .seals import BATCH, LOWEST, NOTHING, Content, Row, digest, entries

UNSEALED_FOR: Final = timedelta(seconds=60)
"""Longer than this no entry stays without a seal while the sealer runs."""
TELL_EVERY: Final = 100_000

Progress = Callable[[int], None]


@dataclass(slots=True)
class Report:
    faults: list[str] = field(default_factory=list)
    seals: int = 0
    sealed: int = 0
    unsealed: int = 0
    last: LogSeal | None = None


def verify(now: datetime, roots: Iterable[Root] = (), progress: Progress | None = None) -> Report:
    """Look at the whole log. ``progress`` is called with the number of entries looked at, now and then."""
    report, walk = Report(), _Walk(progress)
    wanted: dict[int, list[Root]] = {}
    for root in roots:
        wanted.setdefault(root.seal, []).append(root)
    for seal in _seals():
        report.faults += walk.faults_of(seal)
        report.seals += 1
        report.last = seal
        kept = wanted.pop(seal.pk, ())
        report.faults += [_of_root(root) for root in kept if not _same(root, seal, walk.count)]
    report.faults += [_of_root(root) for kept in wanted.values() for root in kept]
    report.sealed = walk.count
    _look_at_the_rest(report, now)
    return report


class _Walk:
    """Goes along seals and entries at once."""

    def __init__(self, progress: Progress | None) -> None:
        self.keys: Sequence[str] = (settings.LOG_KEY, *settings.LOG_KEY_FALLBACKS)
        self.key = len(self.keys) - 1
        self.before: LogSeal | None = None
        self.count = 0
        self.progress = progress
        self.rows = entries(LOWEST)
        self.next: Row | None = next(self.rows, None)

    def faults_of(self, seal: LogSeal) -> list[str]:
        before, self.before = self.before, seal
        found = []
        expected = before.pk + 1 if before else 1
        if seal.pk != expected:
            found.append(f"seal {expected}: it is missing, the next one is seal {seal.pk}")
        if before and seal.last <= before.last:
            found.append(f"seal {seal.pk}: it does not come after the entries of seal {before.pk}")
        content = self._content(seal.last)
        where = f"seal {seal.pk}, entries {seal.first} to {seal.last}"
        if content.count != seal.count:
            found.append(f"{where}: there are {content.count} entries where {seal.count} were sealed")
        elif not self._holds(seal, before.digest if before else NOTHING, content.digest):
            found.append(f"{where}: the entries or the seal are not what they were")
        return found

    def _content(self, last: int) -> Content:
        content = Content()
        while self.next is not None and self.next[0] <= last:
            content.add(self.next)
            self.next = next(self.rows, None)
            self.count += 1
            if self.progress and self.count % TELL_EVERY == 0:
                self.progress(self.count)
        return content

    def _holds(self, seal: LogSeal, before: str, content: str) -> bool:
        """Whether one of the keys made it. A key that was given up is not believed again after a newer one."""
        for place in range(self.key, -1, -1):
            if compare_digest(digest(seal, before, content, self.keys[place]), seal.digest):
                self.key = place
                return True
        return False


def _seals() -> Iterator[LogSeal]:
    """In the order of their numbers, those that are there now: what is sealed meanwhile is left for the next time,
    because the entries that go with it may not have been there when they were read."""
    last = LogSeal.objects.order_by("-pk").first()
    seals = LogSeal.objects.filter(pk__lte=last.pk if last else LOWEST)
    after = LOWEST
    while batch := list(seals.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield from batch
        after = batch[-1].pk


def _same(root: Root, seal: LogSeal, count: int) -> bool:
    return (root.last, root.count, root.digest) == (seal.last, count, seal.digest)


def _of_root(root: Root) -> str:
    return f"root of {root.day}: seal {root.seal}, up to entry {root.last}, is not the one that was kept, or gone"


def _look_at_the_rest(report: Report, now: datetime) -> None:
    """Entries that have no seal yet: how many, and whether one has been waiting too long."""
    rest = LogEntry.objects.filter(pk__gt=report.last.last if report.last else LOWEST)
    report.unsealed = rest.aggregate(count=Count("pk"))["count"]
    late = rest.filter(at__lt=now - UNSEALED_FOR).aggregate(count=Count("pk"), first=Min("pk"))
    if late["count"]:
        told = f"{late['count']} entries from {late['first']} on have had no seal for more than"
        report.faults.append(f"{told} {UNSEALED_FOR.seconds} seconds")
