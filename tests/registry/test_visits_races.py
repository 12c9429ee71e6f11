"""The same visit at the same moment: on files of SQLite and on PostgreSQL there is one, and one obligation."""

import os
from pathlib import Path

import pytest
from django.db import connection

from .raced import raced

PAIRS = int(os.environ.get("RACES", "12"))
"""RACES=1000 for the whole proof."""
CARELESS, CROWDS = 12, 1


@pytest.fixture
def found(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    wanted = {"careless": CARELESS, "twice": PAIRS, "places": PAIRS, "revoke": PAIRS, "crowd": CROWDS}
    named = [f"{kind}={count}" for kind, count in wanted.items()]
    return raced("racing_visits", tmp_path, *named, timeout=240 + PAIRS)


def test_recorded_at_once(found: dict[str, dict[str, int]]):
    careless, twice, places = found["careless"], found["twice"], found["places"]

    # first that the race is real: without the guards there are two of one visit, or an obligation without a level
    assert careless["double"] > CARELESS / 4
    if connection.vendor == "postgresql":
        assert careless["contradictory"] > 0, careless

    once = ("answered", "one visit", "one obligation", "one created", "the same", "one entry")
    assert {key: twice[key] for key in once} == dict.fromkeys(once, PAIRS)
    assert {places[key] for key in ("two visits", "one obligation", "one began")} == {PAIRS}

    # whoever is first: a level that never held leaves no cover and no debt
    assert (found["revoke"]["both"], found["revoke"]["contradictory"]) == (PAIRS, 0)

    crowd = found["crowd"]
    assert (crowd["answered"], crowd["visits"], crowd["obligations"]) == (50 * CROWDS, 3 * CROWDS, CROWDS)
