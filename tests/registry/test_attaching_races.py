"""Attachment at the same moment: one request a person, one decision a request, one active attachment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

CARELESS, PAIRS = 12, 30


@pytest.fixture
def raced(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    """What tests/registry/racing_attachment.py printed, on the database of this test or, for SQLite, on a file."""
    address = f"sqlite:///{tmp_path}/race.sqlite3"
    if connection.vendor == "postgresql":
        address = f"postgres:///{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    wanted = [f"careless_ask={CARELESS}", f"careless_decide={CARELESS}", f"ask={PAIRS}", f"decide={PAIRS}"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.registry.racing_attachment", *wanted],
        check=True,
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        timeout=240,
    )
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def test_two_at_once(raced: dict[str, dict[str, int]]):
    # first that the races are real: without the guards there are two, or the database has to break one off
    assert raced["careless_ask"]["double"] == CARELESS / 2
    careless = raced["careless_decide"]
    assert careless["both"] + careless["crashed"] > CARELESS / 4
    assert careless["kept apart"] < CARELESS

    asked = raced["ask"]
    once = ("pairs", "one", "told", "one secret", "one entry")
    assert {key: asked[key] for key in once} == dict.fromkeys(once, PAIRS)

    decided = raced["decide"]
    once = ("pairs", "one", "told", "kept apart")
    assert {key: decided[key] for key in once} == dict.fromkeys(once, PAIRS)
    assert decided["both"] == decided["crashed"] == 0
