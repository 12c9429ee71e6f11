"""Passwords: whose one is right, and which ones may be set."""

import unicodedata
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Account
from . import limits

SHORTEST = 12
LONGEST = 256
FEWEST_CHARACTERS = 6
"""Different ones: a word or a key that is only repeated has fewer."""

# What everybody here thinks of first, as it is typed on either keyboard.
COMMON_HERE = (
    *("осмс", "мәмс", "мамс", "гобмп", "тмккк", "кепіл", "кепил", "емхана", "поликлиника", "әкімдік", "акимат"),
    *("медицина", "қазақстан", "казахстан", "қызылорда", "кызылорда", "астана", "алматы", "пароль", "құпиясөз"),
    *("osms", "mams", "mhif", "fsms", "gobmp", "kepil", "emhana", "polyclinic", "poliklinika", "akimat", "egov"),
    *("qazaqstan", "kazakhstan", "kyzylorda", "astana", "almaty", "password", "parol", "qwerty", "йцукен"),
)


def normal(password: str) -> str:
    """The same characters for what looks the same, however the keyboard composes it (й, ё, ә with a mark)."""
    return unicodedata.normalize("NFKC", password)


class PasswordField(forms.CharField):
    """Spaces at the ends belong to a password; what is longer than any person types is refused, not cut."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        attributes = {"autocomplete": autocomplete, "class": "form-control signin-input", "maxlength": LONGEST}
        widget = forms.PasswordInput(attributes)
        super().__init__(widget=widget, strip=False, max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return normal(super().to_python(value) or "")


def check(request: HttpRequest, typed_name: str, password: str, now: datetime) -> tuple[Account | None, Account | None]:
    """The account of that name, and once more if the password is right and the account may sign in.

    An unknown name, a wrong password and a disabled account take the same work: one look-up, one hashing. Raises
    TooMany.
    """
    name = normal(typed_name).strip()
    named = _find(name)
    attempt = limits.password_attempt(request, named, name.casefold(), now)
    found = authenticate(request, username=named.username if named else name, password=password)
    if not isinstance(found, Account) or (found.demo and not settings.DEBUG):
        return named, None
    attempt.succeeded()
    return named, found


def _find(name: str) -> Account | None:
    """By the exact name; failing that, in small letters: phones begin with a capital one."""
    found = {account.username: account for account in Account.objects.filter(username__in={name, name.lower()})}
    return found.get(name) or found.get(name.lower())


class HardToGuess:
    """At least 12 characters, not counting the words that are tried first here – names of the service, of the place,
    of the holder of the account – and none of the passwords that everybody uses (Django's list of 20,000)."""

    def __init__(self) -> None:
        self.common: set[str] = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Account | None = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(
                ngettext(
                    "A password has at least %(count)d character. Three or four words are easy to remember.",
                    "A password has at least %(count)d characters. Three or four words are easy to remember.",
                    SHORTEST,
                )
                % {"count": SHORTEST},
                code="password_too_short",
            )
        rest = password.casefold()
        for word in sorted({*COMMON_HERE, *_words_of(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < SHORTEST or len(set(password)) < FEWEST_CHARACTERS or password.casefold() in self.common:
            raise ValidationError(
                _("This is easy to guess: it consists of names, known words or repetitions. Add other words."),
                code="password_easy",
            )

    def get_help_text(self) -> str:
        return _("At least 12 characters; three or four words are easy to remember. Any characters may be used.")


def _words_of(user: Account | None) -> list[str]:
    if user is None:
        return []
    words = [user.username, *user.full_name.split(), user.email.partition("@")[0]]
    return [word.casefold() for word in words if len(word) > 2]
