"""From a request to what the registry's verbs and rights take: who asks, from where and when."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from eligibility.addresses import client_address

from .log import Who
from .models import Account

LONGEST_NUMBER = 19
"""Digits; beyond what a column holds."""


def who(request: HttpRequest, purpose: str = "") -> Who:
    """The account that is signed in, or nobody; ``purpose``: the code of why a record is read."""
    account = request.user if isinstance(request.user, Account) else None
    return Who(now=timezone.now(), account=account, address=client_address(request), purpose=purpose)


def applicant(request: HttpRequest) -> Who:
    """Whoever applies or has the secret of an application: nobody has checked his name."""
    return Who(now=timezone.now(), applicant=True, address=client_address(request))


def account_of(request: HttpRequest) -> Account:
    """The account that is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def number_in(values: Mapping[str, str], name: str) -> int | None:
    """The whole number of a hidden field or an address; None where there is none that a row or a version could have."""
    typed = values.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER else None
