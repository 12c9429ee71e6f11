"""Asking for a person: one number, sent by POST; the answer is the card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...lookup import look_up
from ...models import Role
from ...portal.readings import moment
from ...reading_limits import TooMany
from ...requests import who
from ...workplace import for_whom, page
from .. import in_hand
from ..forms import LookUpForm
from .said import said

AT_THE_DESK = (Role.REGISTRAR, Role.CLINICIAN)


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("status", None, *AT_THE_DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """The number is looked at before anything is asked of the registry; what was wrong stays as it was typed."""
    if request.method != "POST":
        return _asked(request, LookUpForm())
    form = LookUpForm(request.POST)
    if not form.is_valid():
        return _asked(request, form, status=422)
    number = form.cleaned_data["iin"]
    asking = who(request, purpose=form.cleaned_data["purpose"])
    try:
        citizen = look_up(asking, number)
    except TooMany as limit:
        return _too_many(request, limit, round((limit.until - asking.now).total_seconds()))
    in_hand.take(request, citizen, number, asking.purpose)
    return redirect("desk-card")


def _asked(request: HttpRequest, form: LookUpForm, status: int = 200) -> HttpResponse:
    faults = form.faults() if form.is_bound else []
    return page(request, "desk/look_up.html", {**form.shown(), "faults": faults}, status=status)


def _too_many(request: HttpRequest, limit: TooMany, seconds: int) -> HttpResponse:
    text = _("Too many people were looked up in a short time. The next one can be looked up from %(moment)s.")
    response = said(
        request,
        429,
        _("Too many look-ups"),
        text % {"moment": moment(limit.until)},
        _("People who are attached to this polyclinic can be looked up at any time."),
    )
    response.headers["Retry-After"] = str(seconds)
    return response
