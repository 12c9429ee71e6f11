"""Where allauth asks what holds here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from eligibility.addresses import client_address

from ..models import Account
from . import sealing, sessions


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what was done."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """The only way in. Raises PermissionDenied where no second factor was used, or the account was disabled after
        the password."""
        used = [record for record in get_authentication_records(request, user) if record["method"] == "mfa"]
        if not used or not isinstance(user, Account) or not user.is_active:
            raise PermissionDenied
        super().login(request, user)
        sessions.begin(request.session, user, timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()
