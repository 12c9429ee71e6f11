"""The same visit at the same moment: on files of SQLite and on PostgreSQL there is one, and one obligation."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PAIRS = int(os.environ.get("RACES", "12"))
"""RACES=1000 for the whole proof."""
CARELESS, CROWDS = 12, 1


@pytest.fixture
def raced(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    """What tests/registry/racing_visits.py printed, on the database of this test or, for SQLite, on a file."""
    address = f"sqlite:///{tmp_path}/race.sqlite3"
    if connection.vendor == "postgresql":
        address = f"postgres:///{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    wanted = {"careless": CARELESS, "twice": PAIRS, "places": PAIRS, "revoke": PAIRS, "crowd": CROWDS}
    done = subprocess.run(
        [sys.executable, "-m", "tests.registry.racing_visits", *(f"{kind}={count}" for kind, count in wanted.items())],
        check=True,
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        timeout=240 + PAIRS,
    )
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    print(json.dumps(found))
    return found


def test_recorded_at_once(raced: dict[str, dict[str, int]]):
    careless, twice, places = raced["careless"], raced["twice"], raced["places"]

    # first that the race is real: without the guards there are two of one visit, or an obligation without a level
    assert careless["double"] > CARELESS / 4
    if connection.vendor == "postgresql":
        assert careless["contradictory"] > 0, careless

    once = ("answered", "one visit", "one obligation", "one created", "the same", "one entry")
    assert {key: twice[key] for key in once} == dict.fromkeys(once, PAIRS)
    assert {places[key] for key in ("two visits", "one obligation", "one began")} == {PAIRS}

    # whoever is first: a level that never held leaves no cover and no debt
    assert (raced["revoke"]["both"], raced["revoke"]["contradictory"]) == (PAIRS, 0)

    crowd = raced["crowd"]
    assert (crowd["answered"], crowd["visits"], crowd["obligations"]) == (50 * CROWDS, 3 * CROWDS, CROWDS)
