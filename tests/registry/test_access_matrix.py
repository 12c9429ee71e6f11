"""Every address of the site × every role and nobody × own, foreign, blocked and unknown row × method.

The table of what is expected stands in the folder matrix."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test import client as test_client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from registry.models import LogEntry, LogSeal
from tests.registry import matrix
from tests.registry.matrix import ABROAD, COUNTRYWIDE, EVERYBODY, NOBODY, TABLE, Rows, Scene, Url
from tests.registry.world import World, client_of

METHODS = ("GET", "HEAD", "POST", "DELETE")
FEWEST_PROBES = 1500
AT_ONCE = int(os.environ.get("PROBES", "2000"))
"""How many of them, drawn at random, eight threads ask; PROBES=100000 asks all."""
THREADS = 8
PARTS = 4
REFUSALS = (403, 404, 405)
Snapshot = dict[str, dict[Any, Any]]
TO_THE_START = ("admin:login", "admin:logout")
REST = "(everything else)"
WRITTEN = re.compile(r'\b(?:INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.I)
BESIDE = {"django_session", "eligibility_attempts", "registry_logentry"}
"""What a refused form writes to, too. Only where something else was written does anybody look at every table."""


class Probe(NamedTuple):
    name: str
    role: str
    relation: str
    method: str
    address: str
    expected: int


def addresses(patterns: Sequence[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of all patterns; those that have none are told apart by nothing and must be the last of their space."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or REST}"


def probes(scene: Scene) -> Iterator[Probe]:
    for name, url in TABLE.items():
        for place, (relation, kwargs) in enumerate(_relations(scene, url)):
            address = _address(name, kwargs)
            for role in sorted(EVERYBODY):
                for method in METHODS if place == 0 else ("GET", "POST"):
                    yield Probe(name, role, relation, method, address, expected(url, role, relation, method))


def expected(url: Url, role: str, relation: str, method: str) -> int:
    if method not in ("GET", "HEAD", "POST"):
        return url.other
    if role == NOBODY and url.nobody:
        return url.nobody[method == "POST"]
    allowed = url.post_by if method == "POST" and url.post_by is not None else url.by
    if role not in allowed:
        if role == NOBODY:
            return matrix.SIGN_IN
        return 403 if role in url.by else url.others
    answer = url.posts.get((role, relation), url.post) if method == "POST" else url.get
    if answer == 405 and url.method_first:
        return answer
    return answer if not url.row or (role not in url.blind and reached(role, relation)) else 404


def reached(role: str, relation: str) -> bool:
    if relation in ("own", "foreign"):
        return role in COUNTRYWIDE or (role == ABROAD) == (relation == "foreign")
    return relation == "common"


def _relations(scene: Scene, url: Url) -> Iterator[tuple[str, dict[str, Any]]]:
    if not url.row:
        yield "common", dict(url.kwargs)
        return
    rows: Rows = matrix.ROWS[url.row](scene)
    for relation, value in [*rows._asdict().items(), ("unknown", matrix.UNKNOWN.get(url.row, 999999))]:
        if value is not None:
            yield relation, {"row": value, **url.kwargs}


def _address(name: str, kwargs: dict[str, Any]) -> str:
    space, _, last = name.rpartition(":")
    if last == REST:
        return f"{reverse(f'{space}:index')}{kwargs['url']}"
    if "row" not in kwargs:
        return reverse(name, kwargs=kwargs)
    return reverse(name, args=list(kwargs.values()))


@pytest.fixture(autouse=True)
def documents(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_ROOT = settings.IMPORTS_ROOT = tmp_path


@pytest.fixture
def scene(world: World, documents: None) -> Scene:
    return Scene(world)


def unlisted(patterns: Sequence[URLPattern | URLResolver]) -> list[str]:
    """Addresses without a line in the table, and lines without an address."""
    return sorted(set(addresses(patterns)) ^ set(TABLE))


def ask(client: Client, probe: Probe) -> Any:
    """The answer; whatever it changed in the database and in the browser's cookies is undone."""
    body = TABLE[probe.name].body if probe.method == "POST" else None
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(probe.method, probe.address) if body is None else client.post(probe.address, body)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def surprise(scene: Scene, probe: Probe, response: Any) -> str:
    """What is not as the table has it, or what the answer tells too much; empty where all is well."""
    if response.status_code != probe.expected:
        return f"{response.status_code}, not {probe.expected}"
    if probe.role == NOBODY and probe.name.startswith("admin:") and response.status_code == 302:
        return "" if "next=" in response["Location"] or probe.name in TO_THE_START else "not to the sign-in"
    text = response.content.decode() if not response.streaming and "text" in response["Content-Type"] else ""
    told = [canary for canary in scene.canaries(probe.role, probe.name) if canary in text]
    return f"tells {told}" if told else ""


def test_every_address_is_listed():
    assert unlisted(get_resolver().url_patterns) == []


def test_an_unlisted_address_is_noticed():
    added = path("new/", lambda request: HttpResponse(), name="new")
    assert unlisted([*get_resolver().url_patterns, added]) == ["new"]


def part_of(scene: Scene, part: int) -> list[Probe]:
    """Of the addresses every fourth one: so that several processes share the work."""
    names = set(sorted(TABLE)[part::PARTS])
    return [probe for probe in probes(scene) if probe.name in names]


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_gets_what_the_table_says_and_nothing_more(scene: Scene, part: int):
    if connection.vendor == "postgresql":
        pytest.skip("there eight threads make every one of these probes")
    clients = _clients(scene)
    asked, surprises = part_of(scene, part), []
    for probe in asked:
        found = surprise(scene, probe, ask(clients[probe.role], probe))
        if found:
            surprises.append(f"{probe.role} {probe.method} {probe.name} ({probe.relation}): {found}")
    assert not surprises, "\n".join(surprises[:60])
    assert len(asked) >= FEWEST_PROBES / PARTS


def test_what_djangos_admin_has_elsewhere_is_not_here(scene: Scene):
    for role, client in _clients(scene).items():
        for address in matrix.GONE if role != NOBODY else ():
            filled = address.format(citizen=scene.citizen.pk, account=scene.victim.pk)
            assert (client.get(filled).status_code, client.post(filled).status_code) == (404, 404), (role, address)


def test_no_filter_asks_about_rows_of_other_tables(scene: Scene):
    client = client_of(scene.world.administrator)
    for address in matrix.REFUSED_LOOKUPS:
        assert client.get(address).status_code == 400, address


@pytest.fixture
def clients_of_many_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Around each request Django's test client takes ``close_old_connections`` off the signals of all threads and puts
    it back. Whoever asks just then would find his connection closed in the middle of his transaction."""
    signals = (request_started, request_finished)
    monkeypatch.setattr(test_client, "close_old_connections", lambda **_: None)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clients_of_many_threads")
def test_eight_threads_get_the_same():
    """Rights are worked out for each request anew: nothing of one role is seen by another at the same time."""
    if connection.vendor != "postgresql":
        pytest.skip("threads have a database each on SQLite in memory")
    scene = Scene(World())
    asked = list(probes(scene))
    Random(7).shuffle(asked)
    asked = asked[:AT_ONCE]
    assert len(asked) >= FEWEST_PROBES
    with ThreadPoolExecutor(THREADS) as pool:
        found = pool.map(_ask_all, [scene] * THREADS, [_clients(scene) for _ in range(THREADS)], _shares(asked))
    assert [line for lines in found for line in lines] == []


def _shares(asked: list[Probe]) -> list[list[Probe]]:
    return [asked[start::THREADS] for start in range(THREADS)]


def _clients(scene: Scene) -> dict[str, Client]:
    return {role: client_of(getattr(scene.world, role)) for role in EVERYBODY - {NOBODY}} | {NOBODY: Client()}


def _ask_all(scene: Scene, clients: dict[str, Client], asked: list[Probe]) -> list[str]:
    try:
        answered = [(probe, surprise(scene, probe, ask(clients[probe.role], probe))) for probe in asked]
    finally:
        connection.close()
    return [
        f"{probe.role} {probe.method} {probe.name} ({probe.relation}): {found}" for probe, found in answered if found
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_changes_what_it_does_not_show(scene: Scene, part: int):
    """Every field of every table is sent to every address by everybody who may send something there."""
    clients, everything, before = _clients(scene), every_field(scene), snapshot()
    surprises, worked = [], set()
    asked = part_of(scene, part)
    posts = [probe for probe in asked if probe.method == "POST" and probe.name not in matrix.CITIZENS]
    for probe in posts:
        if probe.expected in REFUSALS:
            continue
        changed = _changes(clients[probe.role], probe, everything, before)
        worked |= {probe.name} if changed else set()
        for change in changed - matrix.MAY_CHANGE.get(probe.name, frozenset()):
            surprises.append(f"{probe.role} {probe.name} ({probe.relation}): {change}")
    assert not surprises, "\n".join(surprises[:60])
    assert worked == matrix.MAY_CHANGE.keys() & {
        probe.name for probe in asked
    }  # what was sent is believed where it may be


def _changes(client: Client, probe: Probe, body: dict[str, Any], before: Snapshot) -> set[str]:
    cookies, written = deepcopy(client.cookies), set[str]()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        written.update(WRITTEN.findall(sql))
        return execute(sql, *rest)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            client.post(probe.address, body)
        after = snapshot() if written - BESIDE else before
        transaction.set_rollback(True)
    client.cookies = cookies
    return {change for model in before for change in _differences(model, before[model], after[model])}


def _differences(model: str, before: dict[Any, Any], after: dict[Any, Any]) -> set[str]:
    found = {f"{model} +"} if after.keys() - before.keys() else set()
    found |= {f"{model} -"} if before.keys() - after.keys() else set()
    both = before.keys() & after.keys()
    return found | {f"{model}.{name}" for pk in both for name in before[pk] if before[pk][name] != after[pk][name]}


def snapshot() -> Snapshot:
    """Every row of every table but the log."""
    tables = [model for model in apps.get_app_config("registry").get_models() if model not in (LogEntry, LogSeal)]
    return {
        str(model._meta.model_name): {row["pk"]: row for row in model._default_manager.values("pk", *_columns(model))}
        for model in tables
    }


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def every_field(scene: Scene) -> dict[str, Any]:
    """A value that would be believed for each field of each table, by its name."""
    names = {
        field.name for model in apps.get_app_config("registry").get_models() for field in model._meta.concrete_fields
    }
    return dict.fromkeys(names, "1") | {
        "iin": next(scene.world.numbers),
        "username": "somebody-else",
        "full_name": "Somebody Else",
        "email": "somebody@else.example",
        "role": "officer",
        "region": "47",
        "district": scene.world.district.pk,
        "office": "",
        "polyclinic": "",
        "region_id": "47",
        "is_active": "on",
        "blocked": "on",
        "state": "confirmed",
        "ground": "wellbeing_crisis",
        "code": "75",
        "last_day": "31.03.2026",
        "day": "30.03.2026",
        "void": "on",
        "outcome": "approved",
        "reasons": "[]",
        "citizen": scene.citizen.pk,
        "account": scene.victim.pk,
        "version": "0",
        "password": "бір-екі-үш-төрт-бес",
        "invitation": "1",
    }


def test_a_page_of_others_says_whose_it_is_and_leads_back(world: World):
    response = client_of(world.registrar).get("/picture/")
    assert response.status_code == 403
    html = response.content.decode()
    assert 'href="/work/"' in html
    assert "/check/" not in html
