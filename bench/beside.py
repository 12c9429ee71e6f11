"""What stands beside the runs of everybody: stages, one by one, SQLite, one person, bytes, OpenFisca."""

import json
import os
import statistics
import subprocess
from pathlib import Path

from bench.crew import Worker
from bench.crew import worker as working
from bench.floor import Server
from bench.variants import BASE, VARIANTS, Results, determine

ALONE, TO_OPENFISCA, TO_SQLITE = 1_000, 100_000, 100_000
"""So many people at most: one by one, for OpenFisca, for SQLite."""


def comparisons(on: Server, worker: Worker, people: int, results: Results, folder: str) -> dict[str, str]:
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
