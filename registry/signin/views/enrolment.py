"""An authenticator app is added: a key as a picture and as text, and a code that shows that it has arrived."""

import base64
from typing import NamedTuple

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Account
from .. import codes, limits, sealing
from ..forms import FactorForm
from .pages import form_page

KEY = "signin.secret"
"""In the session, sealed: the key that the page shows, the same when it is opened again."""
TEMPLATE = "account/device.html"
GROUP = 4


class Shown(NamedTuple):
    secret: str
    step: int


def page(request: HttpRequest, account: Account, form: FactorForm, status: int = 200) -> HttpResponse:
    secret = _secret(request)
    adapter = get_adapter()
    url = adapter.build_totp_url(account, secret)
    picture = base64.b64encode(adapter.build_totp_svg(url).encode()).decode()
    shown = {
        "account": account,
        "picture": f"data:image/svg+xml;base64,{picture}",
        "url": url,
        "groups": [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)],
    }
    return form_page(request, TEMPLATE, form, status, **shown)


def read(request: HttpRequest, account: Account) -> Shown | HttpResponse:
    """The key that the code proves to have arrived; else the page with what is wrong. Raises TooMany."""
    form = FactorForm(request.POST)
    if not form.is_valid():
        return page(request, account, form, status=422)
    now = timezone.now()
    attempt = limits.code_attempt(request, account, now)
    secret = _secret(request)
    step = codes.step_of(secret, form.cleaned_data["code"], now)
    if step is None:
        form.add_error("code", _("This code does not belong to the key above. Enter the one that the app shows now."))
        return page(request, account, form, status=422)
    attempt.succeeded()
    return Shown(secret, step)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def codes_page(request: HttpRequest, recovery_codes: list[str]) -> HttpResponse:
    """The recovery codes, in this one response and never again."""
    half = len(recovery_codes[0]) // 2
    return render(request, "account/codes.html", {"codes": [(code[:half], code[half:]) for code in recovery_codes]})


def _secret(request: HttpRequest) -> str:
    sealed = request.session.get(KEY)
    if sealed is None:
        sealed = request.session[KEY] = sealing.seal(codes.new_secret())
    return sealing.unseal(sealed)
