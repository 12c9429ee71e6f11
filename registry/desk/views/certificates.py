"""A certificate of the status, at the counter: for the person in hand, once he has shown who he is."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.presentation import long_date

from ... import lookup, proof, requests, working_days
from ...access import Action
from ...log import Who
from ...models import NOBODY, Certificate, Citizen
from ...proof.forms import DeskOrderForm
from ...proof.serving import chosen, handed_over
from ...refusals import TEXTS, Refused
from ...workplace import for_whom, page
from .. import in_hand
from .same_person import same_person

NOT_HERE = "not_treated_here"


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("certificate", Action.WRITE)
@same_person
def certificate(request: HttpRequest) -> HttpResponseBase:
    """Make one, or see those that can still be shown. Somebody whom the registry does not know and somebody who is not
    treated here look the same."""
    if not in_hand.is_held(request):
        return redirect("desk")
    who, citizen = requests.who(request, in_hand.purpose(request)), _in_hand(request)
    hindrance = proof.hindrance(who, citizen, working_days.day_of(who.now))
    if hindrance:
        shown = {"refused": TEXTS[hindrance], "not_here": hindrance == NOT_HERE}
        return _page(request, who, shown, 409 if request.method == "POST" else 200)
    form = DeskOrderForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form_page(request, who, citizen, form, 422 if form.is_bound else 200)
    try:
        issued = proof.issue(who, citizen, working_days.day_of(who.now))
    except Refused as refused:
        return _form_page(request, who, citizen, form, 409, refused)
    return handed_over(request, who, issued, form.languages)


@require_POST
@for_whom("certificate", Action.WRITE)
@same_person
def withdraw(request: HttpRequest) -> HttpResponseBase:
    """Take one of the polyclinic's own back."""
    if not in_hand.is_held(request):
        return redirect("desk")
    who = requests.who(request, in_hand.purpose(request))
    proof.withdraw(who, chosen(request, proof.shown(who, _in_hand(request), working_days.day_of(who.now))))
    return redirect("desk-certificate")


def _in_hand(request: HttpRequest) -> Citizen:
    """Of somebody whom the registry does not know, or whose record is blocked, the same is asked."""
    return in_hand.citizen(request) or Citizen(pk=NOBODY)


def _form_page(
    request: HttpRequest, who: Who, citizen: Citizen, form: DeskOrderForm, status: int, refused: Refused | None = None
) -> HttpResponse:
    rows = proof.shown(who, citizen, working_days.day_of(who.now))
    shown = {
        "person": str(citizen),
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "refused": refused and refused.message,
        "unknown": refused is not None and refused.code == "status_not_known",
        "certificates": [_line(row) for row in rows],
    }
    return _page(request, who, shown, status)


def _line(row: Certificate) -> dict[str, object]:
    """When, by whom and until when; the reference is known to nobody here."""
    return {"pk": row.pk, "made": long_date(row.day), "by": row.issued_by, "last_day": long_date(row.last_day)}


def _page(request: HttpRequest, who: Who, shown: dict[str, Any], status: int) -> HttpResponse:
    """What is shown of the person is a reading; the first one was written down when he was looked up."""
    if request.method != "HEAD" and not in_hand.is_fresh(request):
        lookup.again(who, in_hand.row(request))
    return page(request, "desk/certificate.html", shown, status=status)
