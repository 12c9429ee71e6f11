"""Twenty threads look people up for one account at the same moment; prints how many were let through as JSON.

    python -m tests.registry.racing_readings LOOK_UPS

On the database of DATABASE_URL, as racing.py. ``careless`` reads how many there were, then writes one more.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime, timedelta
from threading import Barrier
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from eligibility.models import Attempts  # noqa: E402
from registry import reading_limits, sliding  # noqa: E402
from registry.models import LogEntry  # noqa: E402
from tests.registry.world import NOW, World, who  # noqa: E402

THREADS = 20


def careless(spans: Sequence[sliding.Span], room: Sequence[int]) -> bool:
    for span, most in zip(spans, room, strict=True):
        row, _ = Attempts.objects.get_or_create(key=span.key, defaults={"count": 0, "until": span.until})
        if row.count >= most:
            return False
        row.count += 1
        row.save()
    return True


def race(world: World, look_ups: int, now: datetime) -> dict[str, int]:
    """How often what came of it, all at once and at one moment."""
    start = Barrier(THREADS)

    def run(_: int) -> Counter[str]:
        connection.ensure_connection()
        start.wait()
        try:
            return Counter(attempt(world, now) for _ in range(look_ups // THREADS))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        counts = sum(pool.map(run, range(THREADS)), Counter[str]())
    return {**counts, "told": LogEntry.objects.filter(verb="look_up_refused", at=now).count()}


def attempt(world: World, now: datetime) -> str:
    try:
        reading_limits.check(who(world.registrar, now=now), False)
    except reading_limits.TooMany:
        return "refused"
    return "let through"


def main(look_ups: int) -> dict[str, dict[str, int]]:
    if not connection.introspection.table_names():  # a new file
        call_command("migrate", run_syncdb=True, verbosity=0)
    world = World()
    ways: dict[str, Callable[..., bool]] = {"careless": careless, "counted": sliding._count}
    found = {}
    for place, (name, way) in enumerate(ways.items()):
        # without a transaction, in which SQLite lets nobody else read
        plain = mock.patch.object(sliding, "transaction") if name == "careless" else nullcontext()
        with mock.patch.object(sliding, "_count", way), plain:
            found[name] = race(world, look_ups, NOW + timedelta(days=place))
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
