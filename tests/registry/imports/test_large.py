"""Files as large as a region: IMPORT_ROWS=100000 tries what the other tests do with a handful of rows."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from registry.imports import applying, staging
from registry.imports.frame import NotNow
from registry.models import Citizen, Import
from tests.registry.world import World

from .files import CARD, WHO, brought, card, csv_of, people, problems, xlsx_of
from .test_killed import begun

ROWS = int(os.environ.get("IMPORT_ROWS", "0"))
MOST_MEBIBYTES, MOST_SECONDS = 300, 300

pytestmark = [
    pytest.mark.skipif(not ROWS, reason="IMPORT_ROWS says how many rows are tried"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("long", [0, 30_000_000], ids=["", "30 MB cell"])
def test_memory_and_time_are_bounded(imports_root: Path, form: str, long: int):
    if connection.vendor != "postgresql":
        pytest.skip("the worker is a process of its own")
    count = min(ROWS, 5_000) if long else ROWS
    rows = [list(card(someone, since="")) for someone in people(World(), count)]
    if long and form == "csv":
        rows[count // 2][1] = "x" * long
    heading = ["iin", "level", "since"]
    content = csv_of(rows) if form == "csv" else with_long_cell([heading, *rows], long, imports_root)
    row, start = brought(content), time.monotonic()
    worker = begun(row, imports_root)
    assert worker.stdout is not None
    read_after = next(time.monotonic() - start for line in worker.stdout if not line.startswith("staging"))
    out, _ = worker.communicate(timeout=2 * MOST_SECONDS)
    lasted, peak = time.monotonic() - start, int(out.split()[-1])
    row.refresh_from_db()
    print(f"{form} {len(content):,} bytes: staged in {read_after:.0f} s, all in {lasted:.0f} s, at most {peak} MiB")
    assert (row.state, row.new, row.bad) == ("applied", count - bool(long), int(bool(long)))
    assert peak <= MOST_MEBIBYTES
    assert lasted <= MOST_SECONDS


def with_long_cell(rows: list[list[str]], long: int, folder: Path) -> bytes:
    from .test_reading import rewritten

    if not long:
        return xlsx_of(rows)
    rows[len(rows) // 2][1] = "LONG"
    folder.mkdir(exist_ok=True)
    words = "".join(f"{number:x} " for number in range(long // 6))
    return rewritten(folder, rows, "LONG", words)


def test_one_bad_row_among_all():
    some = people(World(), ROWS)
    for bad in (1, ROWS // 2 + 1, ROWS):
        Citizen.objects.update(wellbeing_level="", wellbeing_level_since=None)
        rows: list[Any] = [card(someone) for someone in some]
        rows[bad - 1] = card(some[bad - 1], "Z")
        row = staging.stage(brought(csv_of(rows)).pk, WHO)
        assert problems(row) == {bad + 1: [("level", "choice")]}
        with pytest.raises(NotNow):
            applying.begin(WHO, row, CARD, "strict")
        assert not Citizen.objects.exclude(wellbeing_level="").exists()
        applying.begin(WHO, row, CARD, "partial")
        row = applying.work(row.pk, WHO)
        assert (row.state, row.new, row.bad) == (Import.State.APPLIED, ROWS - 1, 1)
        assert Citizen.objects.filter(wellbeing_level="D").count() == ROWS - 1
        assert Citizen.objects.get(wellbeing_level="") == some[bad - 1]
    again = staging.stage(brought(csv_of(rows)).pk, WHO)
    assert (again.same, again.bad) == (ROWS - 1, 1)
