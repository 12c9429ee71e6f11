"""Somebody of staff who signs in as a person does: a password, then the code of an app."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from registry.models import Account
from registry.signin import codes

PASSWORD = "бір-екі-үш-төрт-бес"
WRONG = "бес-төрт-үш-екі-бір"
SIGN_IN, SECOND_FACTOR = "/account/sign-in/", "/account/second-factor/"
START = datetime(2026, 3, 16, 5, 0, 3, tzinfo=UTC)


class Clock:
    """The time as the portal sees it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = START
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr("time.time", lambda: self.now.timestamp())

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


def prepare(account: Account, *, password: str = PASSWORD) -> str:
    """Give the account a password and an app; returns the key in the app."""
    account.password = make_password(password)
    account.save()
    secret = codes.new_secret()
    codes.enrol(account, secret, 0)
    return str(secret)


def give_password(client: Client, name: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(SIGN_IN, {"name": name, "password": password}, **extra)


def give_code(client: Client, code: str) -> Any:
    return client.post(SECOND_FACTOR, {"code": code})


def sign_in(client: Client, account: Account, secret: str, now: datetime) -> Any:
    give_password(client, account.username)
    return give_code(client, codes.code_at(secret, now))


def is_in(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)
