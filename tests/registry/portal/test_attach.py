"""Applying for attachment on the portal: page by page, once, without telling whom the registry knows."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from eligibility.fragments import route
from eligibility.presentation import long_date
from eligibility.rules import attachment
from eligibility.rules import law as law_module
from registry import attaching, iin, log
from registry.attaching import Confirmed
from registry.log import Verb
from registry.models import Attachment, AttachmentRequest, LogEntry
from registry.portal import draft
from registry.portal.views.attach import SENDINGS
from registry.portal.views.status import WRONG_SECRETS
from tests.eligibility.test_views import LANGUAGES, speak
from tests.registry.world import NOW, TODAY, World, district, polyclinic, who

from .applying import SEEN, YOU, codes, open_application, where

pytestmark = pytest.mark.django_db

IIN = next(iin.synthetic())
PLACE = "431010000"


def typed(**other: str) -> dict[str, str]:
    return {**{name: text for name, text in YOU.items() if name != "place"}, "iin": IIN, **other}


def choose(client: Client, world: World, basis: str = "change_of_residence") -> Any:
    assert where(client.post("/attach/place/", {"place": PLACE})) == "/attach/polyclinic/"
    return client.post("/attach/polyclinic/", {"polyclinic": str(world.polyclinic.pk), "basis": basis})


def fill(client: Client, world: World, **other: str) -> None:
    """Everything up to the page on which it is sent."""
    assert where(choose(client, world)) == "/attach/you/"
    assert where(client.post("/attach/you/", typed(**other))) == "/attach/check/"


def attached_from(day: date) -> str:
    with override("en"):
        return f"From {long_date(day)}, without an end"


def seen(client: Client) -> str:
    found = SEEN.search(client.get("/attach/check/").content.decode())
    assert found
    return found[1]


def send(client: Client) -> Any:
    return client.post("/attach/check/", {"consent": "on", "seen": seen(client)})


def sent(client: Client, world: World, **other: str) -> tuple[AttachmentRequest, str]:
    """What was sent, and its secret."""
    fill(client, world, **other)
    assert where(send(client)) == "/attach/sent/"
    reference, secret = codes(client.get("/attach/sent/"))
    return AttachmentRequest.objects.get(reference=reference), secret


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_what_is_quicker_then_who_may_come_then_here(client: Client, world: World, language: str):
    speak(client, language)
    html = client.get("/attach/").content.decode()
    places = [html.index(text) for text in ("https://egov.kz", 'class="attach-people"', "/attach/place/")]
    assert places == sorted(places)
    people = html[html.index('class="attach-people"') :].partition("</ul>")[0]
    assert people.count("<li>") == len(attachment.in_person(law_module.load(), TODAY)) == 11


def test_sent_once_with_a_reference_and_a_secret(client: Client, world: World):
    row, secret = sent(client, world)
    assert (row.polyclinic, row.basis, row.iin, row.surname) == (
        world.polyclinic,
        "change_of_residence",
        IIN,
        "Серікова",
    )
    assert (row.channel, row.phone, row.purpose, row.language) == ("portal", "+77012345678", "attach", "ru")
    assert attaching.find_with_secret(row.reference, secret) == row
    again = codes(client.get("/attach/sent/"))
    assert again == [row.reference], "the secret is shown once"
    assert where(client.get("/attach/check/")) == "/attach/sent/"


def test_the_same_form_sent_twice_is_one(client: Client, world: World):
    fill(client, world)
    mark = seen(client)
    before = client.session[draft.ATTACHMENT.draft]
    client.post("/attach/check/", {"consent": "on", "seen": mark})
    session = client.session
    session[draft.ATTACHMENT.draft] = before  # the other of two sendings at once has the session as it was
    session.save()
    assert where(client.post("/attach/check/", {"consent": "on", "seen": mark})) == "/attach/sent/"
    assert AttachmentRequest.objects.count() == 1
    assert len(codes(client.get("/attach/sent/"))) == 2, "the secret is not lost"


def test_known_or_not_every_page_says_the_same(world: World):
    known, unknown = world.known_citizen().iin, next(world.numbers)
    answers = []
    for number in (known, unknown):
        client = Client()
        row, secret = sent(client, world, iin=number)
        other = Client()
        fill(other, world, iin=number)
        second = send(other)
        pages = [client.get("/attach/status/"), second, open_application(Client(), row.reference, secret)]
        texts = [re.sub(r'value="\w{40,}"', "", page.content.decode()) for page in pages]
        answers.append([text.replace(row.reference, "–").replace(number, "–") for text in texts])
        assert second.status_code == 422
    assert answers[0] == answers[1]


def test_a_second_application_says_so_and_nothing_else(world: World):
    row, _ = sent(Client(), world)
    other = Client()
    speak(other, "en")
    fill(other, world, surname="Басқа")
    response = send(other)
    text = response.content.decode()
    assert response.status_code == 422
    assert "already waiting for an answer" in text
    assert row.reference not in text
    assert row.surname not in text
    assert other.session[draft.ATTACHMENT.draft]["you"]["surname"] == "Басқа", "what was typed stays"


@pytest.mark.parametrize(
    ("address", "data"),
    [("/attach/place/", {"place": "99"}), ("/attach/polyclinic/", {}), ("/attach/you/", typed(iin="1", phone=""))],
)
def test_what_is_wrong_is_named_and_its_box_exists(client: Client, world: World, address: str, data: dict[str, str]):
    choose(client, world)
    response = client.post(address, data)
    html = response.content.decode()
    summary = html[html.index("error-summary") :].partition("</div>")[0]
    boxes = re.findall(r'href="#([\w-]+)"', summary)
    assert response.status_code == 422
    assert boxes
    assert all(f'id="{box}"' in html for box in boxes)


def test_polyclinics_are_those_of_the_district_else_of_the_region(client: Client, world: World):
    near = polyclinic(world.home, "Жақын")
    near.district = world.district
    near.save()
    for place, names in ((PLACE, {"Жақын"}), ("43", {"Жақын", "№1 емхана", "№2 емхана"}), ("47", set())):
        client.post("/attach/place/", {"place": place})
        html = client.get("/attach/polyclinic/").content.decode()
        assert {name for name in ("Жақын", "№1 емхана", "№2 емхана") if name in html} == names
    near.delete()
    for place, said in ((PLACE, True), ("43", False)):
        client.post("/attach/place/", {"place": place})
        page = client.get("/attach/polyclinic/", headers={"accept-language": "en"})
        assert ("No polyclinic of this district takes" in page.content.decode()) is said


def test_a_polyclinic_of_another_place_is_not_taken(client: Client, world: World):
    district("471010000", world.abroad, "Ақтау", "Актау", "Aktau")
    polyclinic(world.abroad, "Алыс")
    client.post("/attach/place/", {"place": "471010000"})
    response = client.post("/attach/polyclinic/", {"polyclinic": str(world.polyclinic.pk), "basis": "residence"})
    assert response.status_code == 422
    choose(client, world)
    client.post("/attach/place/", {"place": "47"})
    assert where(client.get("/attach/you/")) == "/attach/polyclinic/"


def test_a_change_of_language_keeps_what_was_typed(client: Client, world: World):
    choose(client, world)
    client.post("/attach/you/", typed(surname="Жартылай", iin="12") | {"language": "ru"})
    html = client.get("/attach/you/").content.decode()
    assert 'value="Жартылай"' in html
    assert "error-summary" not in html


def test_nothing_else_is_sent_than_what_was_looked_at(client: Client, world: World):
    fill(client, world)
    mark = seen(client)
    client.post("/attach/you/", typed(surname="Басқа"))
    assert client.post("/attach/check/", {"consent": "on", "seen": mark}).status_code == 409
    assert client.post("/attach/check/", {"seen": seen(client)}).status_code == 422
    assert not AttachmentRequest.objects.exists()


def test_sendings_are_limited(client: Client, world: World):
    fill(client, world)
    for _ in range(SENDINGS.most):
        SENDINGS.take("127.0.0.1", NOW)
    assert send(client).status_code == 429
    assert not AttachmentRequest.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_there_with_the_secret(client: Client, world: World, language: str):
    row, secret = sent(client, world)
    attaching.refuse(who(world.registrar), row, 0, ["attachment_other"], "Екінші корпусқа барыңыз")
    other = Client()
    speak(other, language)
    assert where(open_application(other, row.reference, secret)) == "/attach/status/"
    html = other.get("/attach/status/").content.decode()
    assert "Екінші корпусқа барыңыз" in html
    assert "verdict-no" in html
    assert row.iin not in html
    assert row.surname not in html


def test_accepted_it_says_from_when(client: Client, world: World):
    row, _ = sent(client, world)
    attaching.accept(who(world.registrar), row, 0, Confirmed(True))
    speak(client, "en")
    assert attached_from(TODAY) in client.get("/attach/status/").content.decode()
    entries = LogEntry.objects.filter(verb=Verb.READ_OWN).values_list("details", flat=True)
    assert list(entries) == [{"attachment_request": row.pk}]


def test_who_looked_is_shown(client: Client, world: World):
    row, _ = sent(client, world)
    log.write(who(world.registrar), Verb.READ_ATTACHMENT, details={"rows": [row.pk, row.pk + 1]})
    log.write(who(world.registrar), Verb.READ_ATTACHMENT, details={"attachment_request": row.pk})
    log.write(who(world.registrar), Verb.READ_ATTACHMENT, details={"attachment_request": row.pk + 1})
    speak(client, "en")
    html = client.get("/attach/status/").content.decode()
    assert html.count("Opened the application for attachment") == 2
    assert world.registrar.full_name not in html


def test_withdrawing_asks_once_more_and_does_it_once(client: Client, world: World):
    row, _ = sent(client, world)
    assert client.get("/attach/withdraw/").status_code == 200
    for _ in range(2):
        assert where(client.post("/attach/withdraw/")) == "/attach/status/"
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert where(client.get("/attach/withdraw/")) == "/attach/status/"
    assert LogEntry.objects.filter(verb=Verb.ATTACHMENT_WITHDRAWN).count() == 1


def test_it_closes_and_never_opens_an_application_for_a_ground(client: Client, world: World):
    row, _ = sent(client, world)
    world.application(pk=row.pk)
    assert where(client.get("/application/status/")) == "/application/"
    client.post("/application/close/")
    assert where(client.get("/attach/status/")) == "/application/"
    assert where(client.get("/attach/sent/")) == "/attach/"


def test_guessing_is_limited_as_with_other_applications(client: Client, world: World):
    row, secret = sent(client, world)
    other = Client()
    for _ in range(WRONG_SECRETS.most):
        assert open_application(other, row.reference, "0" * 20).status_code == 422
    assert open_application(other, row.reference, secret).status_code == 429


def test_the_result_and_the_front_page_lead_here(client: Client, world: World):
    assert 'href="/attach/"' in route("attach_to_polyclinic", True)
    assert 'href="/attach/"' not in route("seek_care", True)
    assert 'href="/attach/"' in client.get("/").content.decode()


def test_no_attachment_is_made_by_asking(client: Client, world: World):
    sent(client, world)
    assert not Attachment.objects.exists()
