"""Everybody of a region determined, on PostgreSQL: in seconds, and as a ratio to moving the same rows.

    python -m bench population [PEOPLE [ROUNDS]]     10 000 people by default; 100 000 and 818 000 by hand
    OPENFISCA=/path/to/python                        of a virtual environment with bench/openfisca/requirements.txt

F, the floor, is measured in every round: the columns that are read are copied out to nowhere and as many result rows
into a logged table with a primary key. Before each measurement the database is put back as it was. Whatever is measured
must leave the same determinations with one worker and with two, in every round, or nothing is reported. The server
lives as long as the run, and everything reaches the disk. Prints Markdown.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bench.crew import Worker, all_at, crew
from bench.crew import worker as working
from bench.floor import Server, server

PEOPLE, ROUNDS, SMALL = 10_000, 3, 10_000
BASE, NEXT, FIRST = "2026-10-30", "2026-10-31", "2026-11-01"
"""The day of the registry, the day after, and the first of the month."""
ALONE, TO_OPENFISCA, TO_SQLITE = 1_000, 100_000, 100_000
"""So many people at most: one by one, for OpenFisca, for SQLite."""
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


@dataclass
class Found:
    """Of a variant with so many workers, a value a round: seconds, and as ratios to the floor of the same round."""

    plan: list[float] = field(default_factory=list)
    apply: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    looked_at: int = 0
    changed: int = 0


Results = dict[tuple[Variant, int], Found]


def main() -> None:
    people, rounds = (*map(int, sys.argv[2:4]), *(PEOPLE, ROUNDS)[len(sys.argv[2:4]) :])
    print(f"{people:,} people, {rounds} rounds; medians (least–most); {os.cpu_count()} cores.\n")
    small = measured(SMALL, 1, TO_GROW) if people > SMALL else None
    found = measured(people, rounds, VARIANTS, others=True)
    found.tell()
    if small is not None:
        grown(small, found)


class Measured(NamedTuple):
    people: int
    results: Results
    mib: float
    others: dict[str, str]

    def tell(self) -> None:
        floor = [seconds for found in self.results.values() for seconds in found.floor]
        print(f"F = {spread(floor)} s ({self.people / statistics.median(floor):,.0f} people/s)\n")
        print("| what | workers | looked at | changed | plan = dry run, s | apply, s", end="")
        print(" | plan ÷ F | apply ÷ F | people/s |")
        print("|---|---|---|---|---|---|---|---|---|")
        for (variant, workers), found in self.results.items():
            if found.plan:
                print(self.line(variant, workers, found))
        print(f"\nPeak memory of a worker: {self.mib:.0f} MiB.")
        for line in self.others.values():
            print(line)

    def line(self, variant: Variant, workers: int, found: Found) -> str:
        ratio = statistics.median(a / f for a, f in zip(found.apply, found.floor, strict=True))
        dry = statistics.median(a / f for a, f in zip(found.plan, found.floor, strict=True))
        rate = found.looked_at / statistics.median(found.apply)
        return (
            f"| {variant.name} | {workers} | {found.looked_at:,} | {found.changed:,} | {spread(found.plan)}"
            f" | {spread(found.apply)} | {dry:.2f} | {ratio:.2f} | {rate:,.0f} |"
        )


def measured(people: int, rounds: int, variants: Sequence[Variant], others: bool = False) -> Measured:
    with server() as on, tempfile.TemporaryDirectory() as folder:
        rows = f"{folder}/rows"
        prepared(on, people, rows)
        with crew(on.address(), on.address()) as workers:
            results = rounds_of(on, workers, rounds, variants, rows)
            agreed(results, on.digest(name="kept"))
            found = beside(on, workers[0], people, results, folder) if others else {}
        return Measured(people, results, max(worker.mib for worker in workers), found)


def made(on: Server, people: int) -> None:
    """The database ``rows``, where nobody is determined."""
    on.run("CREATE DATABASE rows", name="postgres")
    with working(on.address("rows")) as maker:
        say(f"{people:,} people made in {maker.do('make', people=people, on=BASE)['seconds']:.0f} s")
    on.run("VACUUM ANALYZE", name="rows")


def prepared(on: Server, people: int, rows: str) -> None:
    """Beside ``rows``: ``kept``, where everybody is determined, and ``older``, where everybody was by a law that gave
    other reasons."""
    made(on, people)
    on.copy("rows", "kept")
    with working(on.address("kept")) as first:
        determine([first], BASE, "all")
    on.run("VACUUM ANALYZE", name="kept")
    on.keep_result_rows(rows)
    on.copy("kept", "older")
    on.run(OLDER, "VACUUM FULL ANALYZE registry_determination", name="older")


def rounds_of(on: Server, workers: list[Worker], rounds: int, variants: Sequence[Variant], rows: str) -> Results:
    results: Results = {(variant, number): Found() for variant in variants for number in (1, 2)}
    for turn in range(rounds):
        order = list(results)
        random.Random(turn).shuffle(order)  # noqa: S311 – an order, not a secret
        for variant, number in order:
            found = results[variant, number]
            on.copy(variant.of)
            if variant.before:
                on.run(*variant.before, "ANALYZE registry_factchange", "CHECKPOINT")
            found.floor.append(on.floor(rows))
            plan, apply, seen = determine(workers[:number], variant.on, variant.scope)
            found.plan.append(plan)
            found.apply.append(apply)
            found.looked_at, found.changed = seen["looked_at"], seen["changed"]
            found.digests.add(on.digest())
            if variant.scope == "changed" and turn == 0 and number == 2:
                nothing_left(workers, variant)
            say(f"round {turn + 1}: {variant.name}, {number} workers: {plan:.2f} + {apply:.2f} s")
    return results


def determine(workers: list[Worker], on: str, scope: str) -> tuple[float, float, dict[str, Any]]:
    """Seconds of the plan and of its application, and what came of it. Beginning a run belongs to the plan."""
    begun = workers[0].do("begin", on=on, scope=scope)
    plan = begun["seconds"] + all_at(workers, "work", {"run": begun["run"]})
    agreed_in = workers[0].do("agree", run=begun["run"])["seconds"]
    apply = agreed_in + all_at(workers, "work", {"run": begun["run"]})
    seen = workers[0].do("look", run=begun["run"])
    if seen["state"] != "applied" or seen["failed"]:
        raise SystemExit(f"NOT REPORTED: the run was not applied to everybody: {seen}")
    return plan, apply, seen


def nothing_left(workers: list[Worker], variant: Variant) -> None:
    """A run of everybody for the same day has nothing to change."""
    seen = determine(workers, variant.on, "all")[2]
    if seen["changed"]:
        raise SystemExit(f"NOT REPORTED: after «{variant.name}» everybody's run still changed {seen['changed']} people")


def agreed(results: Results, kept: str) -> None:
    """Refuses to go on where the determinations differ."""
    for variant in {variant for variant, _ in results}:
        digests = results[variant, 1].digests | results[variant, 2].digests
        if variant.on == BASE:
            digests.add(kept)
        if len(digests) > 1:
            raise SystemExit(f"NOT REPORTED: «{variant.name}» left different determinations: {sorted(digests)}")
        if not variant.changes and results[variant, 1].changed:
            raise SystemExit(f"NOT REPORTED: «{variant.name}» changed {results[variant, 1].changed} people")


def beside(on: Server, worker: Worker, people: int, results: Results, folder: str) -> dict[str, str]:
    """The comparisons, each a line or a table of its own."""
    first = statistics.median(results[VARIANTS[0], 1].apply)
    return {
        "stages": by_stage(on, worker, people, first),
        "naive": one_by_one(on, worker, people, first),
        "sqlite": on_sqlite(on, worker, people, first, folder),
        "one": one_person(on, worker),
        "wal": written(on, worker, people),
        "openfisca": with_openfisca(on, worker, people, folder),
    }


def by_stage(on: Server, worker: Worker, people: int, first: float) -> str:
    on.copy("rows")
    found = worker.do("stages", on=BASE, people=people)
    read, decided = (1e6 * found[name] / found["people"] for name in ("read", "decided"))
    total = 1e6 * first / people
    return (
        f"\nµs a person, one worker, for the first time: read {read:.1f}, facts and decision {decided - read:.1f},"
        f" the rest (snapshot, digest, COPY, insert with its indexes and guards) {total - decided:.1f};"
        f" together {total:.1f}."
    )


def one_by_one(on: Server, worker: Worker, people: int, first: float) -> str:
    every = max(people // ALONE, 1)
    on.copy("rows")
    found = worker.do("naive", on=BASE, every=every)
    where = f"citizen_id % {every} = 0"
    if on.digest(where) != on.digest(where, "kept"):
        raise SystemExit("NOT REPORTED: one by one, people were determined otherwise")
    each = found["alone"] / found["people"]
    ratio = each / (first / people)
    return (
        f"\nOne by one through the verb for one person, a sample of {found['people']:,}: {1e6 * each:,.0f} µs each,"
        f" {ratio:.0f} × as long as by run with one worker; the same rows."
    )


def on_sqlite(on: Server, worker: Worker, people: int, first: float, folder: str) -> str:
    if people > TO_SQLITE:
        return f"\nSQLite: measured with at most {TO_SQLITE:,} people."
    with working(f"sqlite:///{folder}/people.sqlite3") as lite:
        lite.do("make", people=people, on=BASE)
        plan, apply, _ = determine([lite], BASE, "all")
        theirs = lite.do("digest")["digest"]
    on.copy("kept")
    if worker.do("digest")["digest"] != theirs:
        raise SystemExit("NOT REPORTED: SQLite holds other determinations")
    return (
        f"\nSQLite, one process, for the first time: {apply:.2f} s, {first / apply:.2f} of PostgreSQL's pace with one;"
        f" the same rows. (Plan {plan:.2f} s.)"
    )


def one_person(on: Server, worker: Worker) -> str:
    on.copy("kept")
    found = worker.do("one", on=BASE)
    return (
        f"\nOne person, mean over people: a status with reason codes {found['status']:.1f} µs (from rows"
        f" {found['row']:.1f} µs); a full answer with 24 months {found['answer']:.0f} µs."
    )


def written(on: Server, worker: Worker, people: int) -> str:
    """What a first determination and a verification leave in the log of the database."""
    sizes = []
    for variant in (VARIANTS[0], VARIANTS[1], VARIANTS[2]):
        on.copy(variant.of)
        before = on.run("SELECT pg_current_wal_lsn()")[0][0]
        determine([worker], variant.on, variant.scope)
        sizes.append(int(on.run(f"SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '{before}')")[0][0]))
    table = "pg_table_size('registry_determination'), pg_indexes_size('registry_determination')"
    rows, indexes = on.run(f"SELECT {table}", name="kept")[0]
    new, anew, nothing = (size / people for size in sizes)
    return (
        f"\nBytes a person: WAL {new:,.0f} for a first determination, {anew:,.0f} for one written anew, {nothing:,.0f}"
        f" where nothing changed; {rows / people:,.0f} of table and {indexes / people:,.0f} of indexes for each"
        " determination."
    )


def with_openfisca(on: Server, worker: Worker, people: int, folder: str) -> str:
    python = os.environ.get("OPENFISCA", "")
    if not Path(python).is_file():
        return (
            "\n*** OPENFISCA NOT MEASURED: python3 -m venv /tmp/openfisca && /tmp/openfisca/bin/pip install"
            " -r bench/openfisca/requirements.txt, then OPENFISCA=/tmp/openfisca/bin/python ***"
        )
    on.copy("kept")
    path = f"{folder}/people.jsonl"
    worker.do("persons", on=BASE, people=min(people, TO_OPENFISCA), path=path)
    output = subprocess.run(
        [python, "-m", "bench.openfisca", path, BASE], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    found = json.loads(output)
    if found["differing"]:
        raise SystemExit(f"NOT REPORTED: OpenFisca comes to another status or ground for {found['differing']} people")
    return (
        f"\nOpenFisca-core, the same rules, {found['people']:,} people: the same status and ground for all of them"
        f" ({found['insured']:,} insured). One citizen: {found['one_us'] / found['one_engine_us']:,.0f} × as long as"
        f" the engine ({found['one_us']:,.0f} against {found['one_engine_us']:.1f} µs; from JSON"
        f" {found['one_json_us']:,.0f} against {found['one_engine_json_us']:.1f} µs). Everybody at once as arrays:"
        f" {found['computed_us']:.2f} µs a person and {found['inputs_us']:.2f} to hand over the arrays, against"
        f" {found['engine_us']:.1f} µs; {found['memory_mib']:,.0f} MiB. Without reasons, without what is missing,"
        " without who pays and without the day of the next change."
    )


def grown(small: Measured, big: Measured) -> None:
    print(
        f"\nGrowth, one worker: {small.people:,} → {big.people:,} people; memory of a worker {small.mib:.0f} →", end=""
    )
    print(f" {big.mib:.0f} MiB.\n\n| what | people/s of {small.people:,} | people/s of {big.people:,} |\n|---|---|---|")
    for variant in TO_GROW:
        paces = [of.people / statistics.median(of.results[variant, 1].apply) for of in (small, big)]
        print(f"| {variant.name} | {paces[0]:,.0f} | {paces[1]:,.0f} |")


def spread(values: Iterable[float]) -> str:
    each = sorted(values)
    return f"{statistics.median(each):.2f} ({each[0]:.2f}–{each[-1]:.2f})"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
