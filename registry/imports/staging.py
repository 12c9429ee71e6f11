"""Reads a file into rows beside the registry: a thousand in a transaction, so that whoever is killed is followed by
another who goes on after the last line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import Max, Min

from ..log import Who
from ..models import Import, ImportRow
from ..working_days import day_of
from . import store
from .bringing import close
from .faults import Unreadable
from .kinds import KINDS
from .kinds.base import BAD, MOST, Kind, Planned, Problem, Scope, Staged
from .reading import Table, opened
from .rows import SHOWN, Row, row_of

MOST_ROWS: Final = 2_000_000
LONGEST_KEY: Final = 200
Tell = Callable[[Import], None]


class Overtaken(Exception):
    """Somebody else is at it, or it was cancelled meanwhile."""


def stage(pk: int, who: Who, tell: Tell = lambda row: None) -> Import:
    """Until the file is read or turns out to be unreadable; an import in another state is left alone. ``who``: at
    whose wish, and when. ``tell`` gets the import after each thousand rows."""
    row = Import.objects.get(pk=pk)
    if row.state != Import.State.STAGING:
        return row
    try:
        return _read(row, KINDS[row.kind], who, tell)
    except Overtaken:
        pass
    except Unreadable as fault:
        _give_up(row, fault, who)
    return Import.objects.get(pk=pk)


def _read(row: Import, kind: Kind, who: Who, tell: Tell) -> Import:
    last = last_line(row)
    with opened(store.path_of(row.key) if row.key else store.path_of("0" * 40), kind) as table:
        for batch in _batches(_after(last, kind, table)):
            row = _take(row.pk, kind, last, batch, who, table.share())
            last = batch[-1].line
            tell(row)
    with transaction.atomic():
        row = _locked(row.pk, last)
        if not row.rows_read:
            raise Unreadable("no_rows")
        row.state, row.rows_total = Import.State.STAGED, row.rows_read
        row.save()
    return row


def _after(last: int, kind: Kind, table: Table) -> Iterator[Row]:
    for line in table.lines:
        if line.number > last and (row := row_of(kind, table.heading, line)) is not None:
            yield row


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, MOST)):
        yield batch


def _take(pk: int, kind: Kind, last: int, batch: Sequence[Row], who: Who, share: float) -> Import:
    """Raises Overtaken and Unreadable."""
    with transaction.atomic():
        row = _locked(pk, last)
        row.rows_read += len(batch)
        if row.rows_read > MOST_ROWS:
            raise Unreadable("too_many_rows", most=MOST_ROWS)
        _mark_doubles(row, kind, batch)
        found = planned(kind, batch, Scope(who, row.region_id, day_of(who.now)))
        ImportRow.objects.bulk_create(_kept(row, found))
        for _, plan in found:
            setattr(row, plan.difference, getattr(row, plan.difference) + 1)
        row.rows_total = int(row.rows_read / share) if share > 0 else None
        row.save()
    return row


def _locked(pk: int, last: int) -> Import:
    """Raises Overtaken where it is not as this worker left it."""
    row = Import.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state != Import.State.STAGING or last_line(row) != last:
        raise Overtaken
    return row


def last_line(row: Import) -> int:
    return ImportRow.objects.filter(of=row).aggregate(last=Max("line"))["last"] or 0


def _mark_doubles(row: Import, kind: Kind, batch: Sequence[Row]) -> None:
    """Of the same key the first line counts, whatever is wrong with it."""
    keys = {_key(item) for item in batch} - {""}
    before = ImportRow.objects.filter(of=row, key__in=keys).exclude(key="").order_by().values("key")
    first: dict[str, int] = dict(before.annotate(first=Min("line")).values_list("key", "first"))
    for item in batch:
        key = _key(item)
        if key and first.setdefault(key, item.line) != item.line:
            item.problems.append(Problem("twice", kind.key[0], line=first[key]))


def _key(item: Row) -> str:
    return item.key[:LONGEST_KEY]


def planned(kind: Kind, batch: Iterable[Row], scope: Scope) -> list[tuple[Row, Planned]]:
    """What becomes of each row; the kind is asked about those that could be read."""
    rows = list(batch)
    staged = [Staged(row.line, row.values) for row in rows if not row.problems]
    plans = {plan.line: plan for plan in kind.plan(staged, scope)} if staged else {}
    return [(row, plans.get(row.line) or Planned(row.line, BAD, problems=row.problems)) for row in rows]


def _kept(of: Import, found: Sequence[tuple[Row, Planned]]) -> Iterator[ImportRow]:
    for row, plan in found:
        bad = plan.difference == BAD
        yield ImportRow(
            of=of,
            line=row.line,
            key=_key(row),
            values={name: text[:SHOWN] for name, text in row.texts.items()} if bad else row.texts,
            difference=plan.difference,
            problems=[problem.as_json() for problem in plan.problems],
            changes=[change.as_json() for change in plan.changes],
        )


def _give_up(row: Import, fault: Unreadable, who: Who) -> None:
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.state == Import.State.STAGING:
            locked.fault, locked.fault_values = fault.code, fault.values
            close(locked, Import.State.UNREADABLE, who)
