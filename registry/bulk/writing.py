"""Writing determinations of many people by few statements: the rows that registry/determine.py would write.

What changes goes into a temporary table as it comes; then the people are locked, whoever was determined meanwhile is
left out, and the rest is closed and inserted at once. There is no entry in the log for each person.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from ..facts import canonical, digest_of
from ..models import Citizen, Determination, Run
from .deciding import Change
from .touched import note

AT_ONCE = 1000
"""Changes that are sent together."""
ONE_DAY = timedelta(days=1)
CITIZEN, ROW = Citizen._meta.db_table, Determination._meta.db_table
NEW = "registry_bulk_new"
COLUMNS = {
    "citizen_id": "bigint",
    "kept": "bigint",
    "status": "varchar(12)",
    "ground": "varchar(40)",
    "payer": "varchar(30)",
    "reasons": "jsonb",
    "missing": "jsonb",
    "next_change_on": "date",
    "facts": "jsonb",
    "facts_digest": "varchar(80)",
}
"""Of the temporary table; ``kept``: the determination that held when the person was looked at."""
SAID = ", ".join(name for name in COLUMNS if name != "kept")
OPEN = "d.ends IS NULL AND NOT d.superseded AND d.citizen_id BETWEEN %s AND %s"
"""With the range, or the whole table would be gone through for each of them."""


class Written(NamedTuple):
    """``skipped``: somebody else has determined them meanwhile; what he wrote stays, and they are to be looked at
    again."""

    changed: int
    skipped: int


def write(changes: Iterable[Change], on: date, law_digest: str, now: datetime, run: Run | None = None) -> Written:
    """Close what held, or supersede it where it began on the day, and insert what holds from ``on``. To be called in
    the transaction in which the changes are read; they are consumed as they come, in the order of row numbers. Locks
    the rows of these citizens in that order. A change without a person (nothing changed) is passed over."""
    with connection.cursor() as cursor:
        people = _collect(cursor, changes)
        if people is None:
            return Written(0, 0)
        _lock(cursor)
        skipped = _leave_out_determined(cursor, people)
        _close(cursor, on, people)
        changed = _insert(cursor, on, law_digest, now, run)
        cursor.execute(f"DELETE FROM {NEW}")
    note(skipped)
    return Written(changed, len(skipped))


def _collect(cursor: CursorWrapper, changes: Iterable[Change]) -> tuple[int, int] | None:
    """Into the temporary table; the first and the last person, None where nobody changed."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    forget = " ON COMMIT DELETE ROWS" if connection.vendor == "postgresql" else ""
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {NEW} ({columns}){forget}")
    send = _copy if connection.vendor == "postgresql" else _execute
    rows = _rows(changes)
    people: tuple[int, int] | None = None
    while batch := list(islice(rows, AT_ONCE)):
        people = (people or batch[0])[0], batch[-1][0]
        send(cursor, batch)
    return people


Row = tuple[int, int | None, str, str, str, str, str, str | None, str, str]


def _rows(changes: Iterable[Change]) -> Iterator[Row]:
    for citizen, _, _, before, after, person in changes:
        if person is None:
            continue
        status, ground, payer, reasons, missing, change = after
        facts = canonical(person)
        kept = None if before is None else before.pk
        day = None if change is None else change.isoformat()
        codes = _codes(reasons), _codes(missing)
        yield citizen, kept, status, ground, payer, *codes, day, facts, digest_of(facts)


@lru_cache(maxsize=8192)
def _codes(codes: tuple[str, ...]) -> str:
    return json.dumps(codes)


def _copy(cursor: CursorWrapper, rows: list[Row]) -> None:
    """In the text form of COPY; what it would take for a sign is doubled. No value has a tab or the end of a line: JSON
    writes them otherwise."""
    lines = []
    for citizen, kept, status, ground, payer, reasons, missing, day, facts, digest in rows:
        plain = facts.replace("\\", "\\\\") if "\\" in facts else facts
        lines.append(
            f"{citizen}\t{_null(kept)}\t{status}\t{ground}\t{payer}\t{reasons}\t{missing}\t{_null(day)}\t{plain}\t{digest}\n"
        )
    with cursor.copy(f"COPY {NEW} FROM STDIN") as copy:
        copy.write("".join(lines))


def _null(value: int | str | None) -> int | str:
    return r"\N" if value is None else value


def _execute(cursor: CursorWrapper, rows: list[Row]) -> None:
    cursor.executemany(f"INSERT INTO {NEW} VALUES ({', '.join(['%s'] * len(COLUMNS))})", rows)


def _lock(cursor: CursorWrapper) -> None:
    """As whoever determines one person does; SQLite lets nobody else write anyway."""
    if connection.features.has_select_for_update:
        cursor.execute(
            f"WITH locked AS MATERIALIZED (SELECT c.id FROM {CITIZEN} c WHERE c.id IN (SELECT citizen_id FROM {NEW})"
            " ORDER BY c.id FOR NO KEY UPDATE) SELECT count(*) FROM locked"
        )


def _leave_out_determined(cursor: CursorWrapper, people: tuple[int, int]) -> list[int]:
    """Take out those whose open determination is not the one that was read."""
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    cursor.execute(
        f"SELECT n.citizen_id FROM {NEW} n LEFT JOIN {ROW} d ON d.citizen_id = n.citizen_id AND {OPEN}"
        f" WHERE d.id {differs} n.kept",
        people,
    )
    skipped = [row[0] for row in cursor.fetchall()]
    cursor.executemany(f"DELETE FROM {NEW} WHERE citizen_id = %s", [[pk] for pk in skipped])
    return skipped


def _close(cursor: CursorWrapper, on: date, people: tuple[int, int]) -> None:
    cursor.execute(
        f"UPDATE {ROW} AS d SET superseded = (starts = %s), ends = CASE WHEN starts = %s THEN %s ELSE %s END"
        f" WHERE {OPEN} AND id IN (SELECT kept FROM {NEW})",
        [*map(connection.ops.adapt_datefield_value, (on, on, on, on - ONE_DAY)), *people],
    )


def _insert(cursor: CursorWrapper, on: date, law_digest: str, now: datetime, run: Run | None) -> int:
    made: list[Any] = [
        connection.ops.adapt_datefield_value(on),
        law_digest,
        connection.ops.adapt_datetimefield_value(now),
        None if run is None else run.pk,
    ]
    cursor.execute(
        f"INSERT INTO {ROW} ({SAID}, superseded, starts, law_digest, determined_at, run_id)"
        f" SELECT {SAID}, FALSE, %s, %s, %s, %s FROM {NEW} ORDER BY citizen_id",
        made,
    )
    return int(cursor.rowcount)
