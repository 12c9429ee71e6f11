"""Rows into the tables: by COPY on PostgreSQL, by many inserts at once elsewhere. All constraints hold."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from .rows import COLUMNS, Rows


def write(rows: Rows) -> None:
    """In the caller's transaction."""
    put = _copied if connection.vendor == "postgresql" else _inserted
    with connection.cursor() as cursor:
        for name, columns in COLUMNS.items():
            if rows.tables[name]:
                put(cursor, f"registry_{name}", ", ".join(columns), rows.tables[name])


def _copied(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for block in _lines(rows):
            copy.write(block)


def _lines(rows: list[tuple[Any, ...]], at_once: int = 500) -> Iterator[str]:
    """In the text form of COPY. No value has a tab, a line break or a backslash."""
    for first in range(0, len(rows), at_once):
        block = rows[first : first + at_once]
        lines = ["\t".join(["\\N" if value is None else str(value) for value in row]) for row in block]
        yield "\n".join([*lines, ""])


def _inserted(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608 - names of our own tables
