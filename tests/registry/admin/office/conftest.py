"""A Monday morning in an office of the home region."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry import decisions
from registry.models import Application
from tests.registry.world import NOW, World, client_of, who

BASE = "/admin/registry/application/"
Case = Callable[..., Application]


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.officer)


@pytest.fixture
def approver(world: World) -> Client:
    return client_of(world.approver)


@pytest.fixture
def in_hand(world: World) -> Case:
    """An application in the hands of the officer, with the identity confirmed unless ``identity`` is False."""

    def make(*, identity: bool = True, **fields: Any) -> Application:
        citizen = fields.pop("citizen", None) or world.known_citizen()
        application = world.application(citizen, **fields)
        decisions.take(who(world.officer), application, 0)
        if identity:
            decisions.confirm_identity(who(world.officer), application, 1)
        application.refresh_from_db()
        return application

    return make


def address(application: Application, page: str = "change") -> str:
    return f"{BASE}{application.pk}/{page}/"


def typed(application: Application, **fields: Any) -> dict[str, Any]:
    """A form as the page of the present version sends it."""
    return {"version": application.version, "seen": application.state, **fields}


CONFIRMATION = {
    "starts_day": "16",
    "starts_month": "3",
    "starts_year": "2026",
    "evidence": "ЦКС, 16.03.2026, № 7",
    "note": "",
}
