"""A run from the plan to its end: what it writes is what determining each person alone would write."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from registry.determine import determine, kept
from registry.log import Verb, Who
from registry.models import Citizen, Determination, FactChange, LogEntry, Run
from registry.refusals import NotAllowed
from registry.runs import guard, planning, ranges
from registry.runs.work import work
from tests.registry.world import NOW, TODAY, World, who

from .people import LAW, insured, loses, planned, redetermined, state, worked

SYSTEM = Who(NOW)
State = Run.State


@pytest.fixture(autouse=True)
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "PEOPLE", 3)
    monkeypatch.setattr(ranges, "TOUCHED", 2)


def one_by_one(on: date) -> dict[int, Any]:
    """What determining each person writes, undone again."""
    with transaction.atomic():
        for person in Citizen.objects.order_by("pk"):
            determine(SYSTEM, person, on)
        found = written()
        transaction.set_rollback(True)
    return found


def written() -> dict[int, Any]:
    rows = Determination.objects.filter(ends=None, superseded=False)
    return {row.citizen_id: (row.starts, kept(row), row.facts_digest, row.law_digest) for row in rows}


def verbs(run: Run) -> list[str]:
    rows = LogEntry.objects.filter(verb__in=[item for item in Verb if item.startswith(("run_", "redeter"))])
    return [row.verb for row in rows.order_by("pk") if row.details.get("run") == run.pk]


def test_a_run_writes_what_determining_each_person_would(world: World):
    people = insured(world, 7)
    for person in people[2:5]:
        loses(person)
    world.citizen(birth_date=date(2030, 1, 1))  # not born yet: the rows contradict each other
    expected = one_by_one_but_failing(TODAY)
    run = planned(SYSTEM)
    assert (run.state, run.changed, run.losing, run.gaining) == (State.PLANNED, 3, 3, 0)
    assert (run.failed, run.people) == (1, 8)
    assert Determination.objects.filter(run=run).count() == 0
    run = worked(guard.apply(SYSTEM, run, 3))
    assert (run.state, run.changed, run.losing) == (State.APPLIED, 3, 3)
    assert written() == expected
    assert Determination.objects.filter(run=run).count() == 3
    assert verbs(run) == [
        *(Verb.RUN_BEGUN, Verb.RUN_AGREED),
        *[Verb.REDETERMINED] * run.chunks.count(),
        Verb.RUN_APPLIED,
    ]


def one_by_one_but_failing(on: date) -> dict[int, Any]:
    with transaction.atomic():
        for person in Citizen.objects.filter(birth_date__lte=on).order_by("pk"):
            determine(SYSTEM, person, on)
        found = written()
        transaction.set_rollback(True)
    return found


def test_the_plan_tells_from_what_to_what(world: World):
    people = insured(world, 5)
    for person in people[:4]:
        loses(person)
    run = planned(SYSTEM)
    (item,) = run.transitions
    assert item == {
        "district": world.district.pk,
        "from": ["insured", "pensioner"],
        "to": ["not_insured", ""],
        "people": 4,
    }
    (sample,) = run.samples
    assert sample["citizens"] == [person.pk for person in people[:4]]


def test_ordinary_days_look_only_at_those_of_whom_something_changed(world: World):
    people = insured(world, 6)
    first = redetermined(SYSTEM)
    assert (first.scope, first.people, first.changed) == (Run.Scope.ALL, 6, 0)
    quiet = planned(SYSTEM)
    assert (quiet.scope, quiet.people, quiet.looked_at) == (Run.Scope.CHANGED, 0, 0)
    loses(people[3])
    second = redetermined(SYSTEM)
    assert (second.scope, second.people, second.changed, second.looked_at) == (Run.Scope.CHANGED, 1, 1, 1)
    assert not FactChange.objects.exists()
    everybody = redetermined(SYSTEM, scope=Run.Scope.ALL)
    assert everybody.changed == 0


def test_another_law_lets_everybody_be_looked_at(world: World):
    insured(world, 2)
    run = redetermined(SYSTEM)
    Run.objects.filter(pk=run.pk).update(law_digest="sha256:another")
    assert planned(SYSTEM).scope == Run.Scope.ALL


@pytest.mark.parametrize("number", [3, 4])
def test_the_guard_stops_at_one_more_than_was_agreed(world: World, number: int):
    people = insured(world, 9)
    run = planned(SYSTEM)
    for person in people[:number]:
        loses(person)
    run = worked(guard.apply(SYSTEM, run, 3))
    lost = Determination.objects.filter(run=run, status="not_insured").count()
    if number == 3:
        assert (run.state, lost) == (State.APPLIED, 3)
        return
    assert (run.state, lost) == (State.STOPPED, 3)  # those of the first range, and nobody of the second
    assert verbs(run)[-1] == Verb.RUN_STOPPED
    with pytest.raises(NotAllowed, match="run_fewer_than_planned"):
        guard.go_on(SYSTEM, run, 3)
    run = worked(guard.go_on(SYSTEM, run, 4))
    assert (run.state, run.losing) == (State.APPLIED, 4)


def test_facts_that_change_after_the_plan_are_looked_at_when_it_is_applied(world: World):
    people = insured(world, 4)
    redetermined(SYSTEM)
    loses(people[0])
    run = planned(SYSTEM)
    loses(people[3])
    expected = one_by_one(TODAY)
    run = worked(guard.apply(SYSTEM, run, 5))
    assert (written(), run.changed) == (expected, 2)
    assert not FactChange.objects.exists()


def test_who_was_determined_for_a_later_day_is_left_and_not_forgotten(world: World):
    (person,) = insured(world, 1)
    redetermined(SYSTEM)
    loses(person)
    run = redetermined(SYSTEM, on=date(2026, 1, 15))
    assert (run.changed, FactChange.objects.filter(citizen=person).exists()) == (0, True)


def test_one_region_leaves_the_others_alone(world: World):
    home = insured(world, 3)
    far = insured(world, 3)
    Citizen.objects.filter(pk__in=[person.pk for person in far[:2]]).update(region=world.abroad)
    FactChange.objects.all().delete()
    for person in (*home[:1], *far[:1]):
        loses(person)
    run = redetermined(who(world.approver), region=world.home, scope=None)
    assert (run.people, run.changed, run.losing) == (4, 1, 1)
    assert set(FactChange.objects.values_list("citizen", flat=True)) == {far[0].pk}
    again = redetermined(SYSTEM)
    assert (again.scope, again.changed) == (Run.Scope.ALL, 1)
    assert redetermined(who(world.approver), region=world.home).scope == Run.Scope.CHANGED


def test_nobody_there_is_a_run_too(world: World):
    run = redetermined(SYSTEM)
    assert (run.state, run.people) == (State.APPLIED, 0)


def test_there_is_one_at_a_time(world: World):
    insured(world, 1)
    first, second = planned(SYSTEM), planned(SYSTEM)
    guard.apply(SYSTEM, first, 0)
    for tried in (
        lambda: guard.apply(SYSTEM, second, 0),
        lambda: planning.begin(SYSTEM, Run.Kind.REDETERMINATION, TODAY),
    ):
        with pytest.raises(NotAllowed, match="run_under_way"):
            tried()
    forecast = planning.begin(SYSTEM, Run.Kind.FORECAST, TODAY + timedelta(days=30))
    assert forecast.state == State.PLANNING
    worked(first, NOW + timedelta(minutes=1))
    with pytest.raises(NotAllowed, match="run_outdated"):
        guard.apply(SYSTEM, second, 0)


REFUSED: list[tuple[str, Callable[[World], Any]]] = [
    ("run_day", lambda world: planned(SYSTEM, date(1999, 1, 1))),
    ("run_day_to_come", lambda world: redetermined(SYSTEM, on=TODAY + timedelta(days=1))),
    ("run_state", lambda world: guard.apply(SYSTEM, redetermined(SYSTEM), 5)),
    ("run_state", lambda world: guard.go_on(SYSTEM, planned(SYSTEM), 5)),
    ("run_state", lambda world: planning.cancel(SYSTEM, redetermined(SYSTEM))),
    ("run_outdated", lambda world: guard.apply(Who(NOW + timedelta(days=4)), planned(SYSTEM), 5)),
    ("run_approver", lambda world: redetermined(who(world.officer), 5, region=world.home)),
    ("other_region", lambda world: planned(who(world.officer), region=world.abroad)),
    ("other_region", lambda world: planned(who(world.officer))),
    ("account", lambda world: planned(who(world.auditor), region=world.home)),
    ("account", lambda world: planned(who(world.analyst), region=world.home)),
]


@pytest.mark.parametrize(("code", "act"), REFUSED)
def test_what_is_refused(world: World, code: str, act: Callable[[World], Any]):
    insured(world, 2)
    with pytest.raises(NotAllowed) as refused:
        act(world)
    assert refused.value.code == code
    assert refused.value.message


def test_a_plan_by_which_more_lose_is_not_begun_to_be_applied(world: World):
    for person in insured(world, 2):
        loses(person)
    run = planned(SYSTEM)
    before = state()
    with pytest.raises(NotAllowed, match="run_fewer_than_planned"):
        guard.apply(SYSTEM, run, 1)
    assert (state(), Run.objects.get().state) == (before, State.PLANNED)


def test_what_is_put_aside_is_worked_at_no_more(world: World):
    for person in insured(world, 4):
        loses(person)
    run = guard.apply(SYSTEM, planned(SYSTEM), 10)
    planning.cancel(SYSTEM, run)
    run = worked(run)
    assert (run.state, Determination.objects.filter(run=run).exists()) == (State.CANCELLED, False)
    assert verbs(run)[-1] == Verb.RUN_CANCELLED


def test_a_law_that_changed_meanwhile_puts_the_run_aside(world: World):
    insured(world, 1)
    run = planning.begin(SYSTEM, Run.Kind.REDETERMINATION, TODAY)
    Run.objects.filter(pk=run.pk).update(law_digest="sha256:another")
    assert worked(run).state == State.CANCELLED


def test_an_officer_agrees_to_few_and_an_approver_to_many(world: World, monkeypatch: pytest.MonkeyPatch):
    people = insured(world, 4)
    loses(people[0])
    half = guard.limits()._replace(approver_above=Decimal("0.25"))
    monkeypatch.setattr(guard, "limits", lambda: half)
    run = planned(who(world.officer), region=world.home)
    assert guard.most_by_an_officer(run) == 1
    with pytest.raises(NotAllowed, match="run_approver"):
        guard.apply(who(world.officer), run, 2)
    assert worked(guard.apply(who(world.officer), run, 1)).state == State.APPLIED


def test_a_forecast_counts_everybody_and_writes_nothing(world: World):
    people = insured(world, 4)
    loses(people[0])
    before = state()
    run = planning.begin(who(world.analyst), Run.Kind.FORECAST, date(2026, 12, 31), world.home)
    work(run.pk, datetime(2026, 3, 17, tzinfo=UTC))
    run.refresh_from_db()
    assert (run.state, run.looked_at, run.changed) == (State.PLANNED, 4, 1)
    assert sum(item["people"] for item in run.transitions) == 4
    assert state() == before
    with pytest.raises(NotAllowed, match="run_state"):
        guard.apply(SYSTEM, run, 10)


def test_a_supposition_is_planned_by_its_own_law(world: World):
    insured(world, 2)
    code = next(code for code, entry in LAW.tables["parameters"].items() if entry["unit"] == "months")
    supposed = {code: "1"}
    run = worked(planning.begin(SYSTEM, Run.Kind.WHAT_IF, TODAY, parameters=supposed))
    assert (run.state, run.looked_at, run.parameters) == (State.PLANNED, 2, supposed)
    assert run.law_digest.startswith("what-if:")
    for wrong in ({}, {"no_such": "1"}, {code: "much"}):
        with pytest.raises(NotAllowed, match="run_parameter"):
            planning.begin(SYSTEM, Run.Kind.WHAT_IF, TODAY, parameters=wrong)
