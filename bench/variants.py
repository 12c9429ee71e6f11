"""What is determined of everybody, and how: shared by the benchmarks of whole regions."""

import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bench.crew import Worker, all_at
from bench.crew import worker as working
from bench.floor import Server

BASE, NEXT, FIRST = "2026-10-30", "2026-10-31", "2026-11-01"
"""The day of the registry, the day after, and the first of the month."""
OLDER = """UPDATE registry_determination SET reasons = '["of_an_older_law"]'"""
NOTED = "INSERT INTO registry_factchange (citizen_id) SELECT id FROM registry_citizen WHERE id % 20 = 7"
JOB = (
    "INSERT INTO registry_workperiod (citizen_id, kind, starts, suspended)"
    f" SELECT id, 'employee', '{NEXT}', FALSE FROM registry_citizen WHERE id % 100 = 3"
)


class Variant(NamedTuple):
    """What is determined: from which database, after which statements, for which day, whom."""

    name: str
    of: str
    on: str
    scope: str
    before: tuple[str, ...] = ()
    changes: bool = True


VARIANTS = (
    Variant("everybody for the first time", "rows", BASE, "all"),
    Variant("the law has changed: everybody is written anew", "older", NEXT, "all"),
    Variant("verification: everybody, nothing changed", "kept", BASE, "all", changes=False),
    Variant("ordinary day, nothing came in", "kept", NEXT, "changed"),
    Variant("ordinary day, facts of 1 % changed", "kept", NEXT, "changed", (JOB,)),
    Variant("5 % change", "kept", NEXT, "changed", (f"{OLDER} WHERE citizen_id % 20 = 7", NOTED)),
    Variant("first of the month, as the facts have it", "kept", FIRST, "changed"),
)
TO_GROW = VARIANTS[0], VARIANTS[2]
FEW = VARIANTS[1], VARIANTS[2], VARIANTS[4]


@dataclass
class Found:
    """Of a variant with so many workers, a value a round: seconds, and as ratios to the floor of the same round."""

    plan: list[float] = field(default_factory=list)
    apply: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    looked_at: int = 0
    changed: int = 0


Results = dict[tuple[Variant, int], Found]


def made(on: Server, people: int) -> None:
    """The database ``rows``, where nobody is determined."""
    on.run("CREATE DATABASE rows", name="postgres")
    with working(on.address("rows")) as maker:
        say(f"{people:,} people made in {maker.do('make', people=people, on=BASE)['seconds']:.0f} s")
    on.run("VACUUM ANALYZE", name="rows")


def determine(workers: list[Worker], on: str, scope: str) -> tuple[float, float, dict[str, Any]]:
    """Seconds of the plan and of its application, and what came of it. Beginning a run belongs to the plan."""
    begun = workers[0].do("begin", on=on, scope=scope)
    plan = begun["seconds"] + all_at(workers, "work", {"run": begun["run"]})
    agreed_in, busy = workers[0].do("agree", run=begun["run"])["seconds"], sum(worker.cpu for worker in workers)
    apply = agreed_in + all_at(workers, "work", {"run": begun["run"]})
    busy = sum(worker.cpu for worker in workers) - busy
    seen = {**workers[0].do("look", run=begun["run"]), "cpu": busy}
    if seen["state"] != "applied" or seen["failed"]:
        raise SystemExit(f"NOT REPORTED: the run was not applied to everybody: {seen}")
    return plan, apply, seen


def spread(values: Iterable[float]) -> str:
    each = sorted(values)
    return f"{statistics.median(each):.2f} ({each[0]:.2f}–{each[-1]:.2f})"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
