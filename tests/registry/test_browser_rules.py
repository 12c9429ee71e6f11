"""What holds for every address: no form from another site, nothing changed by looking, nothing kept by browsers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from registry import decisions
from registry.models import Application, LogEntry

from .matrix import ABROAD, NOBODY, TABLE, Scene
from .portal import applying
from .test_access_matrix import Probe, _clients, probes, snapshot
from .world import World, client_of, who


@pytest.fixture
def scene(world: World, settings: Any, tmp_path: Path) -> Scene:
    settings.DOCUMENTS_ROOT = tmp_path
    return Scene(world)


def once_each(scene: Scene, *methods: str) -> Iterator[Probe]:
    """Each address once by somebody who reaches it, and once by nobody."""
    for probe in probes(scene):
        chosen = min(TABLE[probe.name].by - {NOBODY, ABROAD})
        if probe.method in methods and probe.relation in ("own", "common") and probe.role in (chosen, NOBODY):
            yield probe


def strict(client: Client) -> Client:
    """The same browser, sent there by a page of another site."""
    found = Client(enforce_csrf_checks=True)
    found.cookies = client.cookies
    return found


def test_no_form_of_another_site_is_taken(scene: Scene):
    clients = {role: strict(client) for role, client in _clients(scene).items()}
    before, entries = snapshot(), LogEntry.objects.count()
    taken, asked = [], set()
    for probe in once_each(scene, "POST"):
        status = clients[probe.role].post(probe.address, dict(TABLE[probe.name].body)).status_code
        asked.add(probe.name)
        if status != 403:
            taken.append(f"{probe.role} {probe.name}: {status}")
    assert taken == []
    assert asked == set(TABLE)
    assert (snapshot(), LogEntry.objects.count()) == (before, entries)


def test_looking_changes_nothing_and_leaves_nothing_in_the_browser(scene: Scene):
    clients = _clients(scene)
    before = snapshot(), list(Authenticator.objects.values())
    surprises = []
    for probe in once_each(scene, "GET", "HEAD"):
        headers = clients[probe.role].generic(probe.method, probe.address).headers
        private = probe.name.startswith(("admin:", "a", "mfa", "invitation"))
        if private and "no-store" not in headers["Cache-Control"] and probe.name not in ("about", "accessibility"):
            surprises.append(f"{probe.name}: {headers['Cache-Control']}")
        policy = headers["Content-Security-Policy"]
        document = "sandbox" in policy and "attachment" in headers.get("Content-Disposition", "")
        scripts = "script-src 'self'" in policy
        if "unsafe" in policy or not (document or scripts or "script-src 'none'" in policy):
            surprises.append(f"{probe.name}: {policy}")
        if scripts != (probe.name.startswith("admin:") and not document):
            surprises.append(f"{probe.name}: {policy}")
        if headers["Referrer-Policy"] != "same-origin" or headers["X-Content-Type-Options"] != "nosniff":
            surprises.append(f"{probe.name}: {headers}")
    assert not surprises, "\n".join(surprises)
    assert (snapshot(), list(Authenticator.objects.values())) == before


def test_no_form_of_another_site_is_taken_for_the_applicant(world: World, settings: Any, tmp_path: Path):
    settings.DOCUMENTS_ROOT = tmp_path
    client = Client()
    applying.apply(client)
    decisions.take(who(world.officer), Application.objects.get(), 0)
    decisions.ask_papers(who(world.officer), Application.objects.get(), 1, ["readable_document"], "")
    before, entries = snapshot(), LogEntry.objects.count()
    for name in ("documents", "papers", "withdraw", "close"):
        assert strict(client).post(f"/application/{name}/", {"answer": "–"}).status_code == 403
    assert (snapshot(), LogEntry.objects.count()) == (before, entries)
    for name in ("status", "documents", "papers", "withdraw"):
        response = client.get(f"/application/{name}/")
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert snapshot() == before


# --- An officer and an applicant in one browser ---


def test_nothing_of_an_applicant_is_in_the_session_of_staff_and_back(world: World, settings: Any, tmp_path: Path):
    """Whoever opens his application where an officer is signed in does so as an applicant; signing out takes both."""
    settings.DOCUMENTS_ROOT = tmp_path
    application, secret = applying.apply(Client())
    officer = client_of(world.officer)
    key = officer.session.session_key
    assert applying.open_application(officer, application.reference, secret).status_code == 302
    assert officer.session.session_key != key
    assert officer.get("/application/status/").status_code == 200
    assert [entry.actor for entry in LogEntry.objects.filter(verb="read_own")] == [None]
    assert officer.get("/admin/").status_code == 200
    officer.post("/account/sign-out/")
    assert officer.get("/application/status/").status_code == 302
    assert officer.get("/admin/").status_code == 302


def test_what_is_told_to_staff_is_in_no_cookie(world: World):
    client = client_of(world.officer)
    client.post("/admin/registry/application/next/")
    assert "messages" not in client.cookies
    assert b'class="messagelist"' in client.get("/admin/").content


def test_forgetting_the_answers_forgets_the_application_too(client: Client, world: World):
    applying.fill(client)
    client.post("/check/clear/")
    assert not dict(client.session.items())
