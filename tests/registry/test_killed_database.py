"""The database is stopped as by a crash and started again while people write at the desk: what was acknowledged is
there, nothing is there twice or by half, and whoever's write was not saved was told so."""

import json
import os
import subprocess
import sys
from typing import IO

import pytest
from django.conf import settings

from tests import pg
from tests.conftest import unavailable

WRITES = int(os.environ.get("KILLED_WRITES", "100"))
"""KILLED_WRITES=2000 for the whole proof."""
KILLS = max(2, WRITES // 200)


def after(lines: IO[str], writes: int) -> None:
    """Waits until so many are done."""
    for line in lines:
        if line.strip().isdigit() and int(line) >= writes:
            return
    raise AssertionError("the writers have ended")


def killed() -> dict[str, int]:
    programs = pg.find_programs()
    if programs is None:
        unavailable("PostgreSQL", "On Debian or Ubuntu: apt-get install postgresql")
    with pg.cluster(programs, pg.DURABLE) as cluster:
        writing = subprocess.Popen(
            [sys.executable, "-m", "tests.registry.killing", str(WRITES)],
            cwd=settings.BASE,
            env=os.environ | cluster.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert writing.stdout is not None
            for number in range(KILLS):
                after(writing.stdout, (number + 1) * WRITES // (KILLS + 1))
                cluster.stop()
                cluster.start()
            out, _ = writing.communicate(timeout=max(200, WRITES))
        finally:
            writing.kill()
            writing.wait()
    found: dict[str, int] = json.loads(out.splitlines()[-1])
    print(json.dumps(found))
    return found


@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="once is enough: it has its own")
def test_nothing_acknowledged_is_lost_and_nothing_is_twice():
    found = killed()
    assert found["writes"] == WRITES
    assert found["told not saved"] >= 1
    assert found["saved at a second try"] >= 1
    never = ("other answers", "lost", "twice", "owed twice", "people without their visit")
    half = [name for name in found if "without" in name]
    assert {name: found[name] for name in (*never, *half)} == dict.fromkeys((*never, *half), 0)
