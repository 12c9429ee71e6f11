"""Somebody applies: what he types, page by page, and what comes of it."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry import iin
from registry.models import Application
from tests.eligibility.test_views import give
from tests.registry.world import NOW, TODAY

YOU = {
    "surname": "Серікова",
    "given_name": "Мөлдір",
    "patronymic": "",
    "birth_date_day": "9",
    "birth_date_month": "9",
    "birth_date_year": "1990",
    "place": "431010000",
    "phone": "8 (701) 234-56-78",
    "email": "",
}
IIN = next(iin.synthetic(female=True))
UNINSURED: dict[str, Any] = {
    "subject": "self",
    "birth-date": "1990-09-09",
    "residence": "citizen",
    "status": {"yes": [], "rest": "no"},
    "work": {"yes": [], "rest": "no"},
    "family": {"yes": [], "rest": "no"},
    "wellbeing": "D",
    "contributions": "none",
    "illness": {"yes": ["diabetes"], "rest": "no"},
}
SEEN = re.compile(r'name="seen" value="(\w+)"')
CODE = re.compile(r'<p class="code" translate="no">(.*?)</p>')


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime = NOW, today: date = TODAY) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(timezone, "localdate", lambda: today)


def typed(**other: str) -> dict[str, str]:
    return {**YOU, "iin": IIN, **other}


def where(response: Any) -> str:
    """The address that the answer leads to."""
    return str(response.url)


def choose(client: Client, ground: str = "wellbeing_crisis") -> Any:
    return client.post("/apply/", {"ground": ground})


def fill(client: Client, ground: str = "wellbeing_crisis", **other: str) -> None:
    """Everything up to the page on which it is sent."""
    assert choose(client, ground).status_code == 302
    assert where(client.post("/apply/you/", typed(**other))) == "/apply/check/"


def seen(client: Client) -> str:
    found = SEEN.search(client.get("/apply/check/").content.decode())
    assert found
    return found[1]


def send(client: Client, **other: str) -> Any:
    return client.post("/apply/check/", {"consent": "on", "seen": seen(client)} | other)


def codes(response: Any) -> list[str]:
    """Reference and, where it is shown, secret."""
    return [re.sub(r"<[^>]+>", "", found) for found in CODE.findall(response.content.decode())]


def apply(client: Client, answers: dict[str, Any] | None = None, **other: str) -> tuple[Application, str]:
    """The application that was sent, and its secret."""
    if answers:
        give(client, answers)
    fill(client, **other)
    assert send(client).url == "/apply/sent/"
    reference, secret = codes(client.get("/apply/sent/"))
    return Application.objects.get(reference=reference), secret


def open_application(client: Client, reference: str, secret: str) -> Any:
    return client.post("/application/", {"reference": reference, "secret": secret})
