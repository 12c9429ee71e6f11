"""A registrar at the desk, on the day of the small world."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.models import Account
from tests.registry.world import NOW, World, client_of

UNLIKE = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"')
"""What is another one in every answer."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Sets the time for all; it begins at NOW."""

    def at(moment: Any) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOW)
    return at


@pytest.fixture
def registrar(world: World) -> Client:
    return client_of(world.registrar)


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Looks somebody up and brings the card."""

    def asked(client: Client, number: str, purpose: str = "visit", language: str = "en") -> Any:
        client.cookies["kepil_language"] = language
        response = client.post("/desk/", {"iin": number, "purpose": purpose}, follow=True, headers={"accept-language": language})
        assert response.redirect_chain == [("/desk/card/", 302)], response.content.decode()
        return response

    return asked


def body(response: Any) -> str:
    """The answer without what differs each time."""
    return UNLIKE.sub("", response.content.decode())


__all__ = ["Account", "body"]
