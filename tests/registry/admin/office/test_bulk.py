from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.log import Verb
from registry.models import Application, LogEntry, State, WorkPeriod
from tests.registry.admin.office.conftest import BASE, CONFIRMATION, Case
from tests.registry.world import World

URL = f"{BASE}together/"
ENGLISH = {"accept-language": "en"}


def send(client: Client, *cases: Application, **fields: str) -> Any:
    ticked = [f"{case.pk}-{case.version}" for case in cases]
    return client.post(URL, {"case": ticked, **fields}, headers=ENGLISH)


def outcomes(answer: Any) -> dict[str, str]:
    return {line["reference"]: str(line["outcome"]) for line in answer.context["lines"]}


def working(world: World) -> dict[str, object]:
    citizen = world.known_citizen()
    WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2025, 1, 1))
    return {"citizen": citizen}


def test_the_preview_has_a_line_for_each_and_decides_nothing(world: World, officer: Client, in_hand: Case):
    good, bad = in_hand(), in_hand(**working(world))
    open_ = in_hand(citizen=world.citizen(birth_date=date(1988, 4, 2), residence="citizen"))
    answer = send(officer, good, bad, open_)
    assert outcomes(answer) == {
        good.reference: "can be confirmed",
        bad.reference: "the ground does not hold",
        open_.reference: "something has to be checked first",
    }
    assert not Application.objects.filter(state=State.CONFIRMED).exists()
    entry = LogEntry.objects.get(verb=Verb.READ_APPLICATION)
    assert entry.details["rows"] == [good.pk, bad.pk, open_.pk]


def test_what_can_be_confirmed_is_and_the_rest_remains(world: World, officer: Client, in_hand: Case):
    good, bad = in_hand(), in_hand(**working(world))
    answer = send(officer, good, bad, step="confirm", **CONFIRMATION)
    assert outcomes(answer)[good.reference] == "confirmed"
    assert answer.context["form"] is None
    states = dict(Application.objects.values_list("pk", "state"))
    assert states == {good.pk: State.CONFIRMED, bad.pk: State.IN_REVIEW}


def test_what_was_typed_is_kept(officer: Client, in_hand: Case):
    case = in_hand()
    answer = send(officer, case, step="confirm", **CONFIRMATION | {"evidence": "", "note": "Ескертпе қалды"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ескертпе қалды" in page
    assert f'value="{case.pk}-{case.version}"' in page
    assert Application.objects.get().state == State.IN_REVIEW


def test_a_preview_for_other_days_asks_the_rules_anew(officer: Client, in_hand: Case):
    case = in_hand()
    answer = send(officer, case, step="preview", **CONFIRMATION | {"starts_year": "2040"})
    assert outcomes(answer) == {case.reference: "not possible now"}


def test_stale_and_foreign_cases_are_told_apart_from_the_others(world: World, officer: Client, in_hand: Case):
    stale, foreign = in_hand(), world.application(region=world.abroad)
    stale.version -= 1
    answer = send(officer, stale, foreign)
    assert outcomes(answer) == {stale.reference: "changed meanwhile", "–": "not in your hands"}
    assert foreign.surname not in answer.content.decode().replace(stale.surname, "")


@pytest.mark.parametrize("ticked", [[], ["x"], ["1"], ["²-1"], ["9" * 30 + "-0"]])
def test_nothing_ticked_leads_back_to_the_queue(officer: Client, ticked: list[str]):
    answer = officer.post(URL, {"case": ticked})
    assert (answer.status_code, answer.headers["Location"]) == (302, BASE)


def test_it_is_not_reached_by_an_address(officer: Client):
    assert officer.get(URL).headers["Location"] == BASE
