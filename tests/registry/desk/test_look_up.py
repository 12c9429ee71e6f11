"""Typing a number at the desk: what is forgiven, what is refused before any question, what the session keeps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry import reading_limits
from registry.log import Who
from registry.models import LogEntry
from registry.reading_limits import TooMany
from tests.registry.world import NOW, World, client_of

LANGUAGES = ("kk", "ru", "en")


def send(client: Client, iin: str, **fields: str) -> Any:
    return client.post("/desk/", {"iin": iin, "purpose": "visit", **fields})


@pytest.mark.parametrize("role", ["registrar", "clinician"])
def test_work_begins_here(world: World, role: str):
    client = client_of(getattr(world, role))
    assert client.get("/work/").headers["Location"] == "/desk/"
    page = client.get("/desk/").content.decode()
    assert page.count(" autofocus") == 1
    assert 'aria-current="page"' in page


@pytest.mark.parametrize("between", ["{} {} {}", "{}-{}-{}", "{}\u00a0{}\u202f{}", " {}{}\t{} ", "{}–{}—{}"])
def test_what_stands_between_the_digits_is_forgiven(world: World, registrar: Client, between: str):
    number = world.citizen().iin
    response = send(registrar, between.format(number[:4], number[4:8], number[8:]))
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/card/")


@pytest.mark.parametrize("typed", ["", "12345", "123456789012", "1234567890123", "абвг", "0" * 11 + "1"])
def test_a_wrong_number_is_kept_and_asks_nothing(world: World, registrar: Client, typed: str):
    registrar.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        response = send(registrar, typed, purpose="call")
    page = response.content.decode()
    assert response.status_code == 422
    assert f'value="{typed}"' in page
    assert 'value="call" checked' in page
    assert 'aria-invalid="true"' in page
    assert page.count(" autofocus") == 1
    assert not [query["sql"] for query in asked if "registry_citizen" in query["sql"]]
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_without_a_reason_nobody_is_looked_up(world: World, registrar: Client, purpose: str):
    assert send(registrar, world.citizen().iin, purpose=purpose).status_code == 422
    assert not LogEntry.objects.exists()


def test_no_number_stays_of_whom_the_registry_knows(world: World, registrar: Client):
    citizen = world.citizen()
    send(registrar, citizen.iin)
    held = registrar.session["in_hand"]
    assert held["citizen"] == citizen.pk
    assert citizen.iin not in str(Session.objects.get(pk=registrar.session.session_key).get_decoded())


def test_the_one_in_hand_is_put_down_after_a_while(world: World, registrar: Client, clock: Callable[[datetime], None]):
    for number in (world.citizen().iin, next(world.numbers)):
        clock(NOW)
        registrar = client_of(world.registrar)
        send(registrar, number)
        for minutes in (10, 20):
            clock(NOW + timedelta(minutes=minutes))
            assert registrar.get("/desk/card/").status_code == 200
        state = registrar.session
        state["staff"] = state["staff"] | {"seen": (NOW + timedelta(minutes=34)).timestamp()}
        state.save()
        clock(NOW + timedelta(minutes=35))
        assert registrar.get("/desk/card/").headers["Location"] == "/desk/"
        assert "in_hand" not in registrar.session


def test_another_account_has_nobody_in_hand(world: World, registrar: Client):
    send(registrar, world.citizen().iin)
    assert client_of(world.other_registrar).get("/desk/card/").headers["Location"] == "/desk/"


def test_too_many_are_told_until_when(world: World, registrar: Client, monkeypatch: pytest.MonkeyPatch):
    def full(_who: Who, attached_here: bool) -> None:
        raise TooMany(NOW + timedelta(minutes=12))

    monkeypatch.setattr(reading_limits, "check", full)
    number = next(world.numbers)
    response = send(registrar, number)
    page = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (429, "720")
    assert "10:12" in page
    assert number not in page
    assert registrar.get("/desk/card/").headers["Location"] == "/desk/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reading_is_counted_where_nothing_is_looked_up(world: World, registrar: Client, language: str):
    registrar.cookies["kepil_language"] = language
    assert f'<html lang="{language}"' in registrar.get("/desk/").content.decode()
    assert not LogEntry.objects.exists()
