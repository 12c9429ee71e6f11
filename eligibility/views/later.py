"""Coming back later: answers are kept under a code that is shown once and stored nowhere."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import expiry, keeping, sitting
from ..addresses import client_address
from ..forms.later import CodeForm
from ..limits import Limit, TooMany
from ..presentation import long_date
from .errors import too_many
from .page import page

OPENED = "kept_opened"
"""In the session: the key of the row that was opened, so that the person can have it deleted."""

WRONG_CODES = Limit("wrong codes", most=10, window=timedelta(minutes=15), alarm=1_000)
KEEPINGS = Limit("keepings", most=100, window=timedelta(hours=1), alarm=10_000)
"""Each keeping writes a row; many people may share one address of a mobile operator."""


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Store the answers and show the code, in this one response and never again."""
    if request.method != "POST" or not sitting.begun(request.session):
        return redirect("later")
    today, now = timezone.localdate(), timezone.now()
    try:
        KEEPINGS.take(client_address(request), now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    expiry.delete_some(today, now)
    code, last_day = keeping.keep(sitting.everybody(request.session), today)
    shown = {"groups": keeping.groups(code), "last_day": long_date(last_day)}
    return page(request, "eligibility/later/kept.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and bring back what was kept under it."""
    replaces = sitting.begun(request.session)
    if request.method != "POST":
        return _code_page(request, CodeForm(replaces=replaces))
    form = CodeForm(request.POST, replaces=replaces)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    now = timezone.now()
    try:
        WRONG_CODES.take(client_address(request), now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    opened = keeping.find(form.cleaned_data["code"], timezone.localdate())
    if opened is None:
        form.add_error("code", _("This code opens nothing. It is mistyped, expired or deleted."))
        return _code_page(request, form, status=422)
    WRONG_CODES.give_back(client_address(request), now)
    return _bring(request, opened)


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Delete what was opened in this sitting from what is kept; the answers in the sitting stay."""
    keeping.delete(request.session.pop(OPENED, ""))
    return redirect("later-deleted")


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return page(request, "eligibility/later/deleted.html")


def _bring(request: HttpRequest, opened: keeping.Opened) -> HttpResponse:
    sitting.clear(request.session)  # nothing of other people stays, and the session gets another key
    sitting.bring(request.session, opened.people)
    request.session[OPENED] = opened.look_up
    return redirect("check-answers")


def _code_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "faults": form.faults() if form.is_bound else []}
    return page(request, "eligibility/later/open.html", shown, status=status)
