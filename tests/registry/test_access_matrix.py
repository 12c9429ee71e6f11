"""Every address of the site × every role and nobody × own, foreign, blocked and unknown row × method.

The table of what is expected stands in matrix.py."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from tests.registry import matrix
from tests.registry.matrix import ABROAD, COUNTRYWIDE, EVERYBODY, NOBODY, TABLE, Rows, Scene, Url
from tests.registry.world import World, client_of

METHODS = ("GET", "HEAD", "POST", "DELETE")
FEWEST_PROBES = 1500
TO_THE_START = ("admin:login", "admin:logout")
REST = "(everything else)"


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
        return matrix.SIGN_IN if role == NOBODY else 403
    if url.row and not reached(role, relation):
        return 404
    return url.posts.get((role, relation), url.post) if method == "POST" else url.get


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
    return reverse(name, args=[kwargs["row"]])


@pytest.fixture
def scene(world: World) -> Scene:
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


def test_everybody_gets_what_the_table_says_and_nothing_more(scene: Scene):
    clients = {role: client_of(getattr(scene.world, role)) for role in EVERYBODY - {NOBODY}} | {NOBODY: Client()}
    made, surprises = 0, []
    for probe in probes(scene):
        made += 1
        found = surprise(scene, probe, ask(clients[probe.role], probe))
        if found:
            surprises.append(f"{probe.role} {probe.method} {probe.name} ({probe.relation}): {found}")
    assert not surprises, "\n".join(surprises[:60])
    assert made >= FEWEST_PROBES


def test_what_djangos_admin_has_elsewhere_is_not_here(scene: Scene):
    for role in EVERYBODY - {NOBODY}:
        client = client_of(getattr(scene.world, role))
        for address in matrix.GONE:
            filled = address.format(citizen=scene.citizen.pk, account=scene.victim.pk)
            assert (client.get(filled).status_code, client.post(filled).status_code) == (404, 404), (role, address)


def test_no_filter_asks_about_rows_of_other_tables(scene: Scene):
    client = client_of(scene.world.administrator)
    for address in matrix.REFUSED_LOOKUPS:
        assert client.get(address).status_code == 400, address
