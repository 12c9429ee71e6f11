"""The pages of runs: what officers see of a plan, whom they may agree to, and what is kept of their looking."""

from datetime import timedelta
from traceback import format_exception

import pytest
from django.db import IntegrityError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from registry import queue
from registry.log import Verb, Who
from registry.models import Citizen, LogEntry, Run
from registry.runs import guard, planning
from registry.runs.tasks import JOB, work_at
from tests.registry.world import NOW, TODAY, World, client_of, who

from .people import insured, loses, planned, worked

DAY = {"day_day": "16", "day_month": "3", "day_year": "2026"}
State = Run.State


@pytest.fixture(autouse=True)
def on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_plan_is_worked_out_by_a_worker_and_its_page_comes_again(world: World):
    insured(world, 1)
    client = client_of(world.officer)
    answer = client.post("/runs/", {**DAY, "whom": "all"})
    run = Run.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/runs/{run.pk}/")
    assert (run.region, run.scope, run.begun_by) == (world.home, Run.Scope.ALL, world.officer)
    assert DBTaskResult.objects.filter(args_kwargs__args=[run.pk]).count() == 2
    address = f"/runs/{run.pk}/"
    assert client.get(address)["Refresh"] == "5"
    assert "Refresh" not in client.get(f"{address}?still").headers
    work_at.call(run.pk)
    answer = client.get(address)
    assert "Refresh" not in answer.headers
    assert Run.objects.get().state == State.PLANNED


def test_what_was_typed_wrong_is_said_and_kept(world: World):
    client = client_of(world.officer)
    answer = client.post("/runs/", {"day_day": "16", "day_month": "13", "day_year": "2026", "whom": "all"})
    assert (answer.status_code, answer.content.count(b'value="13"')) == (422, 1)
    assert client.post("/runs/", {**DAY, "day_year": "1999", "whom": "all"}).status_code == 422
    planning.begin(Who(NOW), Run.Kind.REDETERMINATION, TODAY)
    assert client.post("/runs/", {**DAY, "whom": "needed"}).status_code == 422
    assert Run.objects.count() == 1


def test_an_approver_applies_what_an_officer_may_not(world: World):
    people = insured(world, 3)
    loses(people[0])
    run = planned(who(world.officer), region=world.home)
    address = f"/runs/{run.pk}/"
    officer, approver = client_of(world.officer), client_of(world.approver)
    assert b'name="most_losing"' not in officer.get(address).content
    assert officer.post(address, {"action": "apply", "most_losing": "1"}).status_code == 422
    for wrong in ("", "many", "0"):
        assert approver.post(address, {"action": "apply", "most_losing": wrong}).status_code == 422
    assert approver.post(address, {"action": "apply", "most_losing": "1"}).status_code == 302
    run = worked(Run.objects.get())
    assert (run.state, run.applied_by, run.losing) == (State.APPLIED, world.approver, 1)
    assert 'class="on" href="/falling/"' in client_of(world.approver).get(f"/runs/{run.pk}/").content.decode()
    assert approver.post(address, {"action": "cancel"}).status_code == 422
    assert client_of(world.foreign_officer).get(address).status_code == 404


def test_a_run_that_was_stopped_goes_on_or_is_put_aside(world: World):
    people = insured(world, 2)
    run = planned(who(world.approver), region=world.home)
    loses(people[0])
    run = worked(guard.apply(who(world.approver), run, 0))
    assert run.state == State.STOPPED
    client, address = client_of(world.approver), f"/runs/{run.pk}/"
    assert b'value="go_on"' in client.get(address).content
    assert client.post(address, {"action": "go_on", "most_losing": "0"}).status_code == 422
    assert client.post(address, {"action": "go_on", "most_losing": "1"}).status_code == 302
    assert Run.objects.get().state == State.APPLYING
    assert client.post(address, {"action": "cancel"}).status_code == 302
    assert client.get(address).status_code == 200
    assert Run.objects.get().state == State.CANCELLED


def test_whoever_looks_at_people_is_recorded_and_sees_no_blocked_one(world: World):
    people = insured(world, 3)
    for person in people:
        loses(person)
    run = planned(who(world.officer), region=world.home)
    Citizen.objects.filter(pk=people[1].pk).update(blocked=True)
    answer = client_of(world.officer).get(f"/runs/{run.pk}/people/0/")
    text = answer.content.decode()
    assert text.count("/admin/registry/citizen/") == 2
    assert not any(person.iin in text for person in people)
    entry = LogEntry.objects.get(verb=Verb.READ_LIST)
    assert (entry.actor, entry.details) == (world.officer, {"run": run.pk, "rows": [people[0].pk, people[2].pk]})
    assert client_of(world.officer).get(f"/runs/{run.pk}/people/1/").status_code == 404


def test_a_task_that_fails_keeps_no_row(world: World, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise IntegrityError("Failing row contains (Айгүл)")

    monkeypatch.setattr("registry.runs.tasks.work", fail)
    with pytest.raises(queue.TaskFailed) as failed:
        work_at.call(1)
    kept = "".join(format_exception(failed.value))
    assert ("IntegrityError at" in kept, "Айгүл" in kept) == (True, False)


def test_what_has_no_worker_any_more_is_queued_again(world: World):
    insured(world, 1)
    run = planning.begin(Who(NOW), Run.Kind.REDETERMINATION, TODAY)
    assert queue.requeue([JOB], NOW) == [f"work_at {run.pk}"]
    assert queue.requeue([JOB], NOW) == []
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW)
    assert queue.requeue([JOB], NOW) == []
    assert queue.requeue([JOB], NOW + timedelta(minutes=3)) == [f"work_at {run.pk}"]
    worked(run)
    DBTaskResult.objects.all().delete()
    assert queue.requeue([JOB], NOW) == []
