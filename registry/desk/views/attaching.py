"""Attaching the person in hand: his application, taken by the registrar, and the attachments so far."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.rules import law as law_module

from ... import attaching, iin, log
from ...access import Action
from ...attaching import chain
from ...log import Verb
from ...models import AttachmentRequest, Role
from ...portal import polyclinics, purposes
from ...refusals import Refused
from ...requests import account_of, who
from ...workplace import for_whom, page
from .. import in_hand
from ..attachment_forms import NewForm
from ..attachment_page import history as attachments_of
from .attachments import request_page
from .said import said
from .same_person import same_person
from .visits import explained


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("attachment", Action.WRITE, Role.REGISTRAR)
@same_person
def new(request: HttpRequest) -> HttpResponse:
    """What is typed comes from the identity document: nothing of the registry is shown, known or not."""
    number = _number(request)
    if not number:
        return redirect("desk")
    if request.method != "POST":
        return _new_page(request, _form(initial={"token": uuid4()}), number)
    form = _form(data=request.POST)
    if not form.is_valid():
        return _new_page(request, form, number, status=422)
    try:
        row = attaching.ask(who(request), _draft(request, form, number)).request
    except Refused as refused:
        return _new_page(request, form, number, refused=explained(refused), status=422)
    return _go_on(request, form, row)


@require_safe
@for_whom("attachment", Action.WRITE, Role.REGISTRAR)
def history(request: HttpRequest) -> HttpResponse:
    """Of the person in hand, for the polyclinic that he is attached to today."""
    if not in_hand.is_held(request):
        return redirect("desk")
    citizen = in_hand.citizen(request)
    held = chain.holding(list(citizen.attachments.all()), timezone.localdate()) if citizen else None
    if citizen is None or held is None or held.polyclinic_id != account_of(request).polyclinic_id:
        text = _("Only the polyclinic to which the person is attached sees the attachments so far.")
        return said(request, 404, _("Attachments so far"), text)
    if request.method != "HEAD":
        log.write(who(request), Verb.READ_ATTACHMENT, citizen=citizen)
    return page(request, "desk/attachments/history.html", {"lines": attachments_of(citizen), "name": str(citizen)})


def _go_on(request: HttpRequest, form: NewForm, row: AttachmentRequest) -> HttpResponse:
    """To the application; accepted at once where the registrar wants it. It stays where that is refused."""
    if "accept" in request.POST and row.state == AttachmentRequest.State.RECEIVED:
        try:
            attaching.accept(who(request), row, row.version, form.confirmed())
        except Refused as refused:
            return request_page(request, row, refused=refused.message)
    return redirect("desk-attachment-request", row.pk)


def _number(request: HttpRequest) -> str:
    """Of the person in hand; empty where nobody is."""
    citizen = in_hand.row(request)
    return citizen.iin if citizen else in_hand.number(request)


def _form(**kwargs: Any) -> NewForm:
    today = timezone.localdate()
    categories = [(item, f"{name} ({by})") for item, name, by in polyclinics.categories(law_module.load(), today)]
    return NewForm(on=today, person={}, categories=categories, **kwargs)


def _draft(request: HttpRequest, form: NewForm, number: str) -> attaching.Draft:
    purpose = purposes.newest(purposes.ATTACH)
    polyclinic = account_of(request).polyclinic
    assert polyclinic is not None
    return attaching.Draft(
        polyclinic=polyclinic,
        basis=form.cleaned_data["category"],
        iin=number,
        language=get_language() or "",
        purpose=purpose.code,
        purpose_version=purpose.version,
        **form.declared(),
    )


def _new_page(request: HttpRequest, form: NewForm, number: str, refused: str = "", status: int = 200) -> HttpResponse:
    purpose = purposes.newest(purposes.ATTACH)
    shown = {
        "form": form,
        "fields": form.asked(),
        "faults": form.faults() if form.is_bound and not refused else [],
        "refused": refused,
        "number": iin.masked(number),
        "consents": purpose.parts(),
    }
    return page(request, "desk/attachments/new.html", shown, status=status)
