from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from registry import decisions
from registry.admin.office.choice import Choice
from registry.admin.office.queue import ON_A_PAGE
from registry.log import Verb
from registry.models import LogEntry, State
from tests.registry.admin.office.conftest import BASE, Case
from tests.registry.world import World, who


def shown(client: Client, **query: Any) -> list[str]:
    return [row.reference for row in client.get(BASE, query).context["rows"]]


def test_the_most_urgent_stands_first_and_other_regions_are_not_there(world: World, officer: Client):
    later = world.application(due_on=date(2026, 3, 20))
    sooner = world.application(due_on=date(2026, 3, 10))
    world.application(region=world.abroad)
    assert shown(officer) == [sooner.reference, later.reference]


def test_it_is_filtered_by_codes(world: World, officer: Client, in_hand: Case):
    mine = in_hand(ground="pensioner", due_on=date(2026, 3, 12))
    new = world.application(office=world.office, due_on=date(2026, 3, 17))
    late = world.application(due_on=date(2026, 3, 13))
    assert shown(officer, whose="mine") == [mine.reference]
    assert shown(officer, whose="nobody") == [late.reference, new.reference]
    assert shown(officer, ground="pensioner") == [mine.reference]
    assert shown(officer, state="received") == [late.reference, new.reference]
    assert shown(officer, due="overdue") == [mine.reference, late.reference]
    assert shown(officer, due="soon") == [new.reference]
    assert shown(officer, office=str(world.office.pk)) == [new.reference]
    assert shown(officer, state="confirmed") == []


@pytest.mark.parametrize(
    "query",
    ["state=1' OR 1", "ground=x", "office=²", "office=" + "9" * 40, "page=0", "page=-1", "page=x", "page=" + "9" * 30],
)
def test_what_is_no_code_chooses_everything(world: World, officer: Client, query: str):
    application = world.application()
    answer = officer.get(f"{BASE}?{query}")
    assert [row.reference for row in answer.context["rows"]] == [application.reference]


def test_a_choice_stands_in_the_address_as_it_was_read():
    choice = Choice.read(QueryDict("state=received&ground=pensioner&due=soon&whose=mine&office=3&page=2"))
    assert Choice.read(QueryDict(choice.query(2))) == choice
    assert Choice().query() == ""


def test_ages_and_deadlines_are_told_in_words_and_with_a_sign(world: World, officer: Client):
    world.application(due_on=date(2026, 3, 12))
    (row,) = officer.get(BASE, headers={"accept-language": "en"}).context["rows"]
    assert (row.due.sign, row.due.words, row.age) == ("⚠", "late by 2 working days", "0 working days")


def test_the_time_stands_still_while_papers_are_awaited(world: World, officer: Client):
    world.application(due_on=date(2026, 3, 12), state=State.PAPERS_WANTED, officer=world.officer)
    (row,) = officer.get(BASE, headers={"accept-language": "en"}).context["rows"]
    assert (row.due.sign, row.due.words) == ("", "the time is paused until the papers are there")
    assert shown(officer, due="overdue") == []


def test_names_are_shown_with_masked_numbers_and_leave_one_entry(world: World, officer: Client):
    applications = [world.application(), world.application()]
    page = officer.get(BASE).content.decode()
    for application in applications:
        assert application.surname in page
        assert application.iin not in page
        assert f"••••{application.iin[-4:]}" in page
    entry = LogEntry.objects.get(verb=Verb.READ_APPLICATION)
    assert sorted(entry.details["rows"]) == [application.pk for application in applications]


def test_an_empty_queue_names_nobody_and_leaves_no_entry(officer: Client):
    officer.get(BASE)
    assert not LogEntry.objects.filter(verb=Verb.READ_APPLICATION).exists()


def test_the_record_of_a_blocked_person_is_not_there(world: World, officer: Client):
    world.application(world.known_citizen(blocked=True))
    assert shown(officer) == []


def test_a_page_is_bounded(world: World, officer: Client, django_assert_max_num_queries):
    for _ in range(ON_A_PAGE + 1):
        world.application()
    with django_assert_max_num_queries(12):
        assert len(shown(officer)) == ON_A_PAGE
    assert len(shown(officer, page=2)) == 1
    assert len(shown(officer, page=99)) == 1


def test_only_cases_in_hand_can_be_ticked(world: World, officer: Client, in_hand: Case):
    mine, waiting, proposed = in_hand(), world.application(), in_hand()
    decisions.propose_refusal(who(world.officer), proposed, proposed.version, ["already_under_review"], "")
    page = officer.get(BASE).content.decode()
    assert f'value="{mine.pk}-{mine.version}"' in page
    for other in (waiting, proposed):
        assert f'value="{other.pk}-' not in page
