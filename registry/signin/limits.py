"""How often one may guess. Failures alone count; nobody can shut out the owner of an account for good.

Whoever guesses from many addresses meets the limit of the account: 3 in ten minutes, so at most 20 in any hour. A
browser in which the owner has signed in before carries a signed cookie and has a count of its own: while others guess,
he gets in from there at once, and from anywhere else when the ten minutes are over.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from eligibility.addresses import client_address
from eligibility.limits import Limit

from ..models import Account

TEN_MINUTES = timedelta(minutes=10)
SALT = "registry.signin.device"
REMEMBERED = timedelta(days=180)


class AccountLimit(Limit):
    """Counted for an account or a device, not for an address: midnight does not begin it anew."""

    def _key(self, who: str, now: datetime) -> str:
        return hmac.digest(settings.SECRET_KEY.encode(), f"{self.name}\n{who}".encode(), "sha256").hex()


PASSWORDS_FROM_ADDRESS = Limit("passwords, address", most=30, window=timedelta(hours=1), alarm=1_000)
PASSWORDS_OF_ACCOUNT = AccountLimit("passwords, account", most=3, window=TEN_MINUTES, alarm=100)
PASSWORDS_OF_DEVICE = AccountLimit("passwords, device", most=5, window=TEN_MINUTES, alarm=100)
CODES_OF_ACCOUNT = AccountLimit("second factor, account", most=5, window=TEN_MINUTES, alarm=50)
CODES_OF_DEVICE = AccountLimit("second factor, device", most=5, window=TEN_MINUTES, alarm=50)
INVITATIONS = Limit("invitations", most=10, window=timedelta(minutes=15), alarm=200)


class Attempt:
    """One guess that has been counted; ``succeeded`` takes it back."""

    def __init__(self, now: datetime, counts: list[tuple[Limit, str]]) -> None:
        self.now, self.counts = now, counts
        for limit, key in counts:
            limit.take(key, now)

    def succeeded(self) -> None:
        for limit, key in self.counts:
            limit.give_back(key, self.now)


def password_attempt(request: HttpRequest, account: Account | None, typed: str, now: datetime) -> Attempt:
    """Count a password before it is looked at. Raises TooMany, for a name that is unknown as for one that is known."""
    device = _device(request, account)
    by_account = (PASSWORDS_OF_DEVICE, device) if device else (PASSWORDS_OF_ACCOUNT, _name_of(account, typed))
    return Attempt(now, [(PASSWORDS_FROM_ADDRESS, client_address(request)), by_account])


def code_attempt(request: HttpRequest, account: Account, now: datetime) -> Attempt:
    """Count a code of the second factor before it is looked at. Raises TooMany."""
    device = _device(request, account)
    return Attempt(now, [(CODES_OF_DEVICE, device) if device else (CODES_OF_ACCOUNT, _name_of(account, ""))])


def invitation_attempt(request: HttpRequest, now: datetime) -> Attempt:
    return Attempt(now, [(INVITATIONS, client_address(request))])


def remember_device(response: HttpResponseBase, account: Account) -> None:
    """This browser has signed in: guesses from elsewhere do not count against it."""
    value = signing.dumps({"account": account.pk, "device": secrets.token_hex(16)}, salt=SALT)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest, account: Account | None) -> str:
    """The name of the browser, where this account has signed in from it before."""
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if account is None or not cookie:
        return ""
    try:
        known: dict[str, Any] = signing.loads(cookie, salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return ""
    return str(known["device"]) if known["account"] == account.pk else ""


def _name_of(account: Account | None, typed: str) -> str:
    return f"account {account.pk}" if account else f"name {typed}"
