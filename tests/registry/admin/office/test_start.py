from datetime import date

import pytest
from django.test import Client

from registry import decisions
from registry.log import Verb
from registry.models import LogEntry, State
from tests.registry.admin.office.conftest import BASE, Case
from tests.registry.world import World, client_of, who


def counts(client: Client) -> dict[str, int]:
    found: dict[str, int] = client.get("/admin/").context["office"]["counts"]
    return found


def test_it_counts_what_waits(world: World, officer: Client, in_hand: Case):
    in_hand(due_on=date(2026, 3, 13))
    in_hand(due_on=date(2026, 3, 17))
    papers = in_hand()
    decisions.ask_papers(who(world.officer), papers, papers.version, ["readable_document"], "")
    world.application()
    world.application(due_on=date(2026, 3, 10))
    world.application(region=world.abroad)
    assert counts(officer) == {
        "mine": 3,
        "overdue": 1,
        "soon": 1,
        "papers": 1,
        "new": 2,
        "overdue_in_region": 2,
    }


def test_it_names_nobody_and_so_writes_no_entry(world: World, officer: Client):
    application = world.application()
    page = officer.get("/admin/").content.decode()
    assert application.reference in page
    assert application.surname not in page
    assert not LogEntry.objects.filter(verb=Verb.READ_APPLICATION).exists()


def test_categories_are_counted_with_a_bar_as_long_as_their_share(world: World, officer: Client):
    for ground in ("pensioner", "pensioner", "disability"):
        world.application(ground=ground)
    bars = officer.get("/admin/").context["office"]["categories"]
    assert [(bar["code"], bar["count"], bar["width"]) for bar in bars] == [
        ("pensioner", 2, "100.0%"),
        ("disability", 1, "50.0%"),
    ]


def test_the_most_urgent_new_case_is_taken(world: World, officer: Client):
    world.application(due_on=date(2026, 3, 20))
    urgent = world.application(due_on=date(2026, 3, 18))
    answer = officer.post(f"{BASE}next/")
    assert answer.headers["Location"] == f"{BASE}{urgent.pk}/change/"
    urgent.refresh_from_db()
    assert (urgent.state, urgent.officer) == (State.IN_REVIEW, world.officer)


def test_a_case_of_the_own_household_is_passed_over(world: World, officer: Client):
    world.officer.citizen = world.known_citizen()
    world.officer.save()
    own = world.application(world.officer.citizen, due_on=date(2026, 3, 17))
    other = world.application(due_on=date(2026, 3, 18))
    assert officer.post(f"{BASE}next/").headers["Location"] == f"{BASE}{other.pk}/change/"
    own.refresh_from_db()
    assert own.state == State.RECEIVED


def test_where_nothing_is_new_it_is_said(officer: Client):
    assert officer.get(f"{BASE}next/").status_code == 405
    assert officer.post(f"{BASE}next/").headers["Location"] == "/admin/"


def test_proposals_wait_for_a_second_person_only(world: World, approver: Client, officer: Client, in_hand: Case):
    case = in_hand()
    decisions.propose_refusal(who(world.officer), case, case.version, ["already_under_review"], "")
    (line,) = approver.get("/admin/").context["office"]["proposals"]
    assert line["url"] == f"{BASE}{case.pk}/change/"
    assert officer.get("/admin/").context["office"]["proposals"] is None


@pytest.mark.parametrize("role", ["registrar", "clinician", "analyst", "auditor", "administrator"])
def test_other_roles_find_what_they_may_do_and_no_case(world: World, role: str):
    world.application()
    page = client_of(getattr(world, role)).get("/admin/")
    assert "office" not in page.context
    assert page.status_code == 200
    assert client_of(getattr(world, role)).get(BASE).status_code == 404


def test_the_number_of_queries_does_not_grow(world: World, officer: Client, django_assert_max_num_queries):
    for _ in range(20):
        world.application()
    with django_assert_max_num_queries(14):
        officer.get("/admin/")
