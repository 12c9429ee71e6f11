"""The tests make their tables out of the models, in a tenth of the time: here the migrations make the same ones."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from config.environment import database

Schema = set[tuple[str, ...]]
"""A table or an index with its name and what it is made of, in no order; what guards it as well."""
POSTGRESQL = (
    "SELECT table_name, column_name, udt_name, character_maximum_length, is_nullable, column_default, is_identity,"
    " collation_name FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
SQLITE = ("SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL",)
COMMA = re.compile(r",\s+(?![^(]*\))")
"""Not within brackets."""
OWN = ("registry_", "eligibility_")
"""The tables of others have grown by migrations of many years, which leave some keys narrower than they are now."""
REAL = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "true"}


def schema(made: BaseDatabaseWrapper) -> Schema:
    found: Schema = set()
    with made.cursor() as cursor:
        for question in POSTGRESQL if made.vendor == "postgresql" else SQLITE:
            cursor.execute(question)
            found |= {tuple(part for value in row for part in parts(str(value))) for row in cursor.fetchall()}
    return {row for row in found if row[0].startswith(OWN)}


def parts(value: str) -> list[str]:
    """The columns of a table of SQLite stand in the order in which they were added."""
    table, _, columns = value.removesuffix(")").partition(" (")
    return [table, *sorted(COMMA.split(columns))] if table.startswith("CREATE TABLE") else [value]


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Its address."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/migrated.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_migrated"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"postgres:///{connection.settings_dict['HOST']}/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.mark.django_db
def test_the_migrations_make_the_tables_that_the_tests_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with empty_database(tmp_path) as address:
        monkeypatch.setenv("DATABASE_URL", address)
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, check=True, cwd=settings.BASE, env=os.environ | REAL)
        migrated = ConnectionHandler({"default": database("DATABASE_URL", default="")})["default"]
        try:
            assert sorted(schema(migrated) ^ schema(connection)) == []
        finally:
            migrated.close()
