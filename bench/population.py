"""Everybody of a region determined, on PostgreSQL: in seconds, and as a ratio to moving the same rows.

    python -m bench population [PEOPLE [ROUNDS [few]]]     10 000 people by default; 100 000 and 818 000 by hand
    few: only everybody written anew, everybody unchanged and an ordinary day, for what takes long
    OPENFISCA=/path/to/python                        of a virtual environment with bench/openfisca/requirements.txt

F, the floor, is measured in every round: the columns that are read are copied out to nowhere and as many result rows
into a logged table with a primary key. Before each measurement the database is put back as it was. Whatever is measured
must leave the same determinations with one worker and with two, in every round, or nothing is reported. The server
lives as long as the run, and everything reaches the disk. Prints Markdown.
"""

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from typing import NamedTuple

from bench.beside import comparisons
from bench.crew import Worker, crew
from bench.crew import worker as working
from bench.floor import Server, server
from bench.variants import BASE, FEW, OLDER, TO_GROW, VARIANTS, Found, Results, Variant, determine, made, say, spread

PEOPLE, ROUNDS, SMALL = 10_000, 3, 10_000


def main() -> None:
    people, rounds = (*map(int, sys.argv[2:4]), *(PEOPLE, ROUNDS)[len(sys.argv[2:4]) :])
    print(f"{people:,} people, {rounds} rounds; medians (least–most); {os.cpu_count()} cores.\n")
    if sys.argv[4:5] == ["few"]:
        measured(people, rounds, FEW).tell()
        return
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
        print(" | plan ÷ F | apply ÷ F | people/s | workers' CPU, µs a person |")
        print("|---|---|---|---|---|---|---|---|---|---|")
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
        cpu = f"{1e6 * statistics.median(found.cpu) / found.looked_at:.1f}" if found.looked_at else "–"
        return (
            f"| {variant.name} | {workers} | {found.looked_at:,} | {found.changed:,} | {spread(found.plan)}"
            f" | {spread(found.apply)} | {dry:.2f} | {ratio:.2f} | {rate:,.0f} | {cpu} |"
        )


def measured(people: int, rounds: int, variants: Sequence[Variant], others: bool = False) -> Measured:
    with server() as on, tempfile.TemporaryDirectory() as folder:
        rows = f"{folder}/rows"
        prepared(on, people, rows)
        with crew(on.address(), on.address()) as workers:
            results = rounds_of(on, workers, rounds, variants, rows)
            agreed(results, on.digest(name="kept"))
            found = comparisons(on, workers[0], people, results, folder) if others else {}
        return Measured(people, results, max(worker.mib for worker in workers), found)


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
            found.cpu.append(seen["cpu"])
            found.looked_at, found.changed = seen["looked_at"], seen["changed"]
            found.digests.add(on.digest())
            if variant.scope == "changed" and turn == 0 and number == 2:
                nothing_left(workers, variant)
            say(f"round {turn + 1}: {variant.name}, {number} workers: {plan:.2f} + {apply:.2f} s")
    return results


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


def grown(small: Measured, big: Measured) -> None:
    print(
        f"\nGrowth, one worker: {small.people:,} → {big.people:,} people; memory of a worker {small.mib:.0f} →", end=""
    )
    print(f" {big.mib:.0f} MiB.\n\n| what | people/s of {small.people:,} | people/s of {big.people:,} |\n|---|---|---|")
    for variant in TO_GROW:
        paces = [of.people / statistics.median(of.results[variant, 1].apply) for of in (small, big)]
        print(f"| {variant.name} | {paces[0]:,.0f} | {paces[1]:,.0f} |")
