"""``manage.py redetermine``: from the plan to the end on a command line, and every night by itself."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry.models import Determination, Run
from tests.registry.world import NOW, World

from .people import insured, loses

State = Run.State


@pytest.fixture(autouse=True)
def on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def run(*words: str) -> str:
    out = StringIO()
    call_command("redetermine", *words, stdout=out, stderr=out)
    return out.getvalue()


def stops(*words: str) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("redetermine", *words, stdout=out, stderr=out)
    assert ended.value.code == 3
    return out.getvalue()


def test_a_plan_is_printed_and_applied_by_its_number(world: World):
    people = insured(world, 3)
    loses(people[0])
    told = run("--on", "2026-03-16", "--region", "43")
    (row,) = Run.objects.all()
    assert f"run {row.pk}: 2026-03-16, region 43, all: planned" in told
    assert "3 looked at, 1 change, 1 lose cover, 0 gain it" in told
    assert "1  insured (pensioner) -> not_insured" in told
    assert world.district.pk in told
    assert not Determination.objects.filter(run=row).exists()
    assert "applied, 1 of 1 ranges applied" in run("--apply", str(row.pk), "--most-losing", "1")
    assert Determination.objects.filter(run=row).count() == 1


def test_every_night_it_applies_itself_or_waits_for_somebody(world: World):
    people = insured(world, 3)
    run("--on", "today", "--and-apply", "--most-losing", "0")
    for person in people[:2]:
        loses(person)
    told = stops("--on", "today", "--and-apply", "--most-losing", "1")
    row = Run.objects.first()
    assert row is not None
    assert (row.state, f"run {row.pk}: not applied, 2 people would lose cover" in told) == (State.PLANNED, True)
    run("--on", "today", "--and-apply", "--most-losing", "2")
    assert Determination.objects.filter(status="not_insured").count() == 2


def test_it_goes_on_after_the_guard_has_stopped_it(world: World):
    people = insured(world, 2)
    run("--on", "today")
    loses(people[0])
    number = str(Run.objects.get().pk)
    assert f"--resume {number} --most-losing N" in stops("--apply", number, "--most-losing", "0")
    assert "applied" in run("--resume", number, "--most-losing", "1")
    assert "2026-03-16" in run("--on", "today", "--dry-run")
    assert [row.state for row in Run.objects.all()] == [State.CANCELLED, State.APPLIED]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", "1999-01-01"), "run_day"),
        (("--on", "2026-02-30"), "2026-03-16, or today"),
        (("--on", "today", "--region", "99"), "no region"),
        (("--on", "today", "--and-apply"), "--most-losing"),
        (("--apply", "1"), "--most-losing"),
        (("--apply", "1", "--most-losing", "-1"), "whole number"),
        (("--apply", "999999", "--most-losing", "1"), "no re-determination"),
        (("--cancel", "999999", "--all"), "belong to a plan"),
        ((), "required"),
    ],
)
def test_what_makes_no_sense_is_said(world: World, words: tuple[str, ...], said: str):
    with pytest.raises(CommandError, match=said):
        run(*words)


def test_two_processes_share_the_work(monkeypatch: pytest.MonkeyPatch, world: World):
    """On SQLite one does it, which has one writer."""
    asked: list[Any] = []
    command = "registry.management.commands.redetermine"
    monkeypatch.setattr(f"{command}.share", lambda row, workers: asked.append(workers))
    monkeypatch.setattr(f"{command}.connection.vendor", "postgresql")
    with pytest.raises(CommandError, match="--resume"):
        run("--on", "today", "--workers", "2")
    assert asked == [2]
