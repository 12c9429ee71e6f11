"""A registrar at the desk, on the day of the small world."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.registry.world import NOW, World, client_of


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the time for all; it begins at NOW."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOW)
    return at


@pytest.fixture
def registrar(world: World) -> Client:
    return client_of(world.registrar)


@pytest.fixture
def card() -> Callable[..., Any]:
    """Looks somebody up and brings the card."""

    def asked(client: Client, number: str, language: str = "en") -> Any:
        client.cookies["kepil_language"] = language
        response = client.post("/desk/", {"iin": number, "purpose": "visit"}, follow=True)
        assert response.redirect_chain == [("/desk/card/", 302)]
        return response

    return asked
