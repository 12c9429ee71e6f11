"""Lets two clinicians register the same diagnosis at the same moment, many times, and prints what came of it as JSON.

    python -m tests.registry.racing_diagnoses careless=PAIRS twice=PAIRS apart=PAIRS

On the database of DATABASE_URL: a file of SQLite, which it migrates, or the test database of PostgreSQL. ``careless``
is with the guards switched off: no row is locked, nobody looks whether it is there, and the database lets two of them
stand. ``apart``: the illness is sensitive, so each of the two has his own.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from registry import diagnosing  # noqa: E402
from registry.models import Account, Citizen, Diagnosis, LogEntry, Role  # noqa: E402
from tests.registry.racing import Act, together  # noqa: E402
from tests.registry.world import World, who  # noqa: E402

UNIQUE = next(item for item in Diagnosis._meta.constraints if item.name == "one_open_diagnosis_of_a_kind")
Clinicians = tuple[Account, Account]


def race(world: World, by: Clinicians, pool: ThreadPoolExecutor, pairs: int, code: str = "G40") -> "Counter[str]":
    counts: Counter[str] = Counter(pairs=pairs)
    for citizen in [world.known_citizen() for _ in range(pairs)]:
        results = together(pool, [_register(account, citizen, code) for account in by])
        done = [item for item in results if isinstance(item, Diagnosis)]
        counts["answered"] += len(done) == 2
        counts["rows"] += Diagnosis.objects.filter(citizen=citizen).count()
        counts["the same"] += len({item.pk for item in done}) == 1
        counts["entries"] += LogEntry.objects.filter(citizen=citizen, verb="diagnosis_registered").count()
    return counts


def _register(account: Account, citizen: Citizen, code: str) -> Act:
    def act() -> Any:
        return diagnosing.register(who(account), citizen, code, None, False)

    return act


@contextmanager
def no_guards() -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.remove_constraint(Diagnosis, UNIQUE)
    unlocked = mock.patch.object(QuerySet, "select_for_update", lambda self, *_, **__: self.all())
    with unlocked, mock.patch.object(diagnosing, "_held", return_value=None):
        yield
    Diagnosis.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Diagnosis, UNIQUE)


def main(wanted: dict[str, int]) -> dict[str, dict[str, int]]:
    if not connection.introspection.table_names():  # a new file
        call_command("migrate", run_syncdb=True, verbosity=0)
    world = World()
    by = (world.clinician, world.staff("second-clinician", Role.CLINICIAN))

    def careless(pool: ThreadPoolExecutor, pairs: int) -> "Counter[str]":
        with no_guards():
            return race(world, by, pool, pairs)

    kinds: dict[str, Callable[[ThreadPoolExecutor, int], Counter[str]]] = {
        "careless": careless,
        "twice": lambda pool, pairs: race(world, by, pool, pairs),
        "apart": lambda pool, pairs: race(world, by, pool, pairs, "F32.1"),
    }
    with ThreadPoolExecutor(2) as pool:
        found = {kind: dict(kinds[kind](pool, number)) for kind, number in wanted.items()}
        together(pool, [connection.close] * 2)
    return found


if __name__ == "__main__":
    asked = (argument.split("=") for argument in sys.argv[1:])
    print(json.dumps(main({kind: int(number) for kind, number in asked})))
