"""Many rows at once on PostgreSQL: what points elsewhere and what must not overlap is checked in the end, for all rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from .rows import COLUMNS


@contextmanager
def checked_at_the_end() -> Iterator[None]:
    """Within the caller's transaction, in which nobody else gets at the tables: their foreign keys and exclusions are
    taken off and put back as they were, which looks at every row. If that fails, nothing has happened."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found = constraints(cursor)
        for table, name, _ in found:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        for table, name, definition in found:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def constraints(cursor: Any) -> list[tuple[str, str, str]]:
    """Table, name and definition, as PostgreSQL words and quotes them."""
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('f', 'x') AND conrelid = ANY(%s::regclass[]) ORDER BY conrelid, conname",
        [[f"registry_{name}" for name in COLUMNS]],
    )
    return list(cursor.fetchall())
