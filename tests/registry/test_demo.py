"""The demo: a district that can be worked in at once, only in development, and never twice."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry import access, iin
from registry.demo import situations, staff
from registry.models import Account, Application, Citizen, Decision, LogEntry, Role, State

from .world import district, office, region

FEW = {"crisis": 10, "emergency": 3, "hardly_known": 2, "uninsured": 5}


@pytest.fixture
def loaded(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    settings.DEBUG = True
    few = {kind: FEW.get(kind.__name__, 1) for kind in situations.SHARES}
    monkeypatch.setattr("registry.demo.people.SHARES", few)
    home = region("43", "Қызылорда облысы", "Кызылординская область", "Kyzylorda Region")
    district("434800000", home, "Шиелі ауданы", "Шиелийский район", "Shieli District")
    office(home, "Қызылорда")

    def load() -> str:
        said = io.StringIO()
        call_command("load_demo", stdout=said, stderr=io.StringIO())
        return said.getvalue()

    return load


def test_there_is_an_application_in_every_state_and_an_account_of_every_role(loaded: Callable[[], str]) -> None:
    said = loaded()
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Account.objects.filter(demo=True).values_list("role", flat=True)) == set(Role.values)
    assert all(name in said for name in (*staff.NAMES, staff.PASSWORD))
    numbers = re.findall(r"\b\d{12}\b", said)
    assert [Citizen.objects.filter(iin=number).exists() for number in numbers] == [True, True, False]


def test_everybody_is_made_up_and_was_determined(loaded: Callable[[], str]) -> None:
    loaded()
    people = Citizen.objects.filter(district="434800000")
    assert {person.iin[6] for person in people} <= {"1", "2"}
    assert all(iin.is_valid(person.iin) for person in people)
    assert not people.filter(determinations=None).exists()


def test_what_was_decided_was_decided_by_the_verbs(loaded: Callable[[], str]) -> None:
    loaded()
    for decision in Decision.objects.all():
        assert LogEntry.objects.filter(application=decision.application, verb=decision.outcome).count() == 1
    officer = Account.objects.get(username="officer")
    assert access.visible(officer, Application.objects.all()).count() == Application.objects.count()


def test_a_second_time_adds_nothing_and_says_the_same_names(loaded: Callable[[], str]) -> None:
    loaded()
    before = Citizen.objects.count(), Application.objects.count(), LogEntry.objects.count()
    assert staff.PASSWORD in loaded()
    assert before == (Citizen.objects.count(), Application.objects.count(), LogEntry.objects.count())


def test_it_goes_only_into_an_empty_database_in_development(loaded: Callable[[], str], settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        loaded()
    settings.DEBUG = True
    Citizen.objects.create(iin="990101100000", surname="A", given_name="B", region_id="43")
    with pytest.raises(CommandError, match="empty one only"):
        loaded()
