"""One case of each illness that is free, through everything that leaves the registry: nothing tells them apart, and
whoever has no business with illnesses gets nothing at all."""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from eligibility.rules import law as law_module
from registry import diagnosing
from registry.models import Citizen, Diagnosis, LogEntry, Notice, Visit
from registry.notices import care_reminders
from registry.notices.texts import message
from tests.registry.test_care_token import GROUPS
from tests.registry.world import TODAY, World, client_of, who

LANGUAGES = ("kk", "ru", "en")
FREE_CARE = ("ТМККК", "ГОБМП", "GOBMP")
CODES = tuple(case["icd10"] for case in GROUPS.values())
TERMS = {"I21.0": date(2025, 10, 10), "I63.9": date(2025, 4, 10)}
"""Both end on the same day."""
UNLIKE = re.compile(r'(name="csrfmiddlewaretoken" value|name="person" value|nonce)="[^"]+"')
"""What is another one in every answer."""
OUTSIDE = ("officer", "approver", "finance", "operator", "analyst", "auditor", "administrator")
Ask = Callable[..., Any]


@pytest.fixture
def patient(world: World) -> Citizen:
    return world.known_citizen(phone="+77010000000")


def body(response: Any) -> str:
    return UNLIKE.sub("", response.content.decode())


def each_illness(world: World, patient: Citizen) -> Iterator[tuple[str, Diagnosis]]:
    """Registered by the clinician, and gone again."""
    for case in GROUPS.values():
        entry: dict[str, Any] = {"since": date(2026, 1, 10), "suspected": False} | case
        row = diagnosing.register(who(world.clinician), patient, **entry)
        yield case["icd10"], row
        row.delete()


def pages(client: Client, card: Ask, patient: Citizen) -> tuple[str, ...]:
    """All that a registrar gets of the person."""
    found = []
    for language in LANGUAGES:
        found += [body(card(client, patient.iin, language)), body(client.get("/desk/print/"))]
        found += [body(client.get("/desk/diagnoses/")), body(client.get("/desk/diagnoses/1/"))]
    return tuple(found)


def entries(since: int, row: int) -> str:
    """What the log holds after the entry ``since``, without the number of the diagnosis and of the entry."""
    values = LogEntry.objects.filter(pk__gt=since).order_by("pk").values()
    return str([{**entry, "id": 0} for entry in values]).replace(f"'diagnosis': {row}", "'diagnosis': N")


def last_entry() -> int:
    return LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_a_registrar_gets_the_same_bytes_of_all_eleven(
    world: World, registrar: Client, patient: Citizen, card: Ask, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    plain, same, logged = pages(registrar, card, patient), [], []
    before = last_entry()
    for _, row in each_illness(world, patient):
        same.append(pages(registrar, card, patient))
        logged.append(entries(before, row.pk))
        before = last_entry()
    assert len(same) == 11
    assert len(set(same)) == 1
    assert len(set(logged)) == 1
    assert all(any(word in page for word in FREE_CARE) for page in same[0][::4])
    assert plain != same[0]
    told = "".join([*same[0], *logged, caplog.text])
    assert [code for code in CODES if code in told] == []


def test_what_is_not_known_looks_the_same_whatever_it_is(world: World, registrar: Client, patient: Citizen, card: Ask):
    seen = set()
    for code in ("I21.0", "I63.9", "K70.3", "D05"):
        row = diagnosing.register(who(world.clinician), patient, code, None, False)
        seen.add(pages(registrar, card, patient))
        row.delete()
    assert len(seen) == 1
    assert "not known. Ask the treating doctor." in seen.pop()[8]


def test_only_whoever_treats_sees_the_token(world: World, patient: Citizen, card: Ask):
    client = client_of(world.other_registrar)
    plain = pages(client, card, patient)
    for _ in each_illness(world, patient):
        assert pages(client, card, patient) == plain
    diagnosing.register(who(world.clinician), patient, "G40", None, False)
    Visit.objects.create(citizen=patient, polyclinic=world.other_polyclinic, day=TODAY - timedelta(days=1))
    assert not any(word in body(card(client, patient.iin)) for word in FREE_CARE)
    Visit.objects.create(citizen=patient, polyclinic=world.other_polyclinic, day=TODAY)
    assert "GOBMP" in body(card(client, patient.iin))


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_of_polyclinics_learns_of_it(world: World, patient: Citizen, role: str):
    addresses = (
        "/admin/",
        f"/admin/registry/citizen/{patient.pk}/change/",
        f"/admin/registry/application/{world.application(patient).pk}/change/",
        "/admin/registry/application/",
        "/admin/registry/logentry/",
        "/admin/registry/account/",
        "/admin/registry/diagnosis/",
        "/admin/counts/",
        "/work/",
        "/desk/card/",
        "/desk/diagnoses/",
    )
    client = client_of(getattr(world, role))

    for case in GROUPS.values():
        Diagnosis.objects.create(citizen=patient, polyclinic=world.polyclinic, registered_by=world.clinician, **case)
    told = "".join(body(client.get(address)) for address in addresses)
    assert [word for word in (*FREE_CARE, *CODES) if word in told] == []


def test_both_terms_that_end_are_told_in_the_same_words(world: World):
    law, sent = law_module.load(), set()
    for code, since in TERMS.items():
        person = world.known_citizen(phone="+77010000000")
        Diagnosis.objects.create(citizen=person, polyclinic=world.polyclinic, icd10=code, since=since)
        care_reminders.remind(datetime(2026, 4, 1, tzinfo=UTC), date(2026, 4, 1), 30, law)
        row = Notice.objects.get(citizen=person)
        said = [message(row.kind, row.channel, language, row.values, "https://kepil.kz") for language in LANGUAGES]
        sent.add((row.kind, row.channel, str(row.values), row.key.replace(f":{person.pk}:", ":N:"), str(said)))
    assert len(sent) == 1
    assert not any(word in str(sent) for word in (*FREE_CARE, *CODES))
