"""The same diagnosis at the same moment: on files of SQLite and on PostgreSQL there is one."""

import os
from pathlib import Path

import pytest

from .raced import raced

PAIRS = int(os.environ.get("RACES", "10"))
"""RACES=1000 for the whole proof."""
CARELESS = 10


@pytest.fixture
def found(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    wanted = [f"careless={CARELESS}", f"twice={PAIRS}", f"apart={PAIRS}"]
    return raced("racing_diagnoses", tmp_path, *wanted, timeout=240 + PAIRS)


def test_registered_at_once(found: dict[str, dict[str, int]]):
    careless, twice, apart = found["careless"], found["twice"], found["apart"]
    assert careless["rows"] > CARELESS  # first that the race is real: without the guards there are two
    assert {twice[key] for key in ("answered", "rows", "the same", "entries")} == {PAIRS}
    assert (apart["answered"], apart["rows"], apart["entries"], apart["the same"]) == (PAIRS, 2 * PAIRS, 2 * PAIRS, 0)
