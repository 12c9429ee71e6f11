"""Kills workers of runs with SIGKILL at random moments, lets the run go on, and prints whether the end is the one of an
undisturbed run, as JSON.

    python -m tests.registry.runs.killing kills=N people=N workers=N timed=0

On the database of DATABASE_URL, which has its tables. ``people=0``: with the people who are there. A worker dies at one
of the statements that it sends; with ``timed=1`` at any moment at all."""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, connections, transaction  # noqa: E402

from registry.log import Verb, Who  # noqa: E402
from registry.models import Citizen, ConfirmedGround, FactChange, LogEntry, Run  # noqa: E402
from registry.runs import guard, planning, ranges  # noqa: E402
from registry.runs.work import work  # noqa: E402
from tests.registry.runs.people import insured, planned, redetermined, state, worked  # noqa: E402
from tests.registry.world import NOW, TODAY, World  # noqa: E402

SYSTEM = Who(NOW)
EVERYBODY = 10**9
PART = 5
"""Of so many people one has other facts before each run."""


class Trial:
    def __init__(self, workers: int, timed: bool, seed: int) -> None:
        self.workers, self.timed, self.random = workers, timed, Random(seed)
        self.found: Counter[str] = Counter()

    def run(self) -> None:
        """A run of everybody, killed once while it is planned and once while it is applied."""
        change(self.random)
        expected, statements, seconds = undisturbed()
        run = planning.begin(SYSTEM, Run.Kind.REDETERMINATION, TODAY, scope=Run.Scope.ALL)
        self.disturb(run, statements, seconds)
        run = guard.apply(SYSTEM, worked(run), EVERYBODY)
        self.disturb(run, statements, seconds)
        run = worked(run)
        self.found["runs"] += 1
        self.found["not applied"] += run.state != Run.State.APPLIED
        self.found["ends differently"] += (state(), FactChange.objects.count()) != expected
        self.found["ranges written twice"] += entries(run, Verb.REDETERMINED) != run.chunks.count()
        self.found["ended twice"] += entries(run, Verb.RUN_APPLIED) != 1

    def disturb(self, run: Run, statements: int, seconds: float) -> None:
        """One worker is killed, the others go on; what they leave is left to be done."""
        connections.close_all()
        last = self.random.randint(1, max(1, statements // 2))
        pids = [fork(lambda: work(run.pk, NOW)) for _ in range(self.workers - 1)]
        if self.timed:
            pid = fork(lambda: work(run.pk, NOW))
            time.sleep(self.random.uniform(0, seconds / 2))
            os.kill(pid, signal.SIGKILL)
        else:
            pid = fork(lambda: dying(run.pk, last))
        for child in (*pids, pid):
            _, status = os.waitpid(child, 0)
            self.found["killed"] += os.WIFSIGNALED(status)
            self.found["failed"] += os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0


def dying(run: int, last: int) -> None:
    with counted() as sent:

        def die(execute: Callable[..., Any], *values: Any) -> Any:
            if sum(sent.values()) >= last:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*values)

        with connection.execute_wrapper(die):
            work(run, NOW)


def fork(act: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        act()
        status = 0
    finally:
        os._exit(status)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    sent: Counter[str] = Counter()

    def count(execute: Callable[..., Any], *values: Any) -> Any:
        sent["statements"] += 1
        return execute(*values)

    with connection.execute_wrapper(count):
        yield sent


def undisturbed() -> tuple[tuple[str, int], int, float]:
    """How it would end, and what it takes; nothing of it stays."""
    with transaction.atomic(), counted() as sent:
        began = time.monotonic()
        redetermined(SYSTEM, EVERYBODY, scope=Run.Scope.ALL)
        seconds, statements = time.monotonic() - began, sent["statements"]
        expected = state(), FactChange.objects.count()
        transaction.set_rollback(True)
    return expected, statements, seconds


def change(random: Random) -> None:
    people = list(Citizen.objects.order_by("pk").values_list("pk", flat=True))
    for pk in random.sample(people, max(1, len(people) // PART)):
        if not ConfirmedGround.objects.filter(citizen=pk, code="pensioner", ends=None, starts__lt="2025-06-01").update(
            ends="2025-06-01"
        ):
            ConfirmedGround.objects.filter(citizen=pk, code="pensioner").delete()
            ConfirmedGround.objects.create(
                citizen_id=pk, code="pensioner", starts="2020-01-01", source="ministry", confirmed_at=NOW
            )


def entries(run: Run, verb: Verb) -> int:
    return sum(row.details["run"] == run.pk for row in LogEntry.objects.filter(verb=verb))


def main(wanted: dict[str, int]) -> dict[str, Any]:
    if wanted["people"]:
        ranges.PEOPLE = max(2, wanted["people"] // 8)
        insured(World(), wanted["people"])
    else:
        ranges.PEOPLE = 1000
    planned(SYSTEM)
    trial = Trial(wanted["workers"], bool(wanted["timed"]), wanted.get("seed", 1))
    for _ in range(wanted["kills"]):
        trial.run()
        print(dict(trial.found), file=sys.stderr, flush=True)
    return {"found": dict(trial.found)}


if __name__ == "__main__":
    print(json.dumps(main({name: int(number) for name, number in (word.split("=") for word in sys.argv[1:])})))
