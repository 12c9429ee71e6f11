"""The same diagnosis at the same moment: on files of SQLite and on PostgreSQL there is one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PAIRS = int(os.environ.get("RACES", "10"))
"""RACES=1000 for the whole proof."""
CARELESS = 10


@pytest.fixture
def raced(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    """What tests/registry/racing_diagnoses.py printed, on the database of this test or, for SQLite, on a file."""
    address = f"sqlite:///{tmp_path}/race.sqlite3"
    if connection.vendor == "postgresql":
        address = f"postgres:///{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    wanted = (f"careless={CARELESS}", f"twice={PAIRS}", f"apart={PAIRS}")
    done = subprocess.run(
        [sys.executable, "-m", "tests.registry.racing_diagnoses", *wanted],
        check=True,
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        timeout=240 + PAIRS,
    )
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    print(json.dumps(found))
    return found


def test_registered_at_once(raced: dict[str, dict[str, int]]):
    careless, twice, apart = raced["careless"], raced["twice"], raced["apart"]
    assert careless["rows"] > CARELESS  # first that the race is real: without the guards there are two
    assert {twice[key] for key in ("answered", "rows", "the same", "entries")} == {PAIRS}
    assert (apart["answered"], apart["rows"], apart["entries"], apart["the same"]) == (PAIRS, 2 * PAIRS, 2 * PAIRS, 0)
