"""Takes the rows of an import into the registry: all that may be, in one transaction.

What each row changes is worked out anew, from what the registry holds now. Whoever is killed leaves nothing; the next
begins from the beginning."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from django.db import connection, transaction

from .. import log
from ..log import Verb, Who
from ..models import Import, ImportRow
from ..refusals import NotAllowed
from ..working_days import day_of
from .bringing import close
from .frame import NotNow, check_may
from .kinds import KINDS
from .kinds.base import BAD, CHANGED, MOST, NEW, SAME, Kind, Planned, Scope
from .progress import Progress
from .rows import Row, reread
from .staging import planned
from .updating import update

LOCK: Final = 0x4B49
"""The first half of the number of an advisory lock; the second is that of the import."""
MOVED: Final = "moved"
Tell = Callable[[Import], None]


class Busy(Exception):
    """Another worker applies it at this moment."""


class _BadSince(Exception):
    """A row that was good in the preview is bad now, and the import is strict."""


class Portion(NamedTuple):
    rows: Sequence[ImportRow]
    found: Sequence[tuple[Row, Planned]]


def begin(who: Who, row: Import, kind: Kind, mode: str) -> Import:
    """The import is to be applied by a worker. Raises NotAllowed, also for a strict one with bad rows."""
    check_may(who, kind, row.region_id)
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.state != Import.State.STAGED:
            raise NotNow
        if mode == Import.Mode.STRICT and locked.bad:
            raise NotNow("import_bad_rows")
        if locked.bad == locked.rows_read:
            raise NotNow("import_nothing_good")
        locked.state, locked.mode, locked.applied_by = Import.State.APPLYING, mode, who.account
        locked.rows_applied, locked.fault, locked.fault_values = 0, "", {}
        locked.save()
    return locked


def work(pk: int, who: Who, tell: Tell = lambda row: None) -> Import:
    """Until it is applied, or goes back to the preview because rows have become bad. Raises Busy."""
    row = Import.objects.get(pk=pk)
    if row.state != Import.State.APPLYING:
        return row
    kind = KINDS[row.kind]
    try:
        check_may(who, kind, row.region_id)
        with transaction.atomic(), Progress(row, tell) as progress:
            _apply(row, kind, who, progress)
    except _BadSince:
        _back(row, "bad_since")
        compare(row, kind, who)
    except NotNow:
        pass  # somebody else has finished it
    except NotAllowed:
        _back(row, "rights")
    return Import.objects.get(pk=pk)


def _apply(row: Import, kind: Kind, who: Who, progress: Progress) -> None:
    _lock(row)
    row.refresh_from_db()
    if row.state != Import.State.APPLYING:
        raise NotNow
    before = {str(name): getattr(row, name) for name in (NEW, CHANGED, SAME, BAD)}
    counts = {str(NEW): 0, str(CHANGED): 0, str(SAME): 0, str(BAD): row.bad}
    scope = Scope(who, row.region_id, day_of(who.now), writing=True)
    for portion in _portions(row, kind, scope):
        for _, plan in portion.found:
            counts[plan.difference] += 1
        if counts[BAD] and row.mode == Import.Mode.STRICT:
            raise _BadSince
        if differing := [plan for _, plan in portion.found if plan.difference in (NEW, CHANGED)]:
            kind.write(differing, scope)
        _mark_moved(portion)
        progress.add(len(portion.rows))
    _close(row, counts, who)
    if counts != before:
        row.fault, row.fault_values = MOVED, before
    row.save()


def _lock(row: Import) -> None:
    """Not of the row itself, in which the progress is written from outside of the transaction. On SQLite the whole
    database has one writer."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, row.pk % 2**31])
        if not cursor.fetchone()[0]:
            raise Busy


def _portions(row: Import, kind: Kind, scope: Scope) -> Iterator[Portion]:
    last = 0
    rows = ImportRow.objects.filter(of=row).exclude(difference=BAD).order_by("line")
    while found := list(rows.filter(line__gt=last)[:MOST]):
        last = found[-1].line
        yield Portion(found, planned(kind, [reread(kind, item.line, item.values) for item in found], scope))


def _mark_moved(portion: Portion) -> None:
    """What differs from the preview is kept, above all what has become bad."""
    moved = []
    for kept, (_, plan) in zip(portion.rows, portion.found, strict=True):
        changes = [change.as_json() for change in plan.changes]
        if (kept.difference, kept.changes) != (plan.difference, changes):
            kept.difference, kept.changes = plan.difference, changes
            kept.problems = [problem.as_json() for problem in plan.problems]
            moved.append(kept)
    if moved:
        update(moved, ["difference", "changes", "problems"])


def _close(row: Import, counts: dict[str, int], who: Who) -> None:
    row.state, row.closed_at = Import.State.APPLIED, who.now
    row.new, row.changed, row.same, row.bad = counts[NEW], counts[CHANGED], counts[SAME], counts[BAD]
    row.rows_applied = row.new + row.changed + row.same
    details = {"import": row.pk, "kind": row.kind, "mode": row.mode}
    log.write(who, Verb.IMPORT_APPLIED, details={**details, **counts})


def _back(row: Import, code: str) -> None:
    """To the preview, with what is to be said there."""
    states = {"state": Import.State.STAGED, "rows_applied": 0, "fault": code}
    Import.objects.filter(pk=row.pk, state=Import.State.APPLYING).update(**states)


def compare(row: Import, kind: Kind, who: Who) -> None:
    """The preview once more, from what the registry holds now; a thousand rows in a transaction."""
    scope = Scope(who, row.region_id, day_of(who.now))
    for portion in _portions(row, kind, scope):
        _mark_moved(portion)
    rows = ImportRow.objects.filter(of=row)
    counts = {str(name): rows.filter(difference=name).count() for name in (NEW, CHANGED, SAME, BAD)}
    Import.objects.filter(pk=row.pk, state=Import.State.STAGED).update(**counts)


def give_up(row: Import, who: Who) -> None:
    """After an error that is none of the file: what was being read is over, what was being applied is as before."""
    _back(row, "failed")
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.state == Import.State.STAGING:
            locked.fault = "failed"
            close(locked, Import.State.UNREADABLE, who)
