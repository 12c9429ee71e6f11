"""What holds for every page while somebody of staff is signed in: a second factor, and a session that has not ended."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ..log import Verb, write
from ..models import Account
from ..requests import who
from . import sessions

Handler = Callable[[HttpRequest], HttpResponseBase]

SAME_FOR_ALL = "eligibility."
"""Pages that know of no accounts: they look neither at who asks nor at anything that only staff may see."""


def second_factor_required(get_response: Handler) -> Handler:
    """A session without a second factor, or one that has ended, opens no page: it is over.

    Stands after AuthenticationMiddleware, which ends the sessions of accounts whose rights or password were changed.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        if view.__module__.startswith(SAME_FOR_ALL) or not isinstance(request.user, Account):
            return None
        now = timezone.now()
        why = sessions.ended(request.session, request.user, now)
        if why is None:
            sessions.touch(request.session, now)
            return None
        write(who(request), Verb.SIGNED_OUT, details={"because": str(why)})
        logout(request)
        return _to_sign_in(request, why)

    handle.process_view = process_view  # type: ignore[attr-defined]
    return handle


def _to_sign_in(request: HttpRequest, why: sessions.Ended) -> HttpResponseRedirect:
    """Back to the page that was asked for afterwards, unless it was a form."""
    query = {"because": str(why)}
    if request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    return redirect(f"{reverse('account_login')}?{urlencode(query)}")
