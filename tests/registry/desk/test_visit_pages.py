"""Recording and striking a visit on the pages of the desk, and what is said when nothing could be saved."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError
from django.test import Client

from registry import lookup, visits
from registry.desk.views import look_up
from registry.models import Citizen, LogEntry, Obligation, Visit
from tests.registry.world import NOW, TODAY, World, client_of

Ask = Callable[..., Any]
TOLD = re.compile(r'class="workplace-told workplace-told-(\w+)" role="status">([^<]+)<')


def poor(world: World, **fields: Any) -> Citizen:
    citizen = world.known_citizen(**fields)
    world.ground(citizen, "wellbeing_crisis", TODAY.replace(month=1, day=1))
    return citizen


def told(response: Any) -> list[tuple[str, str]]:
    return TOLD.findall(response.content.decode())


def recorded(client: Client) -> Any:
    response = client.post("/desk/visit/", follow=True)
    assert response.redirect_chain == [("/desk/card/", 302)]
    return response


def test_the_card_turns(world: World, registrar: Client, card: Ask):
    before = card(registrar, poor(world).iin).content.decode()
    assert "verdict-no" in before
    assert 'action="/desk/visit/"' in before
    after = recorded(registrar)
    assert told(after) == [("success", "The visit is recorded. The insurance holds from today.")]
    page = after.content.decode()
    assert "verdict-yes" in page
    assert 'action="/desk/visit/"' not in page
    assert told(registrar.get("/desk/card/")) == []
    assert told(recorded(registrar)) == [("info", "This visit had already been recorded. It counts once.")]
    assert (Visit.objects.count(), Obligation.objects.count()) == (1, 1)
    assert LogEntry.objects.get(verb="visit_recorded").purpose == "visit"


def test_what_is_lacking_is_said(world: World, registrar: Client, card: Ask):
    card(registrar, poor(world, last_pension_month=2026 * 12).iin)
    response = recorded(registrar)
    assert "does not begin yet" in told(response)[0][1]
    assert 'id="lacking"' in response.content.decode()
    card(registrar, world.citizen().iin)
    assert told(recorded(registrar)) == [("info", "The visit is recorded.")]


def test_without_anybody_in_hand_the_number_is_asked_for(registrar: Client):
    for address in ("/desk/visit/", "/desk/visit/new-person/", "/desk/visit/strike/"):
        response = registrar.post(address, follow=True)
        assert response.redirect_chain[-1] == ("/desk/", 302)


DOCUMENT = {"surname": "Серікова", "given_name": "Мөлдір", "patronymic": "", "place": "431010000"} | {
    f"birth_date_{part}": value for part, value in (("day", "9"), ("month", "9"), ("year", "1990"))
}


class TestSomebodyInNoRegistry:
    @pytest.fixture
    def number(self, world: World, registrar: Client, card: Ask) -> str:
        found = next(world.numbers)
        card(registrar, found)
        return found

    def test_the_document_is_copied_and_the_visit_recorded(self, registrar: Client, number: str):
        response = registrar.post("/desk/visit/", follow=True)
        assert response.redirect_chain == [("/desk/visit/new-person/", 302)]
        assert number not in response.content.decode()
        response = registrar.post("/desk/visit/new-person/", DOCUMENT, follow=True)
        assert response.redirect_chain == [("/desk/card/", 302)]
        assert told(response) == [("info", "The visit is recorded.")]
        assert "Серікова Мөлдір" in response.content.decode()
        citizen = Citizen.objects.get(iin=number)
        assert (citizen.district_id, citizen.visits.count()) == ("431010000", 1)

    def test_what_is_wrong_is_said_and_kept(self, registrar: Client, number: str):
        typed = DOCUMENT | {"surname": "", "birth_date_year": "2030"}
        response = registrar.post("/desk/visit/new-person/", typed)
        assert response.status_code == 422
        page = response.content.decode()
        assert "Enter the surname." in page
        assert 'value="2030"' in page
        assert 'value="Мөлдір"' in page
        assert not Citizen.objects.exists()

    def test_a_blocked_record_is_not_there(self, world: World, registrar: Client, card: Ask):
        citizen = poor(world, blocked=True)
        card(registrar, citizen.iin)
        assert registrar.post("/desk/visit/").headers["Location"] == "/desk/visit/new-person/"
        response = registrar.post("/desk/visit/new-person/", DOCUMENT)
        assert response.status_code == 422
        assert "There is no such record." in response.content.decode()
        assert "blocked" not in response.content.decode()
        assert not Visit.objects.exists()


class TestStriking:
    def test_a_mistake_is_struck_with_its_reason(self, world: World, registrar: Client, card: Ask):
        citizen = poor(world)
        card(registrar, citizen.iin)
        recorded(registrar)
        page = registrar.get("/desk/visit/strike/").content.decode()
        assert "Somebody else came." in page
        row = Visit.objects.get()
        assert registrar.post("/desk/visit/strike/", {"visit": row.pk}).status_code == 422
        sent = {"visit": row.pk, "because": "visit_of_somebody_else"}
        response = registrar.post("/desk/visit/strike/", sent, follow=True)
        assert told(response) == [("success", "The visit is crossed out. It no longer counts.")]
        assert "verdict-no" in response.content.decode()
        assert registrar.post("/desk/visit/strike/", sent).headers["Location"] == "/desk/card/"

    def test_only_a_visit_of_the_person_in_hand_and_of_this_place(self, world: World, registrar: Client, card: Ask):
        mine, other = poor(world), poor(world)
        elsewhere = Visit.objects.create(citizen=mine, polyclinic=world.other_polyclinic, day=TODAY)
        foreign = Visit.objects.create(citizen=other, polyclinic=world.polyclinic, day=TODAY)
        Visit.objects.create(citizen=mine, polyclinic=world.polyclinic, day=TODAY)
        card(registrar, mine.iin)
        for row in (elsewhere, foreign):
            sent = {"visit": row.pk, "because": "visit_of_somebody_else"}
            assert registrar.post("/desk/visit/strike/", sent).status_code == 422
        assert not Visit.objects.exclude(struck_at=None).exists()


def test_ones_own_visit_is_refused_in_words(world: World, registrar: Client, card: Ask):
    citizen = poor(world)
    card(registrar, citizen.iin)
    world.registrar.citizen = citizen
    world.registrar.save()
    response = recorded(registrar)
    assert told(response)[0][0] == "error"
    assert not Visit.objects.exists()


# --- the database does not answer ---

SAID = {
    "kk": ("Сақталмады", "Қайталап көріңіз"),
    "ru": ("Не сохранено", "Повторить"),
    "en": ("It was not saved", "Try again"),
}


class TestNotSaved:
    @pytest.mark.parametrize("error", [OperationalError, InterfaceError])
    def test_it_is_said_and_the_button_sends_it_again(self, world: World, registrar: Client, card: Ask, error: Any):
        card(registrar, poor(world).iin)
        with mock.patch.object(visits, "record", side_effect=error("gone")):
            response = registrar.post("/desk/visit/")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        page = response.content.decode()
        assert "It was not saved" in page
        assert 'action="/desk/visit/"' in page
        assert not Visit.objects.exists()
        assert "verdict-yes" in recorded(registrar).content.decode()

    def test_what_was_typed_is_kept(self, world: World, registrar: Client, card: Ask):
        number = next(world.numbers)
        card(registrar, number)
        with mock.patch.object(visits, "record_unknown", side_effect=OperationalError("gone")):
            page = registrar.post("/desk/visit/new-person/", DOCUMENT).content.decode()
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        kept.pop("csrfmiddlewaretoken")
        assert kept == DOCUMENT
        assert registrar.post("/desk/visit/new-person/", kept).headers["Location"] == "/desk/card/"

    def test_a_number_stands_in_no_hidden_field(self, world: World, registrar: Client):
        number = next(world.numbers)
        with mock.patch.object(look_up, "look_up", side_effect=OperationalError("gone")):
            page = registrar.post("/desk/", {"iin": number, "purpose": "visit"}).content.decode()
        assert re.findall(rf'<input type="hidden"[^>]*{number}', page) == []
        assert re.findall(rf'<input class="form-control[^>]*value="{number}"', page) != []

    @pytest.mark.parametrize("address", ["/desk/card/", "/desk/visit/"])
    def test_also_where_the_session_cannot_be_read(self, world: World, address: str):
        client = client_of(world.registrar)
        client.raise_request_exception = False
        ask = client.get if address == "/desk/card/" else client.post
        with mock.patch("django.contrib.sessions.backends.db.SessionStore.load", side_effect=OperationalError("gone")):
            response = ask(address)
        assert response.status_code == 503

    def test_also_where_the_session_cannot_be_saved_afterwards(self, world: World, registrar: Client, card: Ask):
        """Django takes it for a session that was deleted. The visit is there, and counts once at the second try."""
        card(registrar, poor(world).iin)
        registrar.raise_request_exception = False
        with mock.patch.object(Session.objects, "filter", side_effect=OperationalError("gone")):
            response = registrar.post("/desk/visit/")
        assert response.status_code == 503
        assert told(recorded(registrar))[0][0] == "info"
        assert Visit.objects.count() == 1

    def test_a_page_that_cannot_be_read_promises_nothing(self, world: World, registrar: Client, card: Ask):
        card(registrar, poor(world).iin)
        with mock.patch.object(lookup, "read", side_effect=OperationalError("gone")):
            response = registrar.get("/desk/card/")
        assert response.status_code == 503
        assert "The page cannot be shown now" in response.content.decode()

    @pytest.mark.parametrize("language", SAID)
    def test_in_every_language(self, world: World, registrar: Client, card: Ask, language: str):
        card(registrar, poor(world).iin, language)
        with mock.patch.object(visits, "record", side_effect=OperationalError("gone")):
            page = registrar.post("/desk/visit/").content.decode()
        for text in SAID[language]:
            assert text in page


def test_the_day_turns_at_midnight_in_almaty(
    world: World, card: Ask, clock: Callable[[datetime], None], registrar: Client
):
    assert NOW.tzinfo is not None
    citizen = poor(world)
    marks = []
    for moment in ("2026-12-31T18:59:59+00:00", "2026-12-31T19:00:00+00:00"):
        clock(datetime.fromisoformat(moment))
        client = client_of(world.registrar)
        before = card(client, citizen.iin).content.decode()
        after = recorded(client).content.decode()
        marks.append(tuple(re.findall(r'class="verdict verdict-(\w+)"', before + after)))
    assert marks == [("no", "yes"), ("no", "yes")]
    assert [row.day.year for row in Visit.objects.order_by("pk")] == [2026, 2027]
