"""A certificate of the status, at the counter: for the person in hand, once he has shown who he is."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.presentation import long_date

from ... import access, log, proof, requests, working_days
from ...access import Action
from ...log import Verb, Who
from ...models import Certificate, Citizen
from ...proof.forms import DeskOrderForm
from ...proof.serving import handed_over
from ...refusals import TEXTS, Refused
from ...workplace import for_whom, page
from .. import in_hand

NOT_HERE = "not_treated_here"


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("certificate", Action.WRITE)
def certificate(request: HttpRequest) -> HttpResponseBase:
    """Make one, or see those that can still be shown. Somebody whom the registry does not know and somebody who is not
    treated here look the same."""
    if not in_hand.is_held(request):
        return redirect("desk")
    who, citizen = requests.who(request), in_hand.citizen(request)
    hindrance = proof.hindrance(who, citizen, working_days.day_of(who.now)) if citizen else NOT_HERE
    if citizen is None or hindrance:
        shown = {"refused": TEXTS[hindrance or NOT_HERE], "not_here": hindrance == NOT_HERE}
        return page(request, "desk/certificate.html", shown, status=409 if request.method == "POST" else 200)
    form = DeskOrderForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _shown(request, who, citizen, form, 422 if form.is_bound else 200)
    try:
        issued = proof.issue(who, citizen, working_days.day_of(who.now))
    except Refused as refused:
        return _shown(request, who, citizen, form, 409, refused)
    return handed_over(request, who, issued, form.languages)


@require_POST
@for_whom("certificate", Action.WRITE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take one of the polyclinic's own back."""
    proof.withdraw(requests.who(request), access.find(request.user, Certificate.objects.all(), pk))
    return redirect("desk-certificate")


def _shown(
    request: HttpRequest, who: Who, citizen: Citizen, form: DeskOrderForm, status: int, refused: Refused | None = None
) -> HttpResponse:
    log.write(who, Verb.READ_CITIZEN, citizen=citizen)
    rows = proof.shown(who, citizen, working_days.day_of(who.now))
    shown = {
        "person": str(citizen),
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "refused": refused and refused.message,
        "unknown": refused is not None and refused.code == "status_not_known",
        "certificates": [_line(row) for row in rows],
    }
    return page(request, "desk/certificate.html", shown, status=status)


def _line(row: Certificate) -> dict[str, object]:
    """When, by whom and until when; the reference is known to nobody here."""
    made = long_date(row.day)
    by = str(row.issued_by) if row.issued_by else _("by the person")
    return {"pk": row.pk, "made": made, "by": by, "last_day": long_date(row.last_day)}
