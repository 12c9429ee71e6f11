"""Workers that are killed leave nothing by half: whoever goes on ends where an undisturbed run would."""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.registry.raced import raced

KILLS = int(os.environ.get("KILLED_RUNS", "1"))
"""KILLED_RUNS=20 for the whole proof."""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_changes_nothing_of_the_end(tmp_path: Path):
    workers = 2 if connection.vendor == "postgresql" else 1
    wanted = (f"kills={KILLS}", "people=12", f"workers={workers}", "timed=0")
    found = raced("runs.killing", tmp_path, *wanted)["found"]
    assert (found["runs"], found["killed"] > 0) == (KILLS, True)
    never = ("failed", "not applied", "ends differently", "ranges written twice", "ended twice")
    assert {name: found[name] for name in never} == dict.fromkeys(never, 0)
