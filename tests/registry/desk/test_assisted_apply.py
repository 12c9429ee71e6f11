"""An application on somebody's behalf: his consent on record, one application a form, the secret in his hands only."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from registry import applying, decisions
from registry.assisted import helped
from registry.assisted.consent import Consent, How, Whose
from registry.desk.views import assisted_apply
from registry.log import Verb
from registry.models import Account, Application, LogEntry, Notice, Role
from registry.portal import purposes
from registry.refusals import NotAllowed
from tests.registry.portal.applying import IIN, UNINSURED, YOU, codes, open_application
from tests.registry.test_canaries import lines, watched  # noqa: F401 – fixtures
from tests.registry.world import TODAY, World, client_of, who

from .helping import HIDDEN, fill

HEARD = {"written": "kk", "how": "signed", "whose": "representative"}
WHOLE: dict[str, Any] = {**YOU, "iin": IIN, "ground": "wellbeing_crisis", **HEARD}
CONSENT = Consent(How.SPOKEN, Whose.PERSON)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def helping(registrar: Client) -> Client:
    """A registrar who has asked the questions."""
    fill(registrar, UNINSURED)
    return registrar


def hidden(client: Client) -> dict[str, str]:
    return dict(HIDDEN.findall(client.get("/desk/assisted/apply/").content.decode()))


def send(client: Client, **other: str) -> Any:
    return client.post("/desk/assisted/apply/", hidden(client) | WHOLE | other)


# --- What is recorded ---


def test_it_is_sent_with_the_consent_and_who_heard_it(helping: Client, world: World) -> None:
    assert send(helping)["Location"] == "/desk/assisted/sent/"
    row = Application.objects.get()
    newest = purposes.newest(purposes.CONFIRM_GROUND_ASSISTED)
    assert (row.assisted_by, row.purpose, row.purpose_version) == (world.registrar, newest.code, newest.version)
    assert (row.iin, row.language, row.ground, row.consented_at) == (IIN, "kk", "wellbeing_crisis", row.submitted_at)
    assert row.person["wellbeing_level"] == "D"
    assert "diagnoses" not in row.person
    entry = LogEntry.objects.get(verb=Verb.SUBMITTED)
    assert entry.details == {"documents": 0, "consent": "signed", "consent_of": "representative"}
    assert (entry.actor, entry.application) == (world.registrar, row)
    assert Notice.objects.get().language == "kk"


def test_an_operator_hears_it_on_the_line(world: World, clock: Any) -> None:
    client = client_of(world.operator)
    fill(client, UNINSURED)
    html = client.get("/desk/assisted/apply/").content.decode()
    assert re.findall(r'name="how" value="(\w+)"', html) == ["on_the_line"]
    assert send(client, how="spoken").status_code == 422
    assert send(client, how="on_the_line").status_code == 302
    assert Application.objects.get().assisted_by == world.operator


@pytest.mark.parametrize("left_out", ["how", "whose", "ground", "iin", "written", "place"])
def test_nothing_is_sent_without_consent_or_person(helping: Client, left_out: str) -> None:
    response = send(helping, **{left_out: ""})
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{left_out}' in html
    assert 'value="Серікова"' in html
    assert not Application.objects.exists()


def test_the_text_can_be_read_aloud_in_both_languages(helping: Client) -> None:
    html = helping.get("/desk/assisted/apply/").content.decode()
    purpose = purposes.newest(purposes.CONFIRM_GROUND_ASSISTED)
    for language in ("kk", "ru"):
        assert re.search(rf'<details lang="{language}"', html)
        for part in purposes.PARTS:
            assert purpose.texts[part][language] in html


def test_the_browser_of_the_counter_remembers_nobody(helping: Client) -> None:
    html = helping.get("/desk/assisted/apply/").content.decode()
    assert set(re.findall(r'autocomplete="([\w-]+)"', html)) == {"off"}


# --- Once ---


def test_sent_twice_it_is_one_application(helping: Client) -> None:
    form = hidden(helping)
    for _ in range(2):
        assert helping.post("/desk/assisted/apply/", form | WHOLE)["Location"] == "/desk/assisted/sent/"
    assert Application.objects.count() == 1
    assert len(codes(helping.get("/desk/assisted/sent/"))) == 4


def test_of_two_sendings_at_once_the_second_leaves_the_secret(helping: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one has read the session before the first one saved it."""
    submit = applying.submit

    def meanwhile(*arguments: Any) -> applying.Submitted:
        done = submit(*arguments)
        first = SessionStore(helping.session.session_key)
        first[helped.KEY] = first[helped.KEY] | {"sent": {"form": "x", "reference": "y", "secret": "z"}}
        first.save()
        return replace(done, secret=None)

    form = hidden(helping)
    monkeypatch.setattr(applying, "submit", meanwhile)
    assert helping.post("/desk/assisted/apply/", form | WHOLE)["Location"] == "/desk/assisted/sent/"
    assert helping.session[helped.KEY]["sent"]["secret"] == "z"


def test_another_ground_is_another_application(helping: Client) -> None:
    send(helping)
    assert send(helping, ground="disability").status_code == 302
    assert Application.objects.count() == 2


def test_only_the_answers_that_were_on_the_page_are_sent(helping: Client) -> None:
    old = hidden(helping)
    fill(helping, UNINSURED | {"wellbeing": "E"})
    response = helping.post("/desk/assisted/apply/", old | WHOLE)
    assert response.status_code == 409
    assert not Application.objects.exists()


def test_a_form_of_the_person_before_is_not_sent_for_the_next(helping: Client) -> None:
    old = hidden(helping)
    helping.post("/desk/assisted/next/")
    fill(helping, UNINSURED)
    response = helping.post("/desk/assisted/apply/", old | WHOLE)
    assert response.status_code == 409
    assert IIN not in response.content.decode()
    assert not Application.objects.exists()


def test_a_change_of_language_keeps_what_is_typed(helping: Client) -> None:
    typed = hidden(helping) | WHOLE | {"language": "en"}
    assert helping.post("/desk/assisted/apply/", typed)["Location"] == "/desk/assisted/apply/"
    html = helping.get("/desk/assisted/apply/").content.decode()
    assert '<html lang="en">' in html
    assert f'value="{IIN}"' in html
    assert re.search(r'value="wellbeing_crisis" checked', html)
    helping.post("/desk/assisted/next/")
    assert IIN not in str(helping.session.get(helped.KEY, ""))


# --- The slip ---


def test_reference_and_secret_are_shown_once_in_both_languages(helping: Client) -> None:
    send(helping)
    helping.head("/desk/assisted/sent/")
    slip = helping.get("/desk/assisted/sent/")
    reference, secret, again, secret_again = codes(slip)
    assert (reference, secret) == (again, secret_again)
    assert re.findall(r'<article class="assisted-slip" lang="(\w+)"', slip.content.decode()) == ["kk", "ru"]
    assert not any(name in slip.content.decode() for name in (IIN, YOU["surname"]))
    assert codes(helping.get("/desk/assisted/sent/")) == [reference, reference]
    assert open_application(Client(), reference, secret).status_code == 302
    assert helping.get("/application/status/").status_code == 302  # it is not open in the browser of the counter


def test_nothing_of_the_person_gets_into_a_log_line_an_address_or_the_session(
    helping: Client,
    lines: Callable[[], str],  # noqa: F811
    watched: list[str],  # noqa: F811
) -> None:
    send(helping)
    _reference, secret, *_rest = codes(helping.get("/desk/assisted/sent/"))
    told = lines() + " ".join(watched)
    for canary in (IIN, YOU["surname"], YOU["phone"], "7012345678", secret, "wellbeing"):
        assert canary not in told, canary
    assert not any(canary in str(dict(helping.session)) for canary in (IIN, YOU["surname"], secret))


# --- Who may ---


def test_the_verb_takes_it_from_nobody_else(world: World) -> None:
    refused: list[tuple[Account | None, Consent | None, str]] = [
        (world.officer, CONSENT, "account"),
        (world.clinician, CONSENT, "account"),
        (None, CONSENT, "account"),
        (world.registrar, None, "consent"),
        (world.registrar, Consent(How.ON_THE_LINE, Whose.PERSON), "consent"),
        (world.operator, CONSENT, "consent"),
        (world.registrar, Consent("spoken", "neighbour"), "consent"),
    ]
    for account, consent, code in refused:
        with pytest.raises(NotAllowed) as found:
            applying.submit(who(account, applicant=account is None), world.draft(consent=consent))
        assert found.value.code == code, (account, consent)
    assert not Application.objects.exists()
    assert applying.submit(who(world.registrar), world.draft(consent=CONSENT)).application.assisted_by


def test_whoever_helped_does_not_decide(world: World) -> None:
    row = applying.submit(who(world.registrar), world.draft(consent=CONSENT)).application
    Account.objects.filter(pk=world.registrar.pk).update(role=Role.OFFICER, region=world.home, polyclinic=None)
    moved = Account.objects.get(pk=world.registrar.pk)
    assert decisions.allowed(row, moved) == frozenset()
    with pytest.raises(NotAllowed) as found:
        decisions.take(who(moved), row, 0)
    assert found.value.code == "assisted"
    assert LogEntry.objects.get(verb=Verb.REJECTED_ATTEMPT).actor == moved
    assert decisions.take(who(world.officer), row, 0).officer == world.officer


def test_the_officer_sees_with_whose_help(world: World) -> None:
    client = client_of(world.officer)
    client.cookies["kepil_language"] = "en"
    helps = {
        world.registrar: "with the help of the polyclinic: №1 емхана",
        world.operator: "with the help of the contact centre 1414",
        None: "",
    }
    for helper, words in helps.items():
        row = world.application(world.citizen(), assisted_by=helper)
        html = client.get(f"/admin/registry/application/{row.pk}/change/").content.decode()
        assert (words or "with the help of") in html or not words
        assert ("with the help of" in html) == bool(words)


def test_an_account_sends_only_so_many(helping: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assisted_apply, "SENDINGS", replace(assisted_apply.SENDINGS, most=1))
    assert send(helping).status_code == 302
    assert send(helping).status_code == 429
    assert Application.objects.count() == 1
