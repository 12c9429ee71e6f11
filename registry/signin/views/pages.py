"""What the pages share: their form, the page that tells how long to wait, and where to go on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from eligibility.limits import TooMany

from ...models import Account
from ..forms import SignInPageForm

View = Callable[..., HttpResponse]


def form_page(
    request: HttpRequest, template: str, form: SignInPageForm, status: int = 200, **context: Any
) -> HttpResponse:
    faults = form.faults() if form.is_bound else []
    shown = {"form": form, "faults": faults, "next": next_page(request, "")} | context
    return render(request, template, shown, status=status)


def wrong(request: HttpRequest, template: str, form: SignInPageForm, **context: Any) -> HttpResponse:
    return form_page(request, template, form, status=422, **context)


def next_page(request: HttpRequest, otherwise: str | None = None) -> str:
    """The page of this portal that ``next`` names; failing that, the start page of staff."""
    found: str | None = get_next_redirect_url(request)
    if found:
        return found
    return settings.LOGIN_REDIRECT_URL if otherwise is None else otherwise


def limited(view: View) -> View:
    """Where a limit is reached, a page that says for how long."""

    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooMany as refused:
            return wait(request, refused.seconds)

    return handle


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    text = ngettext(
        "You can try again in %(minutes)s minute.", "You can try again in %(minutes)s minutes.", minutes
    ) % {"minutes": minutes}
    response = render(request, "account/wait.html", {"wait": text}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def for_staff(view: Callable[[HttpRequest, Account], HttpResponse]) -> View:
    """For whoever is signed in; others sign in first. The middleware has seen to the second factor."""

    @wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, Account):
            return redirect(f"{reverse('account_login')}?next={request.path}")
        return view(request, request.user)

    return handle
