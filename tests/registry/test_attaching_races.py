"""Attachment at the same moment: one request a person, one decision a request, one active attachment."""

from pathlib import Path

import pytest

from .raced import raced

CARELESS, PAIRS = 12, 30


@pytest.fixture
def found(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    wanted = [f"careless_ask={CARELESS}", f"careless_decide={CARELESS}", f"ask={PAIRS}", f"decide={PAIRS}"]
    return raced("racing_attachment", tmp_path, *wanted)


def test_two_at_once(found: dict[str, dict[str, int]]):
    # first that the races are real: without the guards there are two, or the database has to break one off
    assert found["careless_ask"]["double"] == CARELESS / 2
    careless = found["careless_decide"]
    assert careless["both"] + careless["crashed"] > CARELESS / 4
    assert careless["kept apart"] < CARELESS

    asked = found["ask"]
    once = ("pairs", "one", "told", "one secret", "one entry")
    assert {key: asked[key] for key in once} == dict.fromkeys(once, PAIRS)

    decided = found["decide"]
    once = ("pairs", "one", "told", "kept apart")
    assert {key: decided[key] for key in once} == dict.fromkeys(once, PAIRS)
    assert decided["both"] == decided["crashed"] == 0
