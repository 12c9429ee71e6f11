"""Whatever is sent at the desk or in the finance department: where the database does not answer, it says so."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from registry import workplace
from tests.registry.matrix import TABLE, Url
from tests.registry.world import World, client_of


def fail(*arguments: object) -> bool:
    raise OperationalError("server closed the connection")


def sent(name: str, url: Url) -> bool:
    return name.startswith(("desk", "finance")) and url.post != 405


def test_every_page_that_is_sent_says_that_nothing_was_saved(world: World, monkeypatch: pytest.MonkeyPatch):
    client = client_of(world.registrar)
    client.cookies["kepil_language"] = "en"
    monkeypatch.setattr(workplace, "may", fail)
    names = [name for name, url in TABLE.items() if sent(name, url)]
    assert len(names) > 20
    for name in names:
        row = TABLE[name]
        kwargs = {"pk": 1} if row.row else dict(row.kwargs)
        response = client.post(reverse(name, kwargs=kwargs), {"iin": "–", "reasons": "typed"})
        assert (name, response.status_code) == (name, 503)
        page = response.content.decode()
        assert "It was not saved" in page
        assert 'value="typed"' in page
