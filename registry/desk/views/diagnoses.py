"""The diagnoses of the person in hand: for clinicians of the polyclinic that treats him."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.forms.base import QuestionForm
from eligibility.presentation import long_date

from ... import access, diagnosing, illnesses, log
from ...access import Action
from ...log import Verb, Who
from ...models import Account, Citizen, Diagnosis, DiagnosisGrant
from ...refusals import TEXTS, Refused
from ...requests import account_of
from ...requests import who as who_of
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import in_hand
from ..diagnosis_forms import CloseForm, DiagnosisForm, GrantForm, diagnosis_form
from ..diagnosis_shown import shown
from .same_person import same_person

clinicians = for_whom("diagnosis", Action.WRITE)
View = Callable[..., HttpResponseBase]


def of_citizen(view: View) -> View:
    """With the person in hand. Without one the clinician is led to where he takes one in hand."""

    @wraps(view)
    @same_person
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not in_hand.is_held(request):
            return redirect("desk")
        return view(request, in_hand.citizen(request), *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
@of_citizen
def diagnoses(request: HttpRequest, citizen: Citizen | None) -> HttpResponse:
    """What is registered, and the form for one more. What was typed is shown with its group before it is registered."""
    who = who_of(request)
    refusal = _refusal(account_of(request), citizen, day_of(who.now))
    if request.method == "POST" and refusal and citizen is not None:
        with suppress(Refused):
            diagnosing.check(who, citizen)
    if citizen is None or request.method != "POST" or refusal:
        return _list_page(request, who, citizen, refusal)
    form = diagnosis_form(citizen, day_of(who.now), request.POST)
    if not form.is_valid():
        return _list_page(request, who, citizen, "", form=form)
    if form.cleaned_data["shown"] != form.seal or "again" in request.POST:
        return _list_page(request, who, citizen, "", form=form, asked=True)
    try:
        diagnosing.register(who, citizen, **form.entry())
    except Refused as refused:
        form.add_error("icd10", refused.message)
        return _list_page(request, who, citizen, "", form=form)
    messages.success(request, _("The diagnosis is registered."))
    return redirect("desk-diagnoses")


@require_http_methods(["GET", "HEAD"])
@clinicians
@of_citizen
def diagnosis(request: HttpRequest, citizen: Citizen | None, pk: int) -> HttpResponse:
    """One of them: to close it, or to open it to a colleague."""
    who = who_of(request)
    return _row_page(request, who, _readable(request, who, citizen, pk))


@require_POST
@clinicians
@of_citizen
def close(request: HttpRequest, citizen: Citizen | None, pk: int) -> HttpResponse:
    who = who_of(request)
    row = _readable(request, who, citizen, pk)
    form = CloseForm(request.POST, on=day_of(who.now), person={})
    if not form.is_valid():
        return _row_page(request, who, row, close=form)
    try:
        diagnosing.close(who, row, day_of(who.now), form.cleaned_data["because"])
    except Refused as refused:
        form.add_error("because", refused.message)
        return _row_page(request, who, row, close=form)
    messages.success(request, _("The diagnosis is closed."))
    return redirect("desk-diagnoses")


@require_POST
@clinicians
@of_citizen
def grant(request: HttpRequest, citizen: Citizen | None, pk: int) -> HttpResponse:
    who = who_of(request)
    row = _readable(request, who, citizen, pk)
    form = _grant_form(account_of(request), row, day_of(who.now), request.POST)
    if not form.is_valid():
        return _row_page(request, who, row, grant=form)
    try:
        diagnosing.grant(who, row, form.colleague(), form.last_day())
    except Refused as refused:
        form.add_error("account", refused.message)
        return _row_page(request, who, row, grant=form)
    messages.success(request, _("Your colleague may read this diagnosis."))
    return redirect("desk-diagnosis", pk=pk)


@require_POST
@clinicians
@of_citizen
def end_grant(request: HttpRequest, citizen: Citizen | None, pk: int, grant: int) -> HttpResponse:
    who = who_of(request)
    row = _readable(request, who, citizen, pk)
    held = DiagnosisGrant.objects.select_related("diagnosis__citizen").filter(pk=grant, diagnosis=row).first()
    if held is None or row.registered_by_id != account_of(request).pk:
        raise Http404
    try:
        diagnosing.end_grant(who, held)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Your colleague may no longer read this diagnosis."))
    return redirect("desk-diagnosis", pk=pk)


def _refusal(account: Account, citizen: Citizen | None, today: date) -> str:
    """Why nothing can be registered; the same of somebody unknown as of somebody whom the polyclinic does not treat."""
    if citizen is None or not diagnosing.may_treat(account.polyclinic_id, citizen, today):
        return str(TEXTS["not_in_treatment"])
    return str(TEXTS["own_case"]) if access.is_own_case(account, citizen, citizen.iin) else ""


def _readable(request: HttpRequest, who: Who, citizen: Citizen | None, pk: int) -> Diagnosis:
    """Raises Http404 for one that the account may not read as for one that is not there."""
    rows = diagnosing.readable(account_of(request), citizen, day_of(who.now)) if citizen else []
    row = next((row for row in rows if row.pk == pk), None)
    if row is None:
        raise Http404
    return row


def _list_page(
    request: HttpRequest,
    who: Who,
    citizen: Citizen | None,
    refusal: str,
    form: DiagnosisForm | None = None,
    asked: bool = False,
) -> HttpResponse:
    account, today = account_of(request), day_of(who.now)
    rows = diagnosing.readable(account, citizen, today) if citizen else []
    log.write(who, Verb.READ_DIAGNOSES, citizen=citizen, details={"rows": [row.pk for row in rows]})
    if form is None and citizen is not None and not refusal:
        form = diagnosis_form(citizen, today)
    faults = form.faults() if form is not None and form.is_bound and not asked else []
    context = {
        "name": str(citizen) if citizen and not refusal else "",
        "refusal": refusal,
        "not_here": refusal == TEXTS["not_in_treatment"],
        "rows": [shown(row, account) for row in rows],
        "form": form,
        "faults": faults,
        "asked": _asked(form) if form and asked else None,
    }
    wrong = faults or (refusal and request.method == "POST")
    return page(request, "desk/diagnoses.html", context, status=422 if wrong else 200)


def _asked(form: DiagnosisForm) -> dict[str, Any]:
    """What the clinician is shown before it is registered."""
    code = form.cleaned_data["icd10"]
    return {
        "code": code,
        "group": "" if form.group == "other" else illnesses.group_name(form.group),
        "onset": long_date(date.fromisoformat(since)) if (since := form.cleaned_data["since"]) else "",
        "sensitive": illnesses.is_sensitive(code),
        "seal": form.seal,
    }


def _row_page(request: HttpRequest, who: Who, row: Diagnosis, **forms: QuestionForm) -> HttpResponse:
    account, today = account_of(request), day_of(who.now)
    log.write(who, Verb.READ_DIAGNOSES, citizen=row.citizen, details={"rows": [row.pk]})
    seen = shown(row, account)
    faults = [fault for form in forms.values() for fault in form.faults()]
    context = {
        "row": seen,
        "faults": faults,
        "close": forms.get("close", CloseForm(on=today, person={})) if seen.may_close else None,
        "grant": forms.get("grant") or (_grant_form(account, row, today) if seen.own and seen.sensitive else None),
        "most_days": illnesses.settings().grant,
    }
    return page(request, "desk/diagnosis.html", context, status=422 if faults else 200)


def _grant_form(account: Account, row: Diagnosis, today: date, data: Any = None) -> GrantForm:
    return GrantForm(data, on=today, person={"colleagues": diagnosing.colleagues(account, row.citizen)})
