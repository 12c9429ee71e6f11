"""``manage.py import_file``: the same verbs, from the command line, and nothing of a person in what it prints."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry import retention
from registry.imports import staging, store
from registry.models import Citizen, Import, LogEntry
from tests.registry.test_canaries import lines
from tests.registry.world import NOW, World

from .files import WHO, brought, card, csv_of, people, staged

__all__ = ["lines"]


def told(*arguments: Any, **options: Any) -> str:
    out, beside = StringIO(), StringIO()
    try:
        call_command("import_file", *map(str, arguments), stdout=out, stderr=beside, **options)
    finally:
        told.beside = beside.getvalue()  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.fixture
def card_file(world: World, tmp_path: Path) -> Path:
    some = people(world, 3)
    file = tmp_path / "card.csv"
    file.write_bytes(csv_of([card(some[0]), card(some[1], "Z"), card(some[2])]))
    return file


def test_strict_is_the_rule_and_partial_a_wish(card_file: Path, lines: Any):
    with pytest.raises(CommandError):
        told("family_card", card_file, "--region", "43")
    assert not Citizen.objects.exclude(wellbeing_level="").exists()
    found = told("family_card", card_file, "--region", "43", "--partial")
    assert "2 new, 0 changed, 0 the same, 1 bad" in found
    assert "line 3: level: choice" in found
    assert "rows read" in told.beside  # type: ignore[attr-defined]
    assert Citizen.objects.filter(wellbeing_level="D").count() == 2
    numbers = Citizen.objects.values_list("iin", flat=True)
    printed = found + told.beside + lines()  # type: ignore[attr-defined]
    assert [number for number in numbers if number in printed] == []


def test_a_dry_run_changes_and_keeps_nothing(card_file: Path, django_capture_on_commit_callbacks: Any):
    with django_capture_on_commit_callbacks(execute=True):
        assert "2 new" in told("family_card", card_file, "--dry-run")
    assert Import.objects.get().state == "cancelled"
    assert list(store._stored()) == []
    assert not Citizen.objects.exclude(wellbeing_level="").exists()


def test_what_broke_off_goes_on(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(staging, "MOST", 2)
    row = brought(csv_of(card(someone) for someone in people(world, 5)))

    def stop(now: Import) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        staging.stage(row.pk, WHO, stop)
    assert "5 new" in told("--resume", row.pk)
    assert Citizen.objects.filter(wellbeing_level="D").count() == 5
    told("--resume", row.pk)


@pytest.mark.parametrize(
    "arguments",
    [("family_card",), ("--resume", "99"), ("family_card", "/nowhere"), ("family_card", __file__)],
)
def test_what_cannot_be_done_is_said(world: World, arguments: tuple[str, ...]):
    with pytest.raises(CommandError):
        told(*arguments)
    with pytest.raises(CommandError):
        told("family_card", __file__, "--region", "99")
    assert (Import.objects.count(), list(store._stored())) == (0, [])


def test_thirty_days_after_the_end_only_the_fact_remains(world: World, django_capture_on_commit_callbacks: Any):
    content = csv_of([card(people(world, 1)[0])])
    ended, forgotten, fresh = staged(content), staged(content), staged(content)
    then = retention.before("imports", NOW)
    Import.objects.filter(pk=ended.pk).update(state="applied", closed_at=then)
    Import.objects.filter(pk=forgotten.pk).update(uploaded_at=then)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.expire(NOW)["imports"] == 2
    for row, state in ((ended, "applied"), (forgotten, "cancelled"), (fresh, "staged")):
        row.refresh_from_db()
        kept = row is fresh
        assert (row.state, bool(row.key), bool(row.file_name), row.rows.exists()) == (state, kept, kept, kept)
    assert ended.rows_read == 1
    assert [path.name for path in store._stored()] == [fresh.key]
    assert retention.expire(NOW)["imports"] == 0
    assert LogEntry.objects.filter(verb="import_cancelled").count() == 1


def test_files_that_no_import_knows_are_deleted(world: World, monkeypatch: pytest.MonkeyPatch):
    staged(csv_of([card(people(world, 1)[0])]))
    key, file = store.begin()
    file.close()
    assert store.orphans(set(), NOW.replace(year=2020)) == []
    monkeypatch.setattr(retention, "before", lambda rule, now: now.replace(year=2100))
    assert retention._delete_orphaned_imports(NOW) == 1
    assert not store.unfinished(key).exists()
