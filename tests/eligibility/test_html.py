"""Every page, in three languages and with errors on it, as the Nu HTML checker of the W3C reads it."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import unavailable
from tests.eligibility.test_views import ANSWERED, LANGUAGES, SLUGS, VALID, WRONG, Data, give, speak, url
from tests.registry.portal.walking import pages as application_pages
from tests.registry.world import World

pytestmark = pytest.mark.django_db

CHECKER = settings.BASE / ".tools" / "vnu.jar"
CHILD: Data = {"subject": "child", "birth-date": "2010-01-01", "residence": "citizen", "illness": VALID["illness"]}
NOBODY_KNOWS: Data = {"subject": "self", "birth-date": None}
UNINSURED: Data = ANSWERED | {
    "birth-date": "1990-05-05",
    "status": {"yes": [], "rest": "no"},
    "family": {"yes": [], "rest": "no"},
    "work": {"yes": [], "rest": "no"},
    "wellbeing": "none",
    "contributions": "none",
    "date": "2026-03-16",
}
PEOPLE = {"answered": ANSWERED, "uninsured": UNINSURED, "unknown": NOBODY_KNOWS}


def plain_paths(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Every address that needs no further word in it."""
    for item in patterns:
        route = before + str(item.pattern)
        if "<" in route:
            continue
        if isinstance(item, URLResolver):
            yield from plain_paths(item.url_patterns, route)
        elif isinstance(item, URLPattern):
            yield route


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Name and HTML of each page: as it is opened, and each question with what was answered wrongly."""
    addresses = [*plain_paths(get_resolver().url_patterns), *map(url, SLUGS), "/no-such-page/"]
    for language in LANGUAGES:
        speak(client, language)
        for who, answers in PEOPLE.items():
            for address in addresses if language == "en" or who == "answered" else []:
                give(client, answers)
                response = client.get(address)
                if response.content and response["Content-Type"].startswith("text/html"):
                    yield (
                        f"{language}-{who}-{address.strip('/').replace('/', '-') or 'start'}",
                        response.content.decode(),
                    )
        for slug, typed in WRONG.items():
            give(client, ANSWERED)
            yield f"{language}-wrong-{slug}", client.post(url(slug), typed[0]).content.decode()


def test_every_page_is_valid_html(client: Client, tmp_path: Path) -> None:
    if not CHECKER.exists() or shutil.which("java") is None:
        unavailable("The Nu HTML checker", "As root on Debian or Ubuntu: make system")
    names = set()
    for name, html in pages(client):
        names.add(name)
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
    give(client, ANSWERED)
    for name, html in application_pages(client, World()):
        (tmp_path / f"application-{name}.html").write_text(html, "utf-8")
    assert len(names) > 100
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    found = [
        f"{Path(item['url']).stem}: {item['message']} {item.get('extract', '')!r}"
        for item in json.loads(done.stderr)["messages"]
        if item["type"] == "error" or item.get("subType") == "warning"
    ]
    assert found == []
