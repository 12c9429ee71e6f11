"""Attachment at the desk: the queue, the decision, the person at the counter."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from registry import attaching
from registry.log import Verb
from registry.models import Attachment, AttachmentRequest, Citizen, LogEntry, Role
from tests.registry.portal.test_attach import attached_from
from tests.registry.test_attaching import SEEN, asked, of
from tests.registry.world import NOW, TODAY, World, client_of, who

pytestmark = pytest.mark.django_db

NEW = "/desk/attachments/new/"
IDENTITY = {
    "category": "in_person_pensioner",
    "surname": "Серікова",
    "given_name": "Мөлдір",
    "birth_date_day": "9",
    "birth_date_month": "9",
    "birth_date_year": "1960",
    "identity_seen": "on",
    "consent": "on",
}
TOKEN = re.compile(r'name="token" value="([\w-]+)"')


def english(client: Client) -> Client:
    client.cookies["kepil_language"] = "en"
    return client


def show(client: Client, row: AttachmentRequest) -> str:
    response = english(client).get(f"/desk/attachments/{row.pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def post(client: Client, row: AttachmentRequest, verb: str, **data: Any) -> Any:
    return english(client).post(f"/desk/attachments/{row.pk}/{verb}/", {"version": row.version, **data})


def take(client: Client, number: str) -> None:
    client.post("/desk/", {"iin": number, "purpose": "visit"})


def counter(client: Client, **other: str) -> Any:
    token = TOKEN.search(english(client).get(NEW).content.decode())
    assert token
    return client.post(NEW, {**IDENTITY, "token": token[1], **other})


class TestQueue:
    def test_own_polyclinic_oldest_first_without_blocked_and_decided(self, world: World, registrar: Client):
        now = NOW - timedelta(days=7)
        late = attaching.ask(who(applicant=True, now=now), of(world, world.citizen("Кешіккен"))).request
        new = asked(world, world.citizen("Жаңа"))
        asked(world, world.citizen("Бөтен"), polyclinic=world.other_polyclinic)
        attaching.withdraw(who(applicant=True), asked(world, world.citizen("Қайтарған")))
        hidden = world.citizen("Бұғатты")
        asked(world, hidden)
        Citizen.objects.filter(pk=hidden.pk).update(blocked=True)
        html = english(registrar).get("/desk/attachments/").content.decode()
        found = re.findall(r'href="/desk/attachments/(\d+)/"', html)
        assert found == [str(late.pk), str(new.pk)]
        assert "Overdue: 1" in html
        entry = LogEntry.objects.get(verb=Verb.READ_ATTACHMENT)
        assert entry.details == {"rows": [late.pk, new.pk]}

    def test_pages(self, world: World, registrar: Client):
        for _ in range(26):
            asked(world)
        counts = [
            len(
                re.findall(
                    r'href="/desk/attachments/\d+/"', registrar.get(f"/desk/attachments/?page={page}").content.decode()
                )
            )
            for page in ("1", "2", "x", "9" * 400)
        ]
        assert counts == [25, 1, 25, 1]

    def test_a_fixed_number_of_queries(self, world: World, registrar: Client, django_assert_max_num_queries: Any):
        for _ in range(20):
            asked(world, world.citizen())
        with django_assert_max_num_queries(14):
            registrar.get("/desk/attachments/")


class TestDeciding:
    def test_accepting_needs_the_tick(self, world: World, registrar: Client):
        row = asked(world)
        response = post(registrar, row, "accept")
        assert response.status_code == 422
        assert 'href="#id_identity_seen"' in response.content.decode()
        again = registrar.get(response.wsgi_request.path)
        assert again["Location"] == f"/desk/attachments/{row.pk}/"
        assert post(registrar, row, "accept", identity_seen="on").status_code == 302
        assert Attachment.objects.get().polyclinic == world.polyclinic
        assert attached_from(TODAY) in show(registrar, row)

    def test_a_later_day_and_another_region(self, world: World, registrar: Client):
        row = asked(world)
        day = {"starts_day": "1", "starts_month": "4", "starts_year": "2026"}
        assert post(registrar, row, "accept", identity_seen="on", place="47", **day).status_code == 302
        assert Attachment.objects.get().starts == date(2026, 4, 1)
        assert Citizen.objects.get().region == world.abroad

    def test_refusing_keeps_what_was_typed(self, world: World, registrar: Client):
        row = asked(world)
        response = post(registrar, row, "refuse", reasons=["attachment_other"], note="")
        assert response.status_code == 422
        html = response.content.decode()
        assert re.search(r'value="attachment_other" checked', html)
        assert post(registrar, row, "refuse", reasons=["attachment_other"], note="Басқа").status_code == 302
        assert "Басқа" in show(registrar, row)

    def test_a_page_that_is_out_of_date_says_who_was_faster(self, world: World, registrar: Client):
        row = asked(world)
        attaching.refuse(who(world.staff("r2", Role.REGISTRAR)), row, 0, ["attachment_identity"])
        response = post(registrar, row, "accept", identity_seen="on")
        assert response.status_code == 422
        assert "Staff r2" in response.content.decode()
        assert not Attachment.objects.exists()

    def test_the_page_warns_and_does_not_tell_what_the_registry_has(self, world: World, registrar: Client):
        citizen = world.known_citizen(surname="Құпиябаева")
        row = asked(world, citizen)
        AttachmentRequest.objects.filter(pk=row.pk).update(surname="Басқа")
        html = show(registrar, row)
        assert "another name or birth date" in html
        assert "Құпиябаева" not in html
        assert "To this polyclinic" in html

    def test_a_second_change_in_the_year_is_pointed_out(self, world: World, registrar: Client):
        citizen = world.known_citizen()
        attaching.accept(who(world.other_registrar), asked(world, citizen, polyclinic=world.other_polyclinic), 0, SEEN)
        row = asked(world, citizen)
        assert "as often as the rules allow" in show(registrar, row)
        first = asked(world, world.citizen())
        assert "as often as the rules allow" not in show(registrar, first)

    def test_another_polyclinics_application_is_not_there(self, world: World, registrar: Client):
        row = asked(world, polyclinic=world.other_polyclinic)
        assert registrar.get(f"/desk/attachments/{row.pk}/").status_code == 404
        assert post(registrar, row, "accept", identity_seen="on").status_code == 404

    def test_the_own_case_has_no_buttons(self, world: World, registrar: Client):
        himself = world.citizen()
        world.registrar.citizen = himself
        world.registrar.save()
        row = asked(world, himself)
        html = show(registrar, row)
        assert "/accept/" not in html
        assert post(registrar, row, "accept", identity_seen="on").status_code == 422

    def test_each_page_is_one_reading(self, world: World, registrar: Client):
        row = asked(world, world.citizen())
        show(registrar, row)
        entry = LogEntry.objects.get(verb=Verb.READ_ATTACHMENT)
        assert (entry.citizen, entry.details) == (row.citizen, {"attachment_request": row.pk})
        assert row.iin not in str(entry.details)


class TestCounter:
    def test_taken_and_accepted_at_once(self, world: World, registrar: Client):
        number = next(world.numbers)
        take(registrar, number)
        response = counter(registrar, accept="yes")
        row = AttachmentRequest.objects.get()
        assert response.url == f"/desk/attachments/{row.pk}/"
        assert (row.iin, row.channel, row.basis, row.state) == (number, "desk", "in_person_pensioner", "accepted")
        assert row.recorded_by == row.decided_by == world.registrar
        assert Attachment.objects.get().citizen.iin == number

    def test_only_taken(self, world: World, registrar: Client):
        take(registrar, next(world.numbers))
        counter(registrar)
        assert AttachmentRequest.objects.get().state == "received"
        assert not Attachment.objects.exists()

    def test_known_or_not_the_page_is_the_same(self, world: World, registrar: Client):
        pages = []
        for number in (world.known_citizen().iin, next(world.numbers)):
            take(registrar, number)
            html = english(registrar).get(NEW).content.decode()
            assert number not in html
            pages.append(re.sub(r'value="[\w-]{20,}"', "", html).replace(number[-4:], ""))
        assert pages[0] == pages[1]

    def test_sent_twice_it_is_one(self, world: World, registrar: Client):
        take(registrar, next(world.numbers))
        token = TOKEN.search(registrar.get(NEW).content.decode())
        assert token
        for _ in range(2):
            assert registrar.post(NEW, {**IDENTITY, "token": token[1], "accept": "yes"}).status_code == 302
        assert (AttachmentRequest.objects.count(), Attachment.objects.count()) == (1, 1)

    @pytest.mark.parametrize("missing", ["category", "consent", "surname", "birth_date_day"])
    def test_what_is_missing_is_asked_for(self, world: World, registrar: Client, missing: str):
        take(registrar, next(world.numbers))
        response = counter(registrar, **{missing: ""}) if missing != "consent" else _without_consent(registrar)
        assert response.status_code == 422
        assert "error-summary" in response.content.decode()
        assert not AttachmentRequest.objects.exists()

    def test_without_identity_it_is_taken_and_not_accepted(self, world: World, registrar: Client):
        take(registrar, next(world.numbers))
        token = TOKEN.search(english(registrar).get(NEW).content.decode())
        assert token
        told = {key: text for key, text in IDENTITY.items() if key != "identity_seen"}
        response = registrar.post(NEW, {**told, "token": token[1], "accept": "yes"})
        assert response.status_code == 422
        assert "First make sure who the person is" in response.content.decode()
        assert AttachmentRequest.objects.get().state == "received"

    def test_of_a_blocked_record_nothing_is_said(self, world: World, registrar: Client):
        take(registrar, world.citizen(blocked=True).iin)
        response = counter(registrar, accept="yes")
        assert response.status_code == 422
        assert "There is no such record." in response.content.decode()
        assert "blocked" not in response.content.decode()
        assert not AttachmentRequest.objects.exists()

    def test_with_nobody_in_hand_the_number_is_asked_for(self, world: World, registrar: Client):
        assert registrar.get(NEW)["Location"] == "/desk/"
        assert registrar.post(NEW, IDENTITY)["Location"] == "/desk/"
        assert registrar.get("/desk/attachments/history/")["Location"] == "/desk/"


class TestHistory:
    def test_for_the_polyclinic_that_he_is_attached_to(self, world: World):
        citizen = world.known_citizen()
        attaching.accept(who(world.other_registrar), asked(world, citizen, polyclinic=world.other_polyclinic), 0, SEEN)
        for account, status in ((world.other_registrar, 200), (world.registrar, 404)):
            client = english(client_of(account))
            take(client, citizen.iin)
            response = client.get("/desk/attachments/history/")
            assert response.status_code == status
            html = response.content.decode()
            assert (attached_from(TODAY) in html) == (status == 200)
            assert (world.polyclinic.name in html.partition("attach-history")[2]) == (status == 200)
        assert LogEntry.objects.filter(verb=Verb.READ_ATTACHMENT, citizen=citizen).count() == 1

    def test_of_somebody_unknown_it_says_the_same_as_of_a_stranger(self, world: World, registrar: Client):
        pages = []
        for number in (world.citizen().iin, next(world.numbers)):
            take(registrar, number)
            response = registrar.get("/desk/attachments/history/")
            pages.append((response.status_code, re.sub(r'value="\w{40,}"', "", response.content.decode())))
        assert pages[0] == pages[1]


def _without_consent(client: Client) -> Any:
    token = TOKEN.search(english(client).get(NEW).content.decode())
    assert token
    return client.post(NEW, {**{key: text for key, text in IDENTITY.items() if key != "consent"}, "token": token[1]})
