"""Microseconds of the engine for each published case: the full answer, and the status alone."""

import statistics
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from eligibility.rules import law as law_module
from eligibility.rules.answer import as_json
from eligibility.rules.assess import assess
from eligibility.rules.decide import decide
from eligibility.rules.facts import Facts
from eligibility.rules.facts_json import parse_request

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
ROUNDS = 7


def people() -> Iterator[tuple[dict[str, Any], int, Facts]]:
    """The published cases that have an answer: as JSON, and read."""
    law = law_module.load()
    for path in sorted(CASES.glob("[a-z]_*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if "error" in case["expect"]:
                continue
            request = {"on": str(case["on"]), "person": plain(case["person"])}
            on, facts = parse_request(request, law.rubrics, None, 0)
            yield request, on, facts


def plain(value: Any) -> Any:
    """TOML's dates as the text that JSON has."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def microseconds(work: Callable[[], object], repeat: int) -> float:
    """Best of several rounds, because anything else measures the machine's other work."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(repeat):
            work()
        best = min(best, (time.perf_counter() - start) / repeat)
    return best * 1e6


def main() -> None:
    law = law_module.load()
    cases = list(people())
    rows = {
        "read the JSON": [microseconds(lambda c=c: parse_request(c[0], law.rubrics, None, 0), 20) for c in cases],
        "status alone": [microseconds(lambda c=c: decide(c[2], law, c[1]), 50) for c in cases],
        "full answer": [microseconds(lambda c=c: assess(c[2], law, c[1]), 10) for c in cases],
        "… as JSON": [microseconds(lambda c=c: as_json(assess(c[2], law, c[1])), 10) for c in cases],
    }
    floor = statistics.mean(rows["status alone"])
    print(f"Engine: {len(cases)} published cases, µs a person (best of {ROUNDS} rounds)")
    print(f"{'':16}{'mean':>9}{'median':>9}{'largest':>9}{'÷ status':>10}")
    for name, values in rows.items():
        mean = statistics.mean(values)
        print(f"{name:16}{mean:9.1f}{statistics.median(values):9.1f}{max(values):9.1f}{mean / floor:10.1f}")
