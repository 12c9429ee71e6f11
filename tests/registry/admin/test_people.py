"""People in the back office: who sees what of whom, how often the database is asked, and what the log says of it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry import decisions, reasons
from registry.log import Verb
from registry.models import Contribution, Determination, Diagnosis, LogEntry, Proposal, WorkPeriod
from tests.registry.world import NOW, World, client_of, who

SEARCH = "/admin/registry/citizen/"
OFFICER_QUERIES = 14
"""To open a person: session, account, person, the parts of his record, the entry in the log."""
SEARCH_QUERIES = 9
"""Session, account, the two of the limit in its savepoint, the search, the entry in the log."""


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.officer)


def entries(*verbs: Verb) -> list[Any]:
    rows = LogEntry.objects.filter(verb__in=verbs or list(Verb)).order_by("pk")
    return list(rows.values_list("verb", "actor__username", "citizen", "purpose", "details"))


def first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found
    return found[1]


def page(pk: int, what: str = "change") -> str:
    return f"{SEARCH}{pk}/{what}/"


def fill(world: World, years: int) -> int:
    """A person about whom much is known; the number of his row."""
    citizen = world.known_citizen(surname=f"Толық{years}", phone="+77011112233")
    for year in range(2015, 2015 + years):
        ground = world.ground(citizen, "disability", date(year, 1, 1), date(year, 6, 30))
        Proposal.objects.create(
            kind="revocation", ground=ground, proposed_by=world.officer, proposed_at=NOW, reasons=[], outcome="dropped"
        )
        WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(year, 1, 1), ends=date(year, 5, 1))
        Contribution.objects.create(citizen=citizen, kind="employee", first_month=year * 12, last_month=year * 12 + 3)
        Determination.objects.create(
            citizen=citizen,
            starts=date(year, 1, 1),
            ends=date(year, 12, 31),
            status="insured",
            ground="disability",
            payer="republican_budget",
            facts={},
            facts_digest="–",
            law_digest="–",
            determined_at=NOW,
        )
        world.application(citizen, officer=world.officer)
    Diagnosis.objects.create(citizen=citizen, polyclinic=world.polyclinic, icd10="F20.0")
    return citizen.pk


def test_a_search_leaves_one_entry_without_what_was_typed(world: World, officer: Client):
    person = world.citizen("Әбенова", "Айгүл")
    found = officer.post(SEARCH, {"number": person.iin}).content.decode()
    assert "Әбенова Айгүл" in found
    assert person.iin not in found
    officer.post(SEARCH, {"name": "абен"})
    officer.post(SEARCH, {"number": next(world.numbers)})
    assert entries() == [
        ("looked_up", "officer", person.pk, "", {"found": 1}),
        ("searched", "officer", None, "", {"by": "name", "rows": [person.pk]}),
        ("looked_up", "officer", None, "", {"found": 0}),
    ]


def test_a_faulty_search_says_what_is_wrong_and_keeps_the_text(world: World, officer: Client):
    answer = officer.post(SEARCH, {"number": "12345"})
    assert answer.status_code == 422
    assert 'value="12345"' in answer.content.decode()
    assert entries() == []


def test_at_most_fifty_are_shown_and_the_page_says_so(world: World, officer: Client):
    for number in range(51):
        world.citizen("Ким", f"А{number}")
    found = officer.post(SEARCH, {"name": "ким"}).content.decode()
    assert len(re.findall(r"/admin/registry/citizen/\d+/change/", found)) == 50
    assert "50" in first(r'staff-note">(.*?)</p>', found)


def test_the_address_searches_for_nobody(world: World, officer: Client):
    person = world.citizen()
    for query in (f"?q={person.iin}", f"?iin={person.iin}", "?surname__startswith=Ә"):
        assert str(person) not in officer.get(f"{SEARCH}{query}").content.decode()


@pytest.mark.parametrize("years", [1, 5])
def test_opening_a_person_asks_a_fixed_number_of_times(
    world: World, officer: Client, django_assert_num_queries: Any, years: int
):
    pk = fill(world, years)
    with django_assert_num_queries(OFFICER_QUERIES):
        text = officer.get(page(pk)).content.decode()
    assert text.count("2015") > 3
    assert "F20" not in text


def test_searching_asks_a_fixed_number_of_times(world: World, officer: Client, django_assert_num_queries: Any):
    people = [world.citizen("Ким", f"А{number}") for number in range(9)]
    for asked in ({"name": "ким"}, {"number": people[0].iin}):
        with django_assert_num_queries(SEARCH_QUERIES):
            officer.post(SEARCH, asked)


def test_each_role_sees_its_parts_of_a_record(world: World):
    pk = fill(world, 1)
    officer, auditor = (client_of(account).get(page(pk)).content.decode() for account in (world.officer, world.auditor))
    for shown in ("+77011112233", "/admin/registry/confirmedground/", "people-status"):
        assert shown in officer
        assert shown not in auditor
    assert "Толық1" in auditor
    assert "••••••••" in auditor
    assert client_of(world.registrar).get(page(pk)).status_code == 403


def test_each_reading_leaves_one_entry(world: World, officer: Client):
    person = world.citizen()
    officer.get(page(person.pk))
    officer.get(page(person.pk))
    assert entries() == [("read_citizen", "officer", person.pk, "", {})] * 2


def test_the_number_is_shown_once_for_a_reason(world: World, officer: Client):
    person = world.citizen()
    refused = officer.post(page(person.pk, "number"), {"reason": "because"})
    assert refused.status_code == 422
    assert person.iin not in refused.content.decode()
    assert person.iin in officer.post(page(person.pk, "number"), {"reason": "request"}).content.decode()
    assert person.iin not in officer.get(page(person.pk)).content.decode()
    assert entries(Verb.READ_IIN) == [("read_iin", "officer", person.pk, "request", {})]


def test_a_blocked_record_is_shown_to_nobody_and_every_try_is_kept(world: World, officer: Client):
    person = world.citizen(blocked=True)
    ground = world.ground(person, "pensioner", date(2026, 1, 1))
    assert officer.get(page(person.pk)).status_code == 404
    assert officer.get(f"/admin/registry/confirmedground/{ground.pk}/change/").status_code == 404
    assert str(person) not in officer.post(SEARCH, {"number": person.iin}).content.decode()
    assert client_of(world.foreign_officer).get(page(person.pk)).status_code == 404
    assert entries() == [("rejected_attempt", "officer", person.pk, "", {"blocked": True})] * 3


def test_a_ground_is_revoked_by_two(world: World, officer: Client):
    person = world.known_citizen()
    ground = world.ground(person, "disability", date(2026, 1, 1))
    address = f"/admin/registry/confirmedground/{ground.pk}/change/"
    reason = first(r'name="reasons" value="(\w+)"', officer.get(address).content.decode())
    asked = {"version": ground.version, "reasons": [reason], "last_day": "28.02.2026", "note": "Тексерілді."}
    assert officer.post(address, {**asked, "reasons": []}).status_code == 422
    assert officer.post(address, asked).status_code == 302
    proposal = Proposal.objects.get()
    approve = f"/admin/registry/proposal/{proposal.pk}/approve/"
    assert officer.post(approve, {"note": ""}).status_code == 422
    approver = client_of(world.approver)
    assert str(person) not in approver.get("/admin/registry/proposal/").content.decode()
    assert str(person) in approver.get(f"/admin/registry/proposal/{proposal.pk}/change/").content.decode()
    assert approver.post(approve, {"note": ""}).status_code == 302
    ground.refresh_from_db()
    assert ground.ends == date(2026, 2, 28)


def test_whoever_returns_a_proposal_says_why(world: World):
    ground = world.ground(world.known_citizen(), "disability", date(2026, 1, 1))
    reason = reasons.offered(reasons.Use.REVOCATION, ground.code)[0].code
    proposal = decisions.propose_revocation(who(world.officer), ground, 0, [reason], "Тексерілді.", None)
    approver = client_of(world.approver)
    address = f"/admin/registry/proposal/{proposal.pk}/return/"
    assert approver.post(address, {"note": " "}).status_code == 422
    assert approver.post(address, {"note": "Құжат жеткіліксіз."}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.answer) == ("returned", "Құжат жеткіліксіз.")
