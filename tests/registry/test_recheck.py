"""``manage.py recheck``: what was stored comes out the same, or its row is named."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from eligibility.rules import law as law_module
from registry.determine import determine
from registry.management.commands import recheck
from registry.models import Citizen, Determination

from .world import TODAY, World, who

LAW = law_module.load()


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, output and error output."""
    out, err = StringIO(), StringIO()
    try:
        call_command("recheck", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def citizen(world: World) -> Citizen:
    """With three determinations, of which one is superseded and one has ended."""
    citizen = world.known_citizen(wellbeing_level="B", wellbeing_level_since=date(2020, 1, 1))
    determine(who(), citizen, TODAY)
    world.ground(citizen, "disability", TODAY)
    determine(who(), citizen, TODAY)
    world.ground(citizen, "pensioner", TODAY + timedelta(1))
    determine(who(), citizen, TODAY + timedelta(1))
    return citizen


def test_all_is_as_it_was(citizen: Citizen):
    assert run() == (0, "3 determinations, 0 of them differ\n", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "not_insured"),
        ("ground", "child"),
        ("payer", "self"),
        ("reasons", []),
        ("missing", ["work"]),
        ("facts_digest", "sha256:0"),
    ],
)
def test_a_changed_row_is_named_and_nothing_of_its_person(citizen: Citizen, field: str, value: Any):
    row = Determination.objects.order_by("pk")[1]
    Determination.objects.filter(pk=row.pk).update(**{field: value})
    status, told, _ = run()
    assert (status, told) == (1, f"determination {row.pk}: {field}\n3 determinations, 1 of them differ\n")


def test_changed_facts_are_noticed(citizen: Citizen):
    Determination.objects.update(facts={"circumstances": {}})
    assert run()[0] == 1


class TestAnotherLaw:
    def test_is_counted_apart(self, citizen: Citizen):
        Determination.objects.update(law_digest="sha256:gone", status="unclear")
        status, told, _ = run()
        assert status == 0
        assert "3 not recomputed, the law of then is not here: sha256:gone" in told

    def test_can_be_given(self, citizen: Citizen, tmp_path: Path):
        copytree(law_module.DIRECTORY, tmp_path / "law")
        with (tmp_path / "law" / "terms.toml").open("a") as terms:
            terms.write("\n# of then\n")
        then = law_module.load(tmp_path / "law")
        Determination.objects.update(law_digest=then.digest)
        assert "3 not recomputed" in run()[1]
        assert run("--law", str(tmp_path / "law")) == (0, "3 determinations, 0 of them differ\n", "")
        Determination.objects.update(ground="child")
        assert run("--law", str(tmp_path / "law"))[0] == 1

    def test_which_cannot_be_read_is_refused(self, citizen: Citizen, tmp_path: Path):
        with pytest.raises(CommandError, match="cannot be read"):
            run("--law", str(tmp_path))
        with pytest.raises(CommandError, match="must be a folder"):
            run("--law", str(tmp_path / "nowhere"))


def test_of_one_citizen(citizen: Citizen, world: World):
    other = world.known_citizen()
    determine(who(), other, TODAY)
    assert run("--citizen", str(other.pk))[1] == "1 determinations, 0 of them differ\n"
    assert run("--citizen", str(other.pk), "--citizen", str(citizen.pk))[1].startswith("4 determinations")


def test_a_long_run_tells_how_far_it_is(citizen: Citizen, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(recheck, "TELL_EVERY", 2)
    monkeypatch.setattr(recheck, "BATCH", 2)
    status, told, progress = run()
    assert (status, told) == (0, "3 determinations, 0 of them differ\n")
    assert progress == "2 determinations looked at\n"
