"""Lets registrars record the same visit at the same moment, and an officer revoke the level meanwhile, many times, and
prints what came of it as JSON.

    python -m tests.registry.racing_visits careless=PAIRS twice=PAIRS places=PAIRS revoke=PAIRS crowd=CROWDS

On the database of DATABASE_URL: a file of SQLite, which it migrates, or the test database of PostgreSQL. ``careless``
is with the guards switched off: no row is locked, nobody looks whether the visit is there, and the database lets two
of them stand.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Model, QuerySet  # noqa: E402

from registry import decisions, determine, visits  # noqa: E402
from registry.models import Citizen, LogEntry, Obligation, Proposal, Role, Visit  # noqa: E402
from tests.registry.racing import Act, together  # noqa: E402
from tests.registry.world import World, polyclinic, who  # noqa: E402

NEW_YEAR = date(2026, 1, 1)
CROWD = 50
GUARDED: dict[type[Model], str] = {
    Visit: "one_visit_a_day_and_polyclinic",
    Obligation: "one_wellbeing_obligation_a_year",
}
"""What the database itself forbids."""


class Desks:
    """Three polyclinics of a region with two registrars each."""

    def __init__(self) -> None:
        self.world = world = World()
        places = [world.polyclinic, world.other_polyclinic, polyclinic(world.home, "№3 емхана")]
        self.registrars = [
            [world.staff(f"desk-{number}-{seat}", Role.REGISTRAR, polyclinic=place) for seat in range(2)]
            for number, place in enumerate(places)
        ]

    def poor(self) -> Citizen:
        citizen = self.world.known_citizen()
        self.world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        return citizen

    def record(self, citizen: Citizen, place: int, seat: int) -> Act:
        return lambda: visits.record(who(self.registrars[place][seat]), citizen)


def live(citizen: Citizen) -> int:
    return Obligation.objects.filter(citizen=citizen, ended_at=None).count()


def fine(results: list[Any]) -> list[visits.Recorded]:
    return [result for result in results if isinstance(result, visits.Recorded)]


def twice(desks: Desks, pool: ThreadPoolExecutor, pairs: int) -> "Counter[str]":
    """Two registrars of one polyclinic, or one registrar twice."""
    counts: Counter[str] = Counter(pairs=pairs)
    for number in range(pairs):
        citizen = desks.poor()
        results = together(pool, [desks.record(citizen, 0, 0), desks.record(citizen, 0, number % 2)])
        done = fine(results)
        rows = Visit.objects.filter(citizen=citizen).count()
        counts["answered"] += len(done) == 2
        counts["one visit"] += rows == 1
        counts["double"] += rows > 1
        counts["one obligation"] += live(citizen) == 1
        counts["one created"] += sum(item.created for item in done) == 1
        counts["the same"] += len({item.visit.pk for item in done}) == 1
        counts["one entry"] += LogEntry.objects.filter(citizen=citizen, verb="visit_recorded").count() == 1
    return counts


def places(desks: Desks, pool: ThreadPoolExecutor, pairs: int) -> "Counter[str]":
    """In two polyclinics: two visits, one obligation."""
    counts: Counter[str] = Counter(pairs=pairs)
    for _ in range(pairs):
        citizen = desks.poor()
        done = fine(together(pool, [desks.record(citizen, 0, 0), desks.record(citizen, 1, 0)]))
        counts["two visits"] += Visit.objects.filter(citizen=citizen).count() == 2 == len(done)
        counts["one obligation"] += live(citizen) == 1
        counts["one began"] += sum(item.cover_began for item in done) == 1
    return counts


def revoke(desks: Desks, pool: ThreadPoolExecutor, pairs: int) -> "Counter[str]":
    """The level is revoked as never having held, while the visit is recorded."""
    counts: Counter[str] = Counter(pairs=pairs)
    world = desks.world
    for _ in range(pairs):
        citizen = desks.poor()
        ground = citizen.confirmed_grounds.get()
        proposal = decisions.propose_revocation(who(world.officer), ground, 0, ["found_other_level"], "Карта", None)

        def approve(proposal: Proposal = proposal) -> Any:
            return decisions.approve_revocation(who(world.approver), proposal)

        results = together(pool, [desks.record(citizen, 0, 0), approve])
        done = [result for result in results if not isinstance(result, Exception)]
        current = citizen.determinations.filter(ends=None, superseded=False).last()
        void = citizen.confirmed_grounds.get().void
        counts["both"] += len(done) == 2
        counts["contradictory"] += void and (live(citizen) > 0 or getattr(current, "status", "") == "insured")
        counts["visit first"] += citizen.obligations.exists()
    return counts


def crowd(desks: Desks, _pool: ThreadPoolExecutor, crowds: int) -> "Counter[str]":
    """Fifty at once, by six registrars of three polyclinics."""
    counts: Counter[str] = Counter(crowds=crowds)
    with ThreadPoolExecutor(CROWD) as pool:
        for _ in range(crowds):
            citizen = desks.poor()
            acts = [desks.record(citizen, number % 3, number % 2) for number in range(CROWD)]
            done = fine(together(pool, acts))
            counts["answered"] += len(done)
            counts["visits"] += Visit.objects.filter(citizen=citizen).count()
            counts["obligations"] += citizen.obligations.count()
        together(pool, [connection.close] * CROWD)
    return counts


@contextmanager
def no_guards() -> Iterator[None]:
    guards = [(model, item) for model in GUARDED for item in model._meta.constraints if item.name == GUARDED[model]]
    for model, item in guards:
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, item)
    unlocked = mock.patch.object(QuerySet, "select_for_update", lambda self, *_, **__: self.all())
    unseen = mock.patch.object(visits, "_recorded", return_value=None)
    undetermined = mock.patch.object(determine, "written")  # no two of them stand in PostgreSQL, whatever is asked
    with unlocked, unseen, undetermined:
        yield
    for model in (Obligation, Visit):
        model.objects.all().delete()
    for model, item in guards:
        with connection.schema_editor() as editor:
            editor.add_constraint(model, item)


def careless(desks: Desks, pool: ThreadPoolExecutor, pairs: int) -> "Counter[str]":
    with no_guards():
        counts = twice(desks, pool, pairs)
        if connection.vendor == "postgresql":  # SQLite lets nobody write before the other one is done
            counts["contradictory"] = revoke(desks, pool, pairs)["contradictory"]
        return counts


KINDS: dict[str, Callable[[Desks, ThreadPoolExecutor, int], "Counter[str]"]] = {
    "careless": careless,
    "twice": twice,
    "places": places,
    "revoke": revoke,
    "crowd": crowd,
}


def main(wanted: dict[str, int]) -> dict[str, dict[str, int]]:
    if not connection.introspection.table_names():  # a new file
        call_command("migrate", run_syncdb=True, verbosity=0)
    desks = Desks()
    with ThreadPoolExecutor(2) as pool:
        found = {kind: dict(KINDS[kind](desks, pool, number)) for kind, number in wanted.items()}
        together(pool, [connection.close] * 2)
    return found


if __name__ == "__main__":
    asked = (argument.split("=") for argument in sys.argv[1:])
    print(json.dumps(main({kind: int(number) for kind, number in asked})))
