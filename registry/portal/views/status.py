"""Coming back with the reference and the secret: what became of the application, papers, withdrawing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eligibility.limits import Limit, TooMany
from eligibility.views.errors import too_many
from eligibility.views.page import page

from ... import applying, attaching, log
from ...decisions.transitions import allowed_to_applicant
from ...log import Verb
from ...models import Application
from ...refusals import Refused
from ...requests import applicant
from .. import draft, opened, purposes, readings, status
from ..forms import OpenForm

WRONG_SECRETS = Limit("wrong secrets", most=10, window=timedelta(minutes=15), alarm=1_000)

View = Callable[[HttpRequest, Application], HttpResponse]


def of_opened(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """The view gets the application that is open in this browser; where none is, the secret is asked for."""

    @wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        application = opened.application(request.session, timezone.now())
        if application is None:
            return redirect("application")
        return view(request, application)

    return handle


def note_reading(request: HttpRequest, application: Application) -> None:
    """To be called for every page that shows something of the application."""
    if request.method != "HEAD":
        log.write(applicant(request), Verb.READ_OWN, application=application)


@require_http_methods(["GET", "HEAD", "POST"])
def open_with_secret(request: HttpRequest) -> HttpResponse:
    """Ask for reference and secret, and open the application that they belong to."""
    if request.method != "POST":
        return _open_page(request, OpenForm())
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _open_page(request, form, status=422)
    who = applicant(request)
    try:
        WRONG_SECRETS.take(who.address, who.now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    typed = form.cleaned_data["reference"], form.cleaned_data["secret"]
    application, request_for_attachment = applying.find_with_secret(*typed), attaching.find_with_secret(*typed)
    found = application or request_for_attachment
    if found is None:
        form.add_error("reference", _("The two do not belong together. Check every letter of both."))
        return _open_page(request, form, status=422)
    WRONG_SECRETS.give_back(who.address, who.now)
    request.session.cycle_key()  # nobody who knew the old key comes along
    opened.open_for(request.session, found, who.now)
    return redirect("application-status" if application else "attach-status")


@require_safe
@of_opened
def show(request: HttpRequest, application: Application) -> HttpResponse:
    """State, what happens next, papers, decision, who looked."""
    note_reading(request, application)
    consent = purposes.agreed(application.purpose, application.purpose_version)
    shown = status.context(application) | {
        "readings": readings.readings(application),
        "openings": readings.openings(application),
        "lists": readings.lists(application),
        "consents": consent.parts(),
        "consented_on": readings.moment(application.consented_at),
    }
    return page(request, "registry/portal/status.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@of_opened
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask once more, then withdraw."""
    if request.method == "POST":
        with suppress(Refused):  # it was decided meanwhile: the page of the status says so
            applying.withdraw(applicant(request), application)
        return redirect("application-status")
    if "withdraw" not in allowed_to_applicant(application):
        return redirect("application-status")
    note_reading(request, application)
    shown = {
        "reference": application.reference,
        "action": reverse("application-withdraw"),
        "back": reverse("application-status"),
    }
    return page(request, "registry/portal/withdraw.html", shown)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Nothing of the application stays in this browser."""
    opened.close(request.session)
    draft.forget_sent(request.session)
    request.session.cycle_key()
    return redirect("application")


def _open_page(request: HttpRequest, form: OpenForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "faults": form.faults() if form.is_bound else []}
    return page(request, "registry/portal/open.html", shown, status=status)
