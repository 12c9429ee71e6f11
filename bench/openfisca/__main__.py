"""``python -m bench.openfisca PEOPLE.jsonl DAY``: agreement with the engine and times, as one JSON object.

Each line of the file is the ``person`` object of one citizen. To be run by the virtual environment of OpenFisca; it
needs nothing of the project but ``eligibility.rules``, which has no dependency."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np

from eligibility.rules import law as law_module
from eligibility.rules.decide import decide
from eligibility.rules.facts_json import parse
from eligibility.rules.law import Law

from .people import Gathered, row_of
from .system import simulation, system

ROUNDS = 5
CITIZENS = 60
"""So many are asked for one by one."""


def main(path: str, on: str) -> None:
    law, day = law_module.load(), date.fromisoformat(on).toordinal()
    gathered, found, seconds = _read(path, law, day)
    made, columns = system(law, gathered.sizes()), gathered.columns()
    rounds = [_everybody(made, columns, gathered.people, on) for _ in range(ROUNDS)]
    status, ground = rounds[-1][2:]
    order = ("", *law.at(day).payers)
    ours = [(name, order[place]) for name, place in zip(status.decode_to_str().tolist(), ground.tolist(), strict=True)]
    differing = sum(mine != theirs for mine, theirs in zip(ours, found, strict=True))
    report = {
        "people": gathered.people,
        "differing": differing,
        "insured": sum(name == "insured" for name, _ in found),
        "grounds": len(set(found)),
        "engine_us": 1e6 * seconds / gathered.people,
        "inputs_us": 1e6 * statistics.median(row[0] for row in rounds) / gathered.people,
        "computed_us": 1e6 * statistics.median(row[1] for row in rounds) / gathered.people,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **_one_by_one(made, path, law, on),
    }
    print(json.dumps(report))


def _read(path: str, law: Law, day: int) -> tuple[Gathered, list[tuple[str, str]], float]:
    """The people as columns, what the engine makes of each, and how long it took for that."""
    gathered, found, seconds = Gathered(), [], 0.0
    for person in _people(path):
        facts = parse(person, law.rubrics, day)
        began = time.perf_counter()
        decision = decide(facts, law, day)
        seconds += time.perf_counter() - began
        found.append((decision.status, decision.ground or ""))
        gathered.add(row_of(facts))
    return gathered, found, seconds


def _people(path: str) -> Iterator[Any]:
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _everybody(made: Any, columns: dict[str, Any], people: int, on: str) -> tuple[float, float, Any, Any]:
    """Seconds to hand over the inputs and to compute, statuses and grounds."""
    began = time.perf_counter()
    run = simulation(made, columns, people)
    given = time.perf_counter()
    status = run.calculate("status", on)
    return given - began, time.perf_counter() - given, status, run.calculate("deciding_ground", on)


def _one_by_one(made: Any, path: str, law: Law, on: str) -> dict[str, float]:
    """Medians over the citizens, µs: from facts in memory, and from the JSON object."""
    day = date.fromisoformat(on).toordinal()
    times: dict[str, list[float]] = {"one_engine_us": [], "one_us": [], "one_engine_json_us": [], "one_json_us": []}
    for person, _ in zip(_people(path), range(CITIZENS), strict=False):
        facts = parse(person, law.rubrics, day)
        columns = _alone(facts)
        words = {"persons": {"one": {name: {"ETERNITY": value[0].item()} for name, value in columns.items()}}}
        times["one_engine_us"].append(_best(lambda facts=facts: decide(facts, law, day)))
        times["one_us"].append(_best(lambda columns=columns: simulation(made, columns, 1).calculate("status", on)))
        times["one_engine_json_us"].append(
            _best(lambda person=person: decide(parse(person, law.rubrics, day), law, day))
        )
        times["one_json_us"].append(_best(lambda words=words: _from_words(made, words, on)))
    return {name: statistics.median(values) for name, values in times.items()}


def _alone(facts: Any) -> dict[str, Any]:
    gathered = Gathered()
    gathered.add(row_of(facts))
    return gathered.columns()


def _from_words(made: Any, words: dict[str, Any], on: str) -> Any:
    from openfisca_core.simulations import SimulationBuilder

    return SimulationBuilder().build_from_entities(made, words).calculate("status", on)


def _best(work: Callable[[], object]) -> float:
    """µs, the best of some rounds: anything else measures the machine's other work."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best * 1e6


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main(*sys.argv[1:])
