"""Every answer that shows somebody's data leaves one entry of the reading, every verb one entry; nothing else does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from registry import decisions
from registry.log import Verb
from registry.models import Application, LogEntry

from .matrix import ABROAD, OFFICE, PEOPLE, SEEKERS, TABLE, Scene
from .portal import applying
from .test_access_matrix import Probe, probes
from .world import World, client_of, who

READINGS = {Verb.READ_APPLICATION, Verb.READ_CITIZEN, Verb.READ_DOCUMENT, Verb.READ_IIN}
ASKED = {name for name in PEOPLE.keys() | OFFICE.keys() if "logentry" not in name and name != "admin:counts"}
FOLLOWS = {Verb.DETERMINED, Verb.OBLIGATION_MADE, Verb.OBLIGATION_ENDED}
"""What a verb brings about in the same transaction, with an entry of its own."""


@pytest.fixture
def scene(world: World, settings: Any, tmp_path: Path) -> Scene:
    settings.DOCUMENTS_ROOT = tmp_path
    return Scene(world)


def ask(client: Client, probe: Probe) -> tuple[Any, list[LogEntry]]:
    body = TABLE[probe.name].body if probe.method == "POST" else None
    last = LogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    with transaction.atomic():
        response = client.generic(probe.method, probe.address) if body is None else client.post(probe.address, body)
        entries = list(LogEntry.objects.filter(pk__gt=last))
        transaction.set_rollback(True)
    return response, entries


def surprise(scene: Scene, probe: Probe, response: Any, entries: list[LogEntry]) -> str:
    """What the log has too much or too little; empty where all is well."""
    verbs = [entry.verb for entry in entries]
    reaches = probe.role in TABLE[probe.name].by and probe.role != ABROAD
    if probe.relation == "blocked" and reaches and response.status_code == 404:
        whose = [entry.citizen_id for entry in entries if entry.verb == Verb.REJECTED_ATTEMPT]
        return "" if whose == [scene.blocked.pk] else f"the attempt is not there: {verbs}"
    text = response.content.decode() if "text" in response.headers.get("Content-Type", "") else ""
    people = [person for person in (scene.citizen, scene.stranger) if person.surname in text]
    if people or response.headers.get("Content-Disposition"):
        return "" if len(verbs) == 1 and READINGS.issuperset(verbs) and _named(entries[0], people) else f"{verbs}"
    if response.status_code == 302 and probe.method == "POST":
        return "" if len(set(verbs) - FOLLOWS) <= 1 else f"{verbs}"
    return f"{verbs}, but nothing was shown" if verbs and probe.method == "GET" else ""


def _named(entry: LogEntry, people: list[Any]) -> bool:
    """Whether the entry says whose data were shown, by its own row or by those of a list."""
    applications = Application.objects.filter(pk__in=entry.details.get("rows", [])).values_list("citizen", flat=True)
    return {person.pk for person in people} <= {entry.citizen_id, *applications}


def test_every_page_that_shows_a_person_leaves_one_entry(scene: Scene):
    clients = {role: client_of(getattr(scene.world, role)) for role in SEEKERS}
    surprises, shown = [], 0
    private = (scene.citizen.surname, scene.citizen.iin, scene.stranger.surname, scene.citizen.phone[2:])
    for probe in probes(scene):
        if probe.role not in SEEKERS or probe.name not in ASKED or probe.method not in ("GET", "POST"):
            continue
        response, entries = ask(clients[probe.role], probe)
        found = surprise(scene, probe, response, entries)
        kept = json.dumps([[entry.details, entry.purpose] for entry in entries], ensure_ascii=False)
        found = found or next((f"holds {word}" for word in private if word in kept), "")
        shown += any(entry.verb in READINGS for entry in entries)
        if found:
            surprises.append(f"{probe.role} {probe.method} {probe.name} ({probe.relation}): {found}")
    assert not surprises, "\n".join(surprises)
    assert shown > 30


@pytest.fixture
def opened(world: World, settings: Any, tmp_path: Path) -> Client:
    """A browser in which an application is open whose papers are wanted."""
    settings.DOCUMENTS_ROOT = tmp_path
    client = Client()
    application, _secret = applying.apply(client)
    decisions.take(who(world.officer), application, 0)
    decisions.ask_papers(who(world.officer), application, 1, ["readable_document"], "")
    return client


def test_every_page_of_the_applicant_leaves_one_entry(opened: Client):
    for method in (opened.get, opened.post, opened.head):
        for name in ("status", "documents", "papers", "withdraw"):
            before = LogEntry.objects.filter(verb=Verb.READ_OWN).count()
            with transaction.atomic():
                response = method(f"/application/{name}/")
                made = LogEntry.objects.filter(verb=Verb.READ_OWN).count() - before
                transaction.set_rollback(True)
            shown = b"<main" in response.content and response.status_code in (200, 422)
            assert made == int(shown), (method, name)


def test_a_page_that_leads_elsewhere_is_no_reading(opened: Client):
    opened.post("/application/withdraw/")
    for name in ("documents", "papers", "withdraw"):
        assert opened.get(f"/application/{name}/").status_code == 302
    assert not LogEntry.objects.filter(verb=Verb.READ_OWN).exists()


def test_no_entry_of_a_whole_case_holds_a_number(opened: Client):
    opened.post("/application/papers/", {"answer": "+77012345678 Серікова"})
    kept = json.dumps([[entry.details, entry.purpose] for entry in LogEntry.objects.all()], ensure_ascii=False)
    assert not re.search(r"\d{8}|Серікова", kept)
