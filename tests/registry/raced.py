"""Runs a program of races – tests/registry/racing….py – as a process of its own and reads what it printed."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


def raced(program: str, folder: Path, *wanted: str, timeout: int = 240) -> dict[str, dict[str, Any]]:
    """On the database of this test, which has no transaction open; of SQLite on a copy of it in the folder."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.registry.{program}", *wanted],
        check=True,
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": address_for_others(folder / "race.sqlite3")},
        stdout=subprocess.PIPE,
        timeout=timeout,
    )
    print(done.stdout.decode())
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def address_for_others(file: Path) -> str:
    """Under which other processes find the tables: the database of this test, or of SQLite a copy in the file."""
    if connection.vendor == "postgresql":
        return f"postgres:///{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    connection.ensure_connection()
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)  # quicker than to migrate
    copy.close()
    return f"sqlite:///{file}"
