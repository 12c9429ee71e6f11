"""Asks a limit from several threads at once and prints how many times it said yes.

    python -m tests.eligibility.racing naive|limit ADDRESS THREADS START_FILE READY_FILE

Several of these processes are started by test_limits.py, as a server has several workers; each of them says that it
is ready and waits until the start file is there.
"""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "true"
django.setup()

from django.db import connection  # noqa: E402

from eligibility.limits import Limit, TooMany  # noqa: E402
from eligibility.models import Attempts  # noqa: E402

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
LIMIT = Limit("race", most=10, window=timedelta(minutes=15), alarm=10_000)


def limit(address: str) -> bool:
    try:
        LIMIT.take(address, NOW)
    except TooMany:
        return False
    return True


def naive(address: str) -> bool:
    """What the limit would be without care: read, judge, write."""
    row, _new = Attempts.objects.get_or_create(key=address, defaults={"count": 0, "until": NOW + LIMIT.window})
    if row.count >= LIMIT.most:
        return False
    time.sleep(0.01)  # the work that is limited
    Attempts.objects.filter(key=address).update(count=row.count + 1)
    return True


def allowed(ask: Callable[[str], bool], address: str, threads: int, start: Path, ready: Path) -> int:
    together = Barrier(threads)

    def ask_three_times(_index: int) -> int:
        connection.ensure_connection()
        if together.wait() == 0:
            ready.touch()
        while not start.exists():
            time.sleep(0.005)
        try:
            return sum(ask(address) for _ in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(ask_three_times, range(threads)))


if __name__ == "__main__":
    kind, address, threads, start, ready = sys.argv[1:]
    print(allowed({"naive": naive, "limit": limit}[kind], address, int(threads), Path(start), Path(ready)))
