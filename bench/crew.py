"""Processes that work at runs, and what they are told."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Any


class Worker:
    """See worker.py. ``mib``: the most memory it has had; ``cpu``: seconds of a core that it has taken in all."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process, self.mib, self.cpu = process, 0.0, 0.0

    def tell(self, do: str, **arguments: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a worker has failed; see what it wrote above")
        found: dict[str, Any] = json.loads(line)
        self.mib = found["mib"]
        self.cpu += found["cpu"]
        return found

    def do(self, verb: str, **arguments: Any) -> dict[str, Any]:
        self.tell(verb, **arguments)
        return self.hear()


@contextmanager
def worker(database: str) -> Iterator[Worker]:
    """With the address of its database. ``PGUSER`` is as in tests/pg.py."""
    environment = os.environ | {"DATABASE_URL": database, "PGUSER": "test"}
    command = [sys.executable, "-m", "bench.worker"]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Worker(process)
    finally:
        process.communicate()


@contextmanager
def crew(*databases: str) -> Iterator[list[Worker]]:
    with ExitStack() as stack:
        yield [stack.enter_context(worker(database)) for database in databases]


def all_at(workers: list[Worker], do: str, *arguments: dict[str, Any]) -> float:
    """Seconds until the last of them is ready; each is told the same, or each his own."""
    told = arguments * len(workers) if len(arguments) == 1 else arguments
    began = perf_counter()
    for worker, words in zip(workers, told, strict=True):
        worker.tell(do, **words)
    for worker in workers:
        worker.hear()
    return perf_counter() - began
