"""Applying, page by page."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.translation import override

from eligibility.rules import law as law_module
from registry import iin
from registry.models import Application, LogEntry, Notice
from registry.portal import draft, purposes
from registry.portal.grounds import confirmable
from registry.portal.views.apply import SENDINGS
from tests.eligibility.test_views import LANGUAGES, give, speak
from tests.registry.world import NOW, TODAY, World

from .applying import IIN, UNINSURED, apply, choose, codes, fill, seen, send, typed, where

pytestmark = pytest.mark.django_db


# --- The ground ---


def test_every_ground_that_an_office_confirms_is_offered(client: Client) -> None:
    html = client.get("/apply/").content.decode()
    offered = re.findall(r'name="ground" value="(\w+)"', html)
    assert tuple(offered) == confirmable(law_module.load(), TODAY)
    assert {"wellbeing_crisis", "wellbeing_emergency"} < set(offered[:3])
    assert {"wellbeing_crisis", "wellbeing_emergency", "disability", "registered_unemployed"} <= set(offered)
    assert not {"self_payer", "employee", "child"} & set(offered)


def test_what_the_answers_rule_out_comes_last(client: Client) -> None:
    give(client, UNINSURED)
    html = client.get("/apply/").content.decode()
    offered = re.findall(r'name="ground" value="(\w+)"', html)
    heading = html.index("By your answers" if "By your answers" in html else "по вашим ответам не подходят")
    before = re.findall(r'name="ground" value="(\w+)"', html[:heading])
    assert before[0] == "wellbeing_crisis"
    assert "full_time_student" in offered[len(before) :]


def test_levels_are_offered_from_the_day_they_are_law() -> None:
    law = law_module.load()
    assert "wellbeing_crisis" not in confirmable(law, TODAY.replace(year=2025))


def test_no_ground_chosen(client: Client) -> None:
    response = client.post("/apply/", {"ground": "employee"})
    assert response.status_code == 422
    first = re.search(r'href="#(id_ground_\w+)"', response.content.decode())
    assert first
    assert f'id="{first[1]}"' in response.content.decode()


def test_the_result_leads_here_when_something_can_be_confirmed(client: Client, world: World) -> None:
    give(client, UNINSURED | {"wellbeing": None})
    assert 'href="/apply/"' in client.get("/result/").content.decode()
    assert 'href="/apply/"' in client.get("/result/plan/").content.decode()
    give(client, {"subject": "child", "birth-date": "2015-01-01", "residence": "citizen"})
    assert 'href="/apply/"' not in client.get("/result/").content.decode()


# --- The person ---

WRONG: dict[str, tuple[dict[str, str], str]] = {
    "no number": ({"iin": ""}, "id_iin"),
    "a short number": ({"iin": "9001012000"}, "id_iin"),
    "a number with a wrong digit": ({"iin": IIN[:-1] + str((int(IIN[-1]) + 1) % 10)}, "id_iin"),
    "letters for a number": ({"iin": "90010120001x"}, "id_iin"),
    "no surname": ({"surname": " "}, "id_surname"),
    "digits for a name": ({"given_name": "Айгүл1"}, "id_given_name"),
    "no birth date": ({"birth_date_day": "", "birth_date_month": "", "birth_date_year": ""}, "id_birth_date_day"),
    "born tomorrow": (
        {"birth_date_day": "17", "birth_date_month": "3", "birth_date_year": "2026"},
        "id_birth_date_day",
    ),
    "no place": ({"place": ""}, "id_place"),
    "a place that is none": ({"place": "99"}, "id_place"),
    "nothing to reach him by": ({"phone": ""}, "id_phone"),
    "a phone abroad": ({"phone": "+44 20 7946 0000"}, "id_phone"),
    "half an address": ({"phone": "", "email": "moldir@"}, "id_email"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_everything_typed_stays(client: Client, world: World, case: str) -> None:
    wrong, box = WRONG[case]
    choose(client)
    response = client.post("/apply/you/", typed(**wrong))
    html = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{box}">' in html
    assert f'id="{box}"' in html
    sent = typed(**wrong)
    for name, value in sent.items():
        if name == "place":
            assert bool(value == "431010000") == ('value="431010000" selected' in html)
        elif value.strip():
            assert re.search(rf'name="{name}"[^>]* value="{re.escape(value)}"', html), name
    assert "you" not in draft.load(client.session)


def test_spaces_and_dashes_do_no_harm(client: Client, world: World) -> None:
    fill(client, iin=f" {IIN[:6]} {IIN[6:9]}-{IIN[9:]} ", surname="  Сері\u200bкова ", phone="+7 701\u00a0234 56 78")
    kept = draft.load(client.session)["you"]
    assert (kept["iin"], kept["surname"], kept["phone"]) == (IIN, "Серікова", "+77012345678")


def test_the_birth_date_comes_from_the_answers(client: Client, world: World) -> None:
    give(client, UNINSURED)
    choose(client)
    html = client.get("/apply/you/").content.decode()
    assert re.search(r'name="birth_date_year"[^>]* value="1990"', html)


def test_another_language_keeps_what_was_typed(client: Client, world: World) -> None:
    choose(client)
    response = client.post("/apply/you/", typed(iin="12", language="kk"))
    assert where(response) == "/apply/you/"
    html = client.get("/apply/you/").content.decode()
    assert '<html lang="kk">' in html
    assert "error-summary" not in html
    assert 'value="12"' in html
    assert 'value="431010000" selected' in html


def test_pages_in_the_wrong_order_lead_to_the_first_one_missing(client: Client, world: World) -> None:
    for path in ("/apply/you/", "/apply/check/", "/apply/sent/"):
        assert where(client.get(path)) == "/apply/"
    choose(client)
    assert where(client.get("/apply/check/")) == "/apply/you/"


def test_a_region_without_the_district_is_enough(client: Client, world: World) -> None:
    application, _secret = apply(client, place="47")
    assert (application.region, application.district) == (world.abroad, None)


# --- Sending ---


def test_what_is_sent(client: Client, world: World) -> None:
    speak(client, "kk")
    application, secret = apply(client, UNINSURED)
    assert application.iin == IIN
    assert (application.region, application.district) == (world.home, world.district)
    assert (application.language, application.phone) == ("kk", "+77012345678")
    assert application.person["wellbeing_level"] == "D"
    assert "diagnoses" not in application.person
    assert application.asked_on == TODAY
    assert (application.purpose, application.purpose_version) == ("confirm_ground", 1)
    assert [len(group) for group in secret.split("-")] == [5, 5, 5, 5]
    assert LogEntry.objects.get(verb="submitted").actor_kind == LogEntry.Actor.APPLICANT


def test_without_answers_only_the_birth_date_is_declared(client: Client, world: World) -> None:
    application, _secret = apply(client)
    assert application.person == {"birth_date": "1990-09-09"}


def test_answers_about_a_day_to_come_are_not_declared(client: Client, world: World) -> None:
    application, _secret = apply(client, UNINSURED | {"date": "2026-12-01"})
    assert application.person == {"birth_date": "1990-09-09"}
    assert application.asked_on == TODAY


def test_the_birth_date_of_the_form_counts(client: Client, world: World) -> None:
    application, _secret = apply(client, UNINSURED, birth_date_year="1991")
    assert application.person["birth_date"] == "1991-09-09" == application.birth_date.isoformat()


def test_nothing_is_sent_without_consent(client: Client, world: World) -> None:
    fill(client)
    response = client.post("/apply/check/", {"seen": seen(client)})
    assert response.status_code == 422
    assert 'href="#id_consent"' in response.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_is_shown_in_full(client: Client, world: World, language: str) -> None:
    speak(client, language)
    fill(client)
    html = client.get("/apply/check/").content.decode()
    purpose = purposes.newest(purposes.CONFIRM_GROUND)
    with override(language):
        for part in purposes.PARTS:
            assert purpose.text(part)[-30:] in html
        assert purpose.text("title") in html


def test_the_secret_is_shown_once(client: Client, world: World) -> None:
    fill(client)
    send(client)
    client.head("/apply/sent/")
    first, again = client.get("/apply/sent/"), client.get("/apply/sent/")
    assert len(codes(first)) == 2
    assert codes(again) == codes(first)[:1]
    assert codes(first)[1] not in again.content.decode()


def test_sent_twice_is_one_application(client: Client, world: World) -> None:
    fill(client)
    mark = seen(client)
    for _ in range(2):
        assert where(client.post("/apply/check/", {"consent": "on", "seen": mark})) == "/apply/sent/"
    assert where(client.get("/apply/check/")) == "/apply/sent/"
    assert Application.objects.count() == Notice.objects.count() == 1


def test_two_sendings_at_once_leave_the_secret_to_the_first(client: Client, world: World) -> None:
    """The second was read before the first was written: it still has the draft, and must not lose the secret."""
    fill(client)
    mark, before = seen(client), client.session
    kept = dict(before.items())
    send(client)
    after = dict(client.session.items())
    session = client.session
    session[draft.DRAFT] = kept[draft.DRAFT]
    session.save()
    assert where(client.post("/apply/check/", {"consent": "on", "seen": mark})) == "/apply/sent/"
    assert client.session[draft.SENT] == after[draft.SENT]
    assert Application.objects.count() == 1


def test_what_another_tab_changed_is_looked_at_first(client: Client, world: World) -> None:
    fill(client)
    mark = seen(client)
    choose(client, "disability")
    response = client.post("/apply/check/", {"consent": "on", "seen": mark})
    assert response.status_code == 409
    assert not Application.objects.exists()
    send(client)
    assert Application.objects.get().ground == "disability"


def test_another_application_after_the_first(client: Client, world: World) -> None:
    apply(client)
    apply(client, ground="disability")
    assert set(Application.objects.values_list("ground", flat=True)) == {"wellbeing_crisis", "disability"}


def test_what_the_verb_refuses_is_said(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(client)
    monkeypatch.setattr("registry.applying.APPLIED_FOR", ())
    response = send(client)
    assert response.status_code == 422
    assert "you" in draft.load(client.session)


def test_too_many_applications_from_one_address(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(SENDINGS.most):
        SENDINGS.take("127.0.0.1", NOW)
    fill(client)
    response = send(client)
    assert response.status_code == 429
    assert "you" in draft.load(client.session), "what was typed stays"


def test_nothing_typed_gets_anywhere(client: Client, world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        addresses: list[str] = []
        choose(client)
        for data in (typed(iin="1"), typed()):
            response = client.post("/apply/you/", data)
            addresses.append(response.headers.get("Location", ""))
        addresses.append(where(send(client)))
        _reference, secret = codes(client.get("/apply/sent/"))
    canaries = (IIN, "Серікова", "Мөлдір", "2345678", "234-56-78", secret, secret.replace("-", ""))
    spilt = [*addresses, *(record.getMessage() for record in caplog.records)]
    spilt += [str(row.get_decoded()) for row in Session.objects.all()]
    spilt += [str(row.details) for row in LogEntry.objects.all()] + [str(row.values) for row in Notice.objects.all()]
    assert not [(canary, text) for canary in canaries for text in spilt if canary in text]


def test_nobody_is_asked_for_a_copy_of_the_identity_card(client: Client, world: World) -> None:
    speak(client, "en")
    apply(client)
    for path in ("/apply/sent/", "/application/documents/"):
        html = client.get(path).content.decode()
        assert "No copy is needed" in html or "Do not add a copy of the identity card" in html


def test_iins_of_both_kinds_are_taken(client: Client, world: World) -> None:
    apply(client, iin=next(iin.synthetic()))
    assert Application.objects.count() == 1


def test_nobody_fills_the_database_by_changing_the_language(client: Client, world: World) -> None:
    choose(client)
    client.post("/apply/you/", typed(language="kk", surname="я" * 100_000))
    assert len(str(dict(client.session.items()))) < 1_000
    client.post("/apply/you/", typed(language="kk"))
    assert "Серікова" in str(dict(client.session.items()))
