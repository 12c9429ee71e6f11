"""Made-up people in the database: under all its guards, in bounded parts, and never beside real ones."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model

from eligibility.rules import law as law_module
from registry.bulk.deciding import decided
from registry.management.commands import synthesize
from registry.models import Citizen, ConfirmedGround, Diagnosis, FactChange, Polyclinic, Region, Visit
from registry.synthetic import making
from registry.synthetic.cells import row_number, rows_of
from registry.synthetic.places import places
from registry.synthetic.rows import Rows
from registry.synthetic.setting import Setting

PUBLISHED_ON = date(2025, 12, 27)
INSURED, PRIVILEGED = 0.836, 0.6
"""Of the people of Kyzylorda on that day, as published; see lives.toml."""
FEW, SAMPLE = 1_050, 2_500


def made(region: Region, people: int, seed: int = 1, on: date = PUBLISHED_ON) -> list[int]:
    return list(making.make(region, people, seed, on))


def kept() -> list[Any]:
    """The rows, but for the numbers that the database gives them."""
    models = (Citizen, ConfirmedGround, Visit, Diagnosis)
    return [list(model._default_manager.order_by("pk").values_list(*_columns(model))) for model in models]


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name != "id" or model is Citizen]


def test_the_rows_stand_under_the_guards_and_everybody_is_to_be_looked_at(kyzylorda: Region):
    assert made(kyzylorda, FEW) == [0, FEW]
    connection.check_constraints()
    assert Citizen.objects.count() == FEW
    assert FactChange.objects.values("citizen").distinct().count() == FEW
    assert Citizen.objects.filter(household=None).count() == 0
    assert all("Synthetic" in name for name in Polyclinic.objects.values_list("name_en", flat=True))
    assert Polyclinic.objects.filter(district=None).count() == 0


def test_whoever_is_made_in_two_goes_is_the_same_as_in_one(kyzylorda: Region, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "CELLS_AT_ONCE", 1)
    places(kyzylorda)
    with transaction.atomic():
        assert made(kyzylorda, FEW) == [0, 1_000, FEW]
        in_one_go = kept()
        transaction.set_rollback(True)
    assert made(kyzylorda, 400) == [0, 400]
    assert made(kyzylorda, FEW) == [400, 1_000, FEW]
    assert kept() == in_one_go


def test_no_more_than_some_cells_are_in_memory(kyzylorda: Region, monkeypatch: pytest.MonkeyPatch):
    drawn: list[int] = []

    def noted(seed: int, setting: Setting, number: int) -> Rows:
        drawn.append(number)
        return rows_of(seed, setting, number)

    monkeypatch.setattr(making, "CELLS_AT_ONCE", 1)
    monkeypatch.setattr(making, "rows_of", noted)
    progress = making.make(kyzylorda, 5_000, 1, PUBLISHED_ON)
    assert [next(progress), next(progress)] == [0, 1_000]
    assert set(drawn) <= {0, 1}


def test_real_people_are_never_mixed_with_made_up_ones(kyzylorda: Region):
    Citizen.objects.create(iin="900101300017", surname="Ә", given_name="Ә", region=kyzylorda)
    with pytest.raises(making.Refused, match="not made up"):
        made(kyzylorda, 10)
    assert Citizen.objects.count() == 1


@pytest.mark.parametrize(("seed", "on"), [(2, PUBLISHED_ON), (1, date(2026, 3, 1))])
def test_people_of_another_seed_or_day_are_not_mixed(kyzylorda: Region, seed: int, on: date):
    made(kyzylorda, 5)
    with pytest.raises(making.Refused, match="another seed"):
        made(kyzylorda, 10, seed, on)
    assert Citizen.objects.count() == 5


def test_too_many_are_refused_before_anything_is_made(kyzylorda: Region):
    with pytest.raises(making.Refused, match="can be made"):
        made(kyzylorda, making.MOST + 1)


def test_the_engine_finds_insured_whom_the_published_figures_say(kyzylorda: Region):
    """Nobody is drawn as insured. 4 standard errors, of people who are drawn one by one; ages are drawn more evenly."""
    made(kyzylorda, SAMPLE)
    law = law_module.load()
    first = row_number("43", 0)
    answers = [found.after for found in decided(first, first + SAMPLE, PUBLISHED_ON, law, everybody=True)]
    assert len(answers) == SAMPLE
    insured = [answer for answer in answers if answer.status == "insured"]
    privileged = [answer for answer in insured if answer.payer == "republican_budget"]
    for found, published in ((insured, INSURED), (privileged, PRIVILEGED)):
        error = (published * (1 - published) / SAMPLE) ** 0.5
        assert abs(len(found) / SAMPLE - published) < 4 * error
    often = {"child", "pensioner", "disability", "full_time_student", "parent_of_child_under_3", "parental_leave"}
    assert often | {"employee", "entrepreneur", "retention_three_months"} <= {answer.ground for answer in insured}
    assert {answer.status for answer in answers} == {"insured", "not_insured", "unknown", "unclear"}


def test_the_command_says_how_far_it_is_and_refuses_in_words(kyzylorda: Region):
    said, progress = StringIO(), StringIO()
    call_command("synthesize", region="43", people=20, on=PUBLISHED_ON, rows_only=True, stdout=said, stderr=progress)
    assert "20 made-up people of Kyzylorda Region" in said.getvalue()
    assert progress.getvalue().startswith("0 people")
    assert Citizen.objects.filter(pk__gt=row_number("43", 0) - 1).count() == 20
    with pytest.raises(CommandError, match="no such region"):
        call_command("synthesize", region="99", people=20)
    with pytest.raises(CommandError, match="law"):
        call_command("synthesize", region="43", people=30, on=date(1999, 1, 1))


def test_without_rows_only_everybody_is_determined_and_counted(kyzylorda: Region, monkeypatch: pytest.MonkeyPatch):
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(synthesize, "call_command", lambda *told, **_: called.append(told))
    call_command("synthesize", region="43", people=3, on=PUBLISHED_ON, stdout=StringIO(), stderr=StringIO())
    where = ("--on", "2025-12-27", "--region", "43")
    assert called == [("redetermine", *where, "--and-apply", "--most-losing", "3"), ("tally", *where)]
