"""A certificate for whoever applied, once an officer has made sure who he is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.presentation import long_date
from eligibility.views.page import page

from ... import proof, working_days
from ...models import Application
from ...proof.forms import OrderForm
from ...proof.rights import is_his
from ...proof.serving import chosen, handed_over
from ...refusals import Refused
from ...requests import applicant
from .status import note_reading, of_opened


@require_http_methods(["GET", "HEAD", "POST"])
@of_opened
def certificate(request: HttpRequest, application: Application) -> HttpResponse:
    """Make one, or see those that can still be shown."""
    citizen = application.citizen
    if citizen is None or not is_his(application, citizen):
        return redirect("application-status")
    who = applicant(request)
    form = OrderForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _shown(request, application, form)
    try:
        issued = proof.issue(who, citizen, working_days.day_of(who.now), application)
    except Refused as refused:
        return _shown(request, application, form, refused)
    return handed_over(request, who, issued, form.languages, application)


@require_POST
@of_opened
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Take back one that was made here."""
    who, citizen = applicant(request), application.citizen
    if citizen is None:
        return redirect("application-status")
    rows = proof.shown(who, citizen, working_days.day_of(who.now), application)
    proof.withdraw(who, chosen(request, rows), application)
    return redirect("application-certificate")


def _shown(
    request: HttpRequest, application: Application, form: OrderForm, refused: Refused | None = None
) -> HttpResponse:
    assert application.citizen is not None
    note_reading(request, application)
    who = applicant(request)
    rows = proof.shown(who, application.citizen, working_days.day_of(who.now), application)
    shown = {
        "form": form,
        "refused": refused and refused.message,
        "unknown": refused is not None and refused.code == "status_not_known",
        "certificates": [(row.pk, long_date(row.day), long_date(row.last_day)) for row in rows],
    }
    return page(request, "registry/portal/certificate.html", shown, status=409 if refused else 200)
