"""What a file would change is known before anything changes; whoever is stopped is followed by another."""

import pytest

from registry.imports import applying, bringing, staging, store
from registry.imports.frame import Faulty, NotNow, people_in
from registry.models import Citizen, Import, LogEntry
from registry.refusals import NotAllowed
from tests.registry.world import NOW, World, who

from .files import CARD, WHO, brought, card, counts, csv_of, people, problems, staged, xlsx_of


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST", 3)
    monkeypatch.setattr(applying, "MOST", 3)


def test_the_preview_says_what_would_change_and_changes_nothing(world: World):
    some = people(world, 5)
    Citizen.objects.filter(pk=some[1].pk).update(wellbeing_level="C")
    Citizen.objects.filter(pk=some[2].pk).update(wellbeing_level="D")
    before = list(Citizen.objects.values())
    row = staged(csv_of([card(some[0]), card(some[1]), card(some[2], since=""), card(some[3], "F"), card(some[4])]))
    assert (row.state, row.rows_read, row.rows_total, counts(row)) == (Import.State.STAGED, 5, 5, (2, 1, 1, 1))
    assert row.form == "csv UTF-8 semicolon"
    assert problems(row) == {5: [("level", "choice")]}
    changed = row.rows.get(difference="changed")
    assert (changed.line, changed.changes[0]) == (3, {"column": "level", "before": "C", "after": "D"})
    assert list(Citizen.objects.values()) == before


def test_who_may_not_be_in_the_file_is_a_bad_row(world: World):
    own, foreign = people(world, 1)[0], people(world, 1, region=world.abroad)[0]
    blocked = people(world, 1, blocked=True)[0]
    stranger = Citizen(iin=next(world.numbers))
    rows = [card(own), card(foreign), card(blocked), card(stranger), card(own, "E"), card(Citizen(iin="1"))]
    row = staged(csv_of(rows), who(world.officer))
    assert problems(row) == {
        3: [("iin", "other_region")],
        4: [("iin", "blocked")],
        5: [("iin", "unknown_person")],
        6: [("iin", "twice")],
        7: [("iin", "iin")],
    }
    assert row.rows.get(line=6).problems[0]["values"] == {"line": 2}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_worker_that_was_stopped_is_followed_by_another(world: World, form: str, monkeypatch: pytest.MonkeyPatch):
    some = people(world, 11)
    rows = [card(someone) for someone in [*some, some[1]]]
    content = csv_of(rows) if form == "csv" else xlsx_of([["iin", "level", "since"], *rows])
    whole = staged(content)

    class Stopped(Exception):
        pass

    def stop(row: Import) -> None:
        if row.rows_read >= stops:
            raise Stopped

    for stops in (3, 6, 9):
        row = brought(content)
        with pytest.raises(Stopped):
            staging.stage(row.pk, WHO, stop)
        assert Import.objects.get(pk=row.pk).rows_read == stops
        row = staging.stage(row.pk, WHO)
        assert (counts(row), row.rows_read, row.state) == (counts(whole), 12, "staged")
        assert list(row.rows.values_list("line", "key", "difference")) == list(
            whole.rows.values_list("line", "key", "difference")
        )


def test_two_workers_at_once_read_every_row_once(world: World):
    row = brought(csv_of(card(someone) for someone in people(world, 9)))
    begun = False

    def another(now: Import) -> None:
        nonlocal begun
        if not begun:
            begun = True
            assert staging.stage(row.pk, WHO).state == "staged"

    assert staging.stage(row.pk, WHO, another).state == "staged"
    assert (Import.objects.get(pk=row.pk).rows_read, row.rows.count()) == (9, 9)


def test_a_file_without_rows_is_not_kept(world: World):
    row = staged(csv_of([]))
    assert (row.state, row.fault, row.closed_at, row.key) == ("unreadable", "no_rows", NOW, "")


def test_a_file_that_has_gone_is_not_read(world: World):
    row = brought(csv_of([card(people(world, 1)[0])]))
    store.drop(row.key)
    assert (staging.stage(row.pk, WHO).state, Import.objects.get(pk=row.pk).fault) == ("unreadable", "gone")


def test_a_file_that_breaks_off_leaves_no_rows(world: World):
    good = xlsx_of([["iin", "level"], *(card(someone)[:2] for someone in people(world, 9))])
    row = brought(good)
    path = store.path_of(row.key)
    path.write_bytes(good[: len(good) // 2])
    row = staging.stage(row.pk, WHO)
    assert (row.state, row.fault, row.rows.count()) == ("unreadable", "broken", 0)


def test_what_cannot_be_read_at_all_is_not_kept(world: World, imports_root: object):
    with pytest.raises(Faulty) as refused:
        brought(b"iin;x\n")
    assert "level" in refused.value.message
    assert Import.objects.count() == LogEntry.objects.count() == 0
    assert list(store._stored()) == []


def test_bringing_and_putting_aside_are_in_the_log(world: World, django_capture_on_commit_callbacks: object):
    content = csv_of([card(people(world, 1)[0])])
    row = staged(content, who(world.officer))
    path = store.path_of(row.key)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        bringing.cancel(who(world.officer), row, CARD)
    row.refresh_from_db()
    assert (row.state, row.key, row.rows.count(), path.exists()) == ("cancelled", "", 0, False)
    assert [entry.verb for entry in LogEntry.objects.order_by("pk")] == ["import_uploaded", "import_cancelled"]
    with pytest.raises(NotNow):
        bringing.cancel(who(world.officer), row, CARD)


def test_nobody_brings_what_is_not_his(world: World):
    content = csv_of([card(people(world, 1)[0])])
    for account, region in ((world.administrator, None), (world.registrar, None), (world.foreign_officer, "43")):
        with pytest.raises(NotAllowed):
            brought(content, who(account), region)
    row = staged(content, who(world.officer))
    for account in (world.administrator, world.foreign_officer):
        with pytest.raises(NotAllowed):
            applying.begin(who(account), row, CARD, "strict")
        with pytest.raises(NotAllowed):
            bringing.cancel(who(account), row, CARD)


def test_the_log_names_whom_the_rows_name_however_the_number_is_written(world: World):
    [someone] = people(world, 1)
    spaced = f" {someone.iin[:6]} {someone.iin[6:]}"
    rows = staged(csv_of([(spaced, "D", "")])).rows.all()
    assert [row.difference for row in rows] == ["new"]
    assert people_in(rows) == [someone.pk]
