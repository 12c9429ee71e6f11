"""Several workers at one run, and several people who begin one: PostgreSQL alone has them at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from registry.bulk import writing
from registry.log import Verb, Who
from registry.models import Determination, LogEntry, Run
from registry.refusals import NotAllowed
from registry.runs import guard, planning, ranges
from registry.runs.work import work
from tests.registry.world import NOW, TODAY, World

from .people import insured, loses, on_postgresql, planned

SYSTEM = Who(NOW)
TOGETHER = 3


def at_once(act: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(TOGETHER)

    def acted(_number: int) -> Any:
        barrier.wait()
        try:
            return act()
        except NotAllowed as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(acted, range(TOGETHER)))


@pytest.mark.django_db(transaction=True)
def test_many_at_once(monkeypatch: pytest.MonkeyPatch):
    if not on_postgresql():
        pytest.skip("threads have a database each on SQLite in memory")
    monkeypatch.setattr(ranges, "PEOPLE", 1)
    people = insured(World(), 8)
    begun = at_once(lambda: planning.begin(SYSTEM, Run.Kind.REDETERMINATION, TODAY))
    assert sorted(map(str, begun))[1:] == ["run_under_way"] * (TOGETHER - 1)
    run = Run.objects.get()
    at_once(lambda: work(run.pk, NOW))
    run.refresh_from_db()
    assert (run.state, run.looked_at) == (Run.State.PLANNED, 8)
    for person in people[:5]:
        loses(person)
    guard.apply(SYSTEM, run, 5)
    at_once(lambda: work(run.pk, NOW))
    run.refresh_from_db()
    assert (run.state, run.losing) == (Run.State.APPLIED, 5)
    assert Determination.objects.filter(run=run).count() == 5
    chunks = [row.details["chunk"] for row in LogEntry.objects.filter(verb=Verb.REDETERMINED)]
    assert sorted(chunks) == sorted(run.chunks.values_list("pk", flat=True))
    assert LogEntry.objects.filter(verb=Verb.RUN_APPLIED).count() == 1
    reads_are_served_while_a_range_is_written(monkeypatch, people[6])


def worked_once(run: Run) -> None:
    work(run.pk, NOW)
    connection.close()


def reads_are_served_while_a_range_is_written(monkeypatch: pytest.MonkeyPatch, person: Any) -> None:
    loses(person)
    run = guard.apply(SYSTEM, planned(SYSTEM), 1)
    written, read = Event(), Event()
    write = writing.write

    def slow(*values: Any) -> Any:
        done = write(*values)
        written.set()
        assert read.wait(20)
        return done

    monkeypatch.setattr("registry.runs.work.write", slow)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(worked_once, run)
        assert written.wait(20)
        assert Determination.objects.get(citizen=person, ends=None).status == "insured"
        read.set()
        working.result()
    assert Determination.objects.get(citizen=person, ends=None).status == "not_insured"
