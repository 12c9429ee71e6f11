"""A process of its own that works at runs, as ``manage.py redetermine`` starts them: told what to do line by line.

Answers with one JSON object a line. What it takes to start is not in the times."""

import json
import os
import resource
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import islice
from time import perf_counter, process_time
from typing import Any

import django

NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)
"""The moment of whatever is written: after every day that is asked about."""
OF_ALL = 2_000
"""People of whom one status and one full answer are timed."""


def begin(on: str, scope: str) -> dict[str, Any]:
    from registry.log import Who
    from registry.runs import planning

    run = planning.begin(Who(NOW), "redetermination", date.fromisoformat(on), scope=scope)
    return {"run": run.pk, "people": run.people}


def work(run: int) -> dict[str, Any]:
    from registry.runs import work

    work.work(run, NOW)
    return {}


def agree(run: int) -> dict[str, Any]:
    """Whoever loses cover: every plan is applied here."""
    from registry.log import Who
    from registry.models import Run
    from registry.runs import guard

    guard.apply(Who(NOW), Run.objects.get(pk=run), Run.objects.get(pk=run).people)
    return {}


def look(run: int) -> dict[str, Any]:
    from registry.models import Run

    found = Run.objects.get(pk=run)
    return {"state": found.state, "looked_at": found.looked_at, "changed": found.changed, "failed": found.failed}


def naive(on: str, every: int) -> dict[str, Any]:
    """The verb for one person, in a loop, for each so manieth row number."""
    from registry.determine import determine
    from registry.log import Who
    from registry.models import Citizen

    people = list(Citizen.objects.extra(where=["id %% %s = 0"], params=[every]).order_by("pk"))
    began = perf_counter()
    for citizen in people:
        determine(Who(NOW), citizen, date.fromisoformat(on))
    return {"people": len(people), "alone": perf_counter() - began}


def one(on: str) -> dict[str, Any]:
    """Mean µs of a status with reason codes, of a status from the rows, and of a full answer."""
    from eligibility.rules import law as law_module
    from eligibility.rules.answer import as_json
    from eligibility.rules.assess import assess
    from eligibility.rules.decide import decide
    from registry.bulk.streams import records
    from registry.determine import looked_at
    from registry.facts import facts_of, person_told

    law, day = law_module.load(), date.fromisoformat(on)
    people = list(islice(records(0, 2**62), OF_ALL))
    facts = [facts_of(person_told(looked_at(row, law, day)[0], day), law, day) for row in people]
    return {
        "status": _mean(facts, lambda person: decide(person, law, day.toordinal())),
        "row": _mean(people, lambda row: looked_at(row, law, day)),
        "answer": _mean(facts[::10], lambda person: as_json(assess(person, law, day.toordinal()))),
    }


def _mean(things: list[Any], do: Callable[[Any], object]) -> float:
    best = float("inf")
    for _ in range(5):
        began = perf_counter()
        for thing in things:
            do(thing)
        best = min(best, perf_counter() - began)
    return 1e6 * best / len(things)


def stages(on: str, people: int) -> dict[str, Any]:
    """Seconds for so many people: to read their rows, and to read and decide."""
    from eligibility.rules import law as law_module
    from registry.bulk.streams import people as streams
    from registry.determine import looked_at

    law, day = law_module.load(), date.fromisoformat(on)
    began = perf_counter()
    read = sum(1 for _ in islice(streams(0, 2**62), people))
    only_read, began = perf_counter() - began, perf_counter()
    for record, _ in islice(streams(0, 2**62), people):
        looked_at(record, law, day)
    return {"people": read, "read": only_read, "decided": perf_counter() - began}


def persons(on: str, people: int, path: str) -> dict[str, Any]:
    """The facts of so many people as the engine's JSON objects, for OpenFisca."""
    from eligibility.rules import law as law_module
    from registry.bulk.streams import records
    from registry.determine import looked_at
    from registry.facts import person_told

    law, day = law_module.load(), date.fromisoformat(on)
    with open(path, "w", encoding="utf-8") as file:
        for record in islice(records(0, 2**62), people):
            file.write(json.dumps(person_told(looked_at(record, law, day)[0], day)) + "\n")
    return {}


def digest() -> dict[str, Any]:
    """Of every determination, in the same words on every database."""
    from hashlib import sha256

    from registry.models import Determination

    found = sha256()
    columns = ("citizen_id", "starts", "ends", "superseded", "status", "ground", "payer", "reasons", "missing")
    rows = Determination.objects.order_by("citizen_id", "starts", "superseded")
    for row in rows.values_list(*columns, "next_change_on", "facts_digest", "law_digest").iterator():
        found.update(json.dumps(row, default=str).encode())
    return {"digest": found.hexdigest()}


def make(people: int, on: str) -> dict[str, Any]:
    """The people, in an empty database: their rows, nothing determined."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=sys.stderr)
    call_command("synthesize", region="43", people=people, on=date.fromisoformat(on), rows_only=True, stdout=sys.stderr)
    return {}


VERBS = {do.__name__: do for do in (begin, work, agree, look, naive, one, stages, persons, digest, make)}


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "true"}
    django.setup()
    from django.db import connection

    from eligibility.rules import law
    from registry.runs import work  # noqa: F401 – imported before anything is timed

    law.load()
    for answer in map(_answer, sys.stdin):
        connection.close()
        print(json.dumps(answer), flush=True)


def _answer(line: str) -> dict[str, Any]:
    asked = json.loads(line)
    began, busy = perf_counter(), process_time()
    found = VERBS[asked.pop("do")](**asked)
    seconds, cpu = perf_counter() - began, process_time() - busy
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "mib": mib, **found}


if __name__ == "__main__":
    main()
