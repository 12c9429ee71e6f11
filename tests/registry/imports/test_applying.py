"""All that may be is taken in, or nothing; twice is as once; what has moved since the preview is said."""

import pytest

from registry.imports import applying, staging, tasks
from registry.imports.frame import NotNow
from registry.models import Citizen, FactChange, Import, LogEntry
from registry.queue import TaskFailed
from tests.registry.world import World, who

from .files import CARD, WHO, card, counts, csv_of, people, problems, staged


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST", 3)
    monkeypatch.setattr(applying, "MOST", 3)


def applied(row: Import, mode: str = "strict") -> Import:
    applying.begin(WHO, row, CARD, mode)
    return applying.work(row.pk, WHO)


def levels() -> list[str]:
    return list(Citizen.objects.order_by("pk").values_list("wellbeing_level", flat=True))


def test_all_rows_are_taken_in_and_a_second_time_changes_nothing(world: World):
    some = people(world, 7)
    content = csv_of(card(someone) for someone in some)
    FactChange.objects.all().delete()
    row = applied(staged(content))
    assert (row.state, row.rows_applied, counts(row), row.fault) == ("applied", 7, (7, 0, 0, 0), "")
    assert levels() == ["D"] * 7
    assert set(FactChange.objects.values_list("citizen", flat=True)) == {someone.pk for someone in some}
    FactChange.objects.all().delete()
    before = list(Citizen.objects.values())
    again = applied(staged(content))
    assert counts(again) == (0, 0, 7, 0)
    assert list(Citizen.objects.values()) == before
    assert not FactChange.objects.exists()
    [entry] = LogEntry.objects.filter(verb="import_applied", details__import=row.pk)
    assert entry.details["new"] == 7


def test_one_bad_row_stops_a_strict_import_and_only_itself_in_a_partial_one(world: World):
    some = people(world, 7)
    rows = [card(someone) for someone in some]
    rows[4] = card(some[4], "Z")
    row = staged(csv_of(rows))
    with pytest.raises(NotNow):
        applied(row)
    assert (levels(), Import.objects.get(pk=row.pk).state) == ([""] * 7, "staged")
    row = applied(row, "partial")
    assert (row.state, counts(row)) == ("applied", (6, 0, 0, 1))
    assert problems(row) == {6: [("level", "choice")]}
    assert levels() == ["D"] * 4 + [""] + ["D"] * 2


def test_nothing_good_is_nothing_to_take_in(world: World):
    row = staged(csv_of([card(people(world, 1)[0], "Z")]))
    with pytest.raises(NotNow):
        applied(row, "partial")


@pytest.mark.parametrize("mode", ["strict", "partial"])
def test_what_has_moved_since_the_preview_is_worked_out_anew_and_said(world: World, mode: str):
    some = people(world, 7)
    row = staged(csv_of(card(someone) for someone in some))
    Citizen.objects.filter(pk=some[0].pk).update(wellbeing_level="D", wellbeing_level_since="2026-03-01")
    row = applied(row, mode)
    assert (row.state, row.fault, counts(row)) == ("applied", "moved", (6, 0, 1, 0))
    assert row.fault_values == {"new": 7, "changed": 0, "same": 0, "bad": 0}


def test_a_row_that_has_become_bad_stops_a_strict_import(world: World):
    some = people(world, 7)
    row = staged(csv_of(card(someone) for someone in some))
    Citizen.objects.filter(pk=some[5].pk).update(blocked=True)
    row = applied(row)
    assert (row.state, row.fault, counts(row)) == ("staged", "bad_since", (6, 0, 0, 1))
    assert problems(row) == {7: [("iin", "blocked")]}
    assert levels() == [""] * 7
    row = applied(row, "partial")
    assert (row.state, row.fault, counts(row)) == ("applied", "", (6, 0, 0, 1))
    assert levels()[5] == ""


def test_a_row_that_has_become_bad_is_left_out_of_a_partial_one(world: World):
    some = people(world, 7)
    row = staged(csv_of(card(someone) for someone in some))
    Citizen.objects.filter(pk=some[5].pk).update(blocked=True)
    row = applied(row, "partial")
    assert (row.state, row.fault, counts(row)) == ("applied", "moved", (6, 0, 0, 1))
    assert problems(row) == {7: [("iin", "blocked")]}


def test_a_worker_that_was_stopped_leaves_nothing_and_another_begins_anew(world: World):
    row = staged(csv_of(card(someone) for someone in people(world, 7)))
    applying.begin(WHO, row, CARD, "strict")

    class Stopped(Exception):
        pass

    def stop(now: Import) -> None:
        if now.rows_applied >= 6:
            raise Stopped

    with pytest.raises(Stopped):
        applying.work(row.pk, WHO, stop)
    row.refresh_from_db()
    assert (row.state, levels()) == ("applying", [""] * 7)
    assert tasks.under_way() == [row.pk]
    assert applying.work(row.pk, WHO).state == "applied"
    assert (levels(), tasks.under_way()) == (["D"] * 7, [])
    assert applying.work(row.pk, WHO).rows_applied == 7
    assert LogEntry.objects.filter(verb="import_applied").count() == 1


def test_rights_that_are_gone_stop_the_work(world: World):
    row = staged(csv_of(card(someone) for someone in people(world, 2)), who(world.officer))
    applying.begin(who(world.officer), row, CARD, "strict")
    type(world.officer).objects.filter(pk=world.officer.pk).update(is_active=False)
    row = applying.work(row.pk, who(world.officer))
    assert (row.state, row.fault, levels()) == ("staged", "rights", ["", ""])


def test_an_error_of_the_program_ends_the_work_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch):
    rows = csv_of(card(someone) for someone in people(world, 2))
    row = staged(rows)
    applying.begin(WHO, row, CARD, "strict")

    def fail(*_: object) -> None:
        raise ValueError("Кәнерейқызы")

    with monkeypatch.context() as patch:
        patch.setattr(applying, "planned", fail)
        with pytest.raises(TaskFailed) as failed:
            tasks.work.call(row.pk)
    assert "Кәнер" not in str(failed.value)
    row.refresh_from_db()
    assert (row.state, row.fault) == ("staged", "failed")
    applying.begin(WHO, row, CARD, "strict")
    tasks.work.call(row.pk)
    assert levels() == ["D", "D"]


def test_a_task_does_what_the_state_asks_for(world: World):
    from .files import brought

    row = brought(csv_of(card(someone) for someone in people(world, 2)))
    tasks.work.call(row.pk)
    row.refresh_from_db()
    assert row.state == "staged"
    tasks.work.call(row.pk)
    tasks.work.call(999_999)
    applying.begin(WHO, row, CARD, "strict")
    tasks.work.call(row.pk)
    assert levels() == ["D", "D"]
