"""Workers that are killed at any point, by nobody who asks: what comes of it at the end is as if nobody had."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from registry.models import Citizen, Import, LogEntry
from tests.registry.world import World

from . import killing
from .files import brought, card, csv_of, people

KILLS = int(os.environ.get("KILLED_IMPORTS", "1"))
ROWS = int(os.environ.get("KILLED_IMPORT_ROWS", "800"))
"""KILLED_IMPORTS=20 KILLED_IMPORT_ROWS=20000 for the whole proof."""
LEVELS = "ABCDE"


def begun(row: Import, folder: Path) -> "subprocess.Popen[str]":
    """A worker that has come to its first statement."""
    address = f"postgres:///{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.registry.imports.killing", str(row.pk), str(folder)],
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def state(row: Import) -> dict[str, Any]:
    """Everything that an import leaves, without what differs with its number."""
    row.refresh_from_db()
    names = ("state", "mode", "rows_read", "rows_total", "rows_applied", "new", "changed", "same", "bad", "fault")
    told = {name: getattr(row, name) for name in names}
    rows = row.rows.values_list("line", "key", "values", "difference", "problems", "changes")
    log = LogEntry.objects.filter(verb="import_applied", details__import=row.pk).count()
    return told | {"rows": digest(rows), "registry": registry(), "log": log}


def registry() -> str:
    return digest(Citizen.objects.order_by("pk").values_list("pk", "wellbeing_level", "wellbeing_level_since"))


def digest(rows: Any) -> str:
    made = hashlib.sha256()
    for row in rows.iterator():
        made.update(repr(row).encode())
    return made.hexdigest()


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_ends_as_an_undisturbed_one(imports_root: Path):
    if connection.vendor != "postgresql":
        pytest.skip("there the database has many writers")
    some = people(World(), ROWS)
    content = csv_of(card(someone, LEVELS[place % 5]) for place, someone in enumerate([*some, some[0]]))
    nothing = registry()
    row, start = brought(content), time.monotonic()
    killing.work(row.pk)
    lasted = time.monotonic() - start
    undisturbed, points = state(row), Random(ROWS)
    assert (undisturbed["state"], undisturbed["new"], undisturbed["bad"]) == ("applied", ROWS, 1)
    seen = []
    for _ in range(KILLS):
        Citizen.objects.update(wellbeing_level="", wellbeing_level_since=None)
        row = brought(content)
        worker = begun(row, imports_root)
        time.sleep(points.uniform(0, 0.8 * lasted))
        worker.kill()
        worker.communicate()
        row.refresh_from_db()
        seen.append((row.state, row.rows_read, row.rows_applied))
        assert registry() in (nothing, undisturbed["registry"])
        killing.work(row.pk)
        assert state(row) == undisturbed
    print(f"{ROWS} rows, {lasted:.1f} s undisturbed; killed at", *seen, sep="\n  ")
