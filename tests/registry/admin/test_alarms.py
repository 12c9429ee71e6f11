"""Auditors see alarms with what is behind them, and write down what they found."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.admin.alarms import KINDS
from registry.alarms import Watch
from registry.log import Verb, Who
from registry.models import Account, Alarm, LogEntry
from registry.unusual import KINDS as FOUND
from registry.working_days import midnight
from tests.registry.world import NOW, TODAY, World, client_of

LIST = "/admin/registry/alarm/"


@pytest.fixture
def auditor(world: World) -> Client:
    return client_of(world.auditor)


def read(account: Account, count: int, **fields: Any) -> None:
    LogEntry.objects.bulk_create(
        LogEntry(at=NOW + timedelta(seconds=place), actor_kind="staff", actor=account, role=account.role, **fields)
        for place in range(count)
    )


def alarm_of(account: Account, **fields: Any) -> Alarm:
    read(account, 40, verb=Verb.LOOKED_UP, **fields)
    Watch().look(Who(now=NOW + timedelta(minutes=5)))
    return Alarm.objects.get(account=account)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_every_kind_has_words():
    assert set(KINDS) == set(FOUND)


def test_the_page_tells_who_how_many_and_what_is_usual(world: World, auditor: Client):
    person = world.citizen("Әбенова", "Айгүл")
    alarm = alarm_of(world.registrar, citizen=person, address="10.0.0.7")
    listed = text(auditor.get(LIST))
    assert "Staff registrar (registrar)" in listed
    page = auditor.get(f"{LIST}{alarm.pk}/change/")
    told = text(page)
    assert "10:00 40 0" in told  # the hour, this account, the others
    assert f"{person.pk}" in told
    for secret in (person.iin, "Әбенова"):
        assert secret not in page.content.decode()
    bars = re.findall(r'class="alarm-(?:own|usual)"[^>]*width="([^"]+)"', page.content.decode())
    assert bars == ["100.0%", "0.0%"]


def test_from_the_page_the_log_of_the_account_and_day_is_one_press_away(world: World, auditor: Client):
    alarm = alarm_of(world.registrar)
    read(world.officer, 1, verb=Verb.READ_CITIZEN)
    page = auditor.get(f"{LIST}{alarm.pk}/change/").content.decode()
    body = dict(re.findall(r'type="hidden" name="(account|first|last)" value="([^"]+)"', page))
    found = auditor.post("/admin/registry/logentry/", body).content.decode()
    assert set(body) == {"account", "first", "last"}
    assert found.count("(registrar)") == 40
    assert "(officer)" not in found.split("<tbody>")[1]


def test_a_finding_is_written_down_and_logged_without_its_words(world: World, auditor: Client):
    alarm = alarm_of(world.registrar)
    address = f"{LIST}{alarm.pk}/change/"
    empty = auditor.post(address, {"finding": " "})
    assert empty.status_code == 422
    assert Alarm.objects.get().seen_at is None
    assert auditor.post(address, {"finding": "Маусым басы, кезек көп"}).status_code == 302
    alarm = Alarm.objects.get()
    assert (alarm.seen_by, alarm.finding) == (world.auditor, "Маусым басы, кезек көп")
    logged = LogEntry.objects.get(verb=Verb.ALARM_SEEN)
    assert (logged.actor, logged.account) == (world.auditor, world.registrar)
    assert logged.details == {"alarm": alarm.pk, "kind": "many", "number": 40}
    assert "Маусым басы" in text(auditor.get(LIST))


def test_nobody_looks_into_his_own_reading(world: World, auditor: Client):
    alarm = alarm_of(world.auditor)
    assert "<textarea" not in auditor.get(f"{LIST}{alarm.pk}/change/").content.decode()
    assert auditor.post(f"{LIST}{alarm.pk}/change/", {"finding": "–"}).status_code == 403
    assert Alarm.objects.get().seen_at is None


@pytest.mark.parametrize("kind", FOUND)
def test_every_kind_shows_the_entries_behind_it(world: World, auditor: Client, kind: str):
    own = world.citizen()
    world.registrar.citizen = own
    world.registrar.save()
    night = midnight(TODAY) + timedelta(hours=2)
    entries: dict[str, dict[str, Any]] = {
        "many": {"verb": Verb.LOOKED_UP},
        "no_visit": {"verb": Verb.LOOKED_UP},
        "night": {"verb": Verb.READ_DIAGNOSES, "at": night},
        "household": {"verb": Verb.LOOKED_UP, "citizen": own},
        "refused": {"verb": Verb.LOOK_UP_REFUSED},
    }
    defaults: dict[str, Any] = {"at": NOW, "actor_kind": "staff", "actor": world.registrar, "role": "registrar"}
    behind = LogEntry.objects.create(**(defaults | entries[kind]), address="10.9.8.7")
    LogEntry.objects.create(**(defaults | {"verb": Verb.CONFIRMED}), address="10.1.1.1")
    alarm = Alarm.objects.create(kind=kind, account=world.registrar, day=TODAY, number=9, usual=1, raised_at=NOW)
    told = text(auditor.get(f"{LIST}{alarm.pk}/change/"))
    assert behind.address in told
    assert "10.1.1.1" not in told


def test_the_pages_ask_as_often_whatever_there_is(world: World, auditor: Client):
    def asked() -> tuple[int, int]:
        counts = []
        for address in (LIST, f"{LIST}{Alarm.objects.latest('pk').pk}/change/"):
            with CaptureQueriesContext(connection) as queries:
                auditor.get(address)
            counts.append(len(queries))
        return counts[0], counts[1]

    alarm_of(world.registrar)
    few = asked()
    for account in (world.officer, world.clinician, world.auditor):
        alarm_of(account)
    assert asked() == few
    assert max(few) <= 9
