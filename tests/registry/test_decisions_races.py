"""Two people at the same moment: on files of SQLite and on PostgreSQL exactly one act holds, and the other is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

CARELESS, DECIDE, SUBMIT = 20, 50, 60


@pytest.fixture
def raced(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    """What tests/registry/racing.py printed, on the database of this test or, for SQLite, on a file."""
    address = f"sqlite:///{tmp_path}/race.sqlite3"
    if connection.vendor == "postgresql":
        address = f"postgres:///{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    command = [sys.executable, "-m", "tests.registry.racing"]
    done = subprocess.run(
        [*command, f"careless={CARELESS}", f"decide={DECIDE}", f"submit={SUBMIT}"],
        check=True,
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        timeout=240,
    )
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def test_two_at_once(raced: dict[str, dict[str, int]]):
    careless, decide, submit = raced["careless"], raced["decide"], raced["submit"]

    # first that the race is real: without lock and version both go through, or the database has to break one off
    assert careless["both"] + careless["crashed"] > CARELESS / 4
    assert careless["kept apart"] < CARELESS

    # opposite decisions: one holds, nothing of the other is left, and whoever lost hears who was faster and when
    assert (decide["pairs"], decide["one"], decide["both"], decide["crashed"]) == (DECIDE, DECIDE, 0, 0)
    assert (decide["told"], decide["kept apart"]) == (DECIDE, DECIDE)

    # the same form sent twice: one application, one document on disk, and the secret is shown once
    once = ("answered", "one secret", "applications", "entries")
    assert {key: submit[key] for key in once} == dict.fromkeys(once, SUBMIT)
    assert submit["documents"] == submit["files"] == SUBMIT / 5
