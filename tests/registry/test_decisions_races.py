"""Two people at the same moment: on files of SQLite and on PostgreSQL exactly one act holds, and the other is told."""

from pathlib import Path

import pytest

from .raced import raced

CARELESS, DECIDE, SUBMIT = 20, 50, 60


@pytest.fixture
def found(transactional_db: None, tmp_path: Path) -> dict[str, dict[str, int]]:
    return raced("racing", tmp_path, f"careless={CARELESS}", f"decide={DECIDE}", f"submit={SUBMIT}")


def test_two_at_once(found: dict[str, dict[str, int]]):
    careless, decide, submit = found["careless"], found["decide"], found["submit"]

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
