"""Applying for attachment: where it is quicker, then the polyclinic, the person, consent, send."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.fragments import route_texts
from eligibility.limits import Limit, TooMany
from eligibility.presentation import long_date
from eligibility.rules import attachment
from eligibility.rules import law as law_module
from eligibility.views.errors import too_many
from eligibility.views.language import switch
from eligibility.views.page import page

from ... import attaching
from ...models import Polyclinic
from ...refusals import Refused
from ...requests import applicant
from .. import draft, opened, polyclinics, purposes, summary
from ..declared import Row
from ..draft import ATTACHMENT
from ..forms import ConsentForm, IdentityForm, PlaceForm, PolyclinicForm, place_of

SENDINGS = Limit("attachments", most=60, window=timedelta(hours=1), alarm=2_000)
"""Each sending writes rows and a message; the people of a whole polyclinic may share one address."""


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where it is quicker, who may go in person, and the way to apply here."""
    law, today = law_module.load(), timezone.localdate()
    route = route_texts("attach_to_polyclinic")
    shown = {
        "route": route,
        "online": [channel for channel in route["channels"] if channel["link"]],
        "in_person": polyclinics.categories(law, today),
        "days": attachment.answer_days(law, today),
        "changes": attachment.changes_a_year(law, today),
    }
    return page(request, "registry/portal/attach/start.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Region and district."""
    today = timezone.localdate()
    if request.method != "POST":
        kept = draft.load(request.session, ATTACHMENT)
        chosen = kept.get("district") or kept.get("region") or ""
        return _place_page(request, PlaceForm(on=today, person={}, initial={"place": chosen}))
    form = PlaceForm(on=today, person={}, data=request.POST)
    if not form.is_valid():
        return _place_page(request, form, status=422)
    draft.choose(request.session, ATTACHMENT, **place_of(form.cleaned_data["place"]))
    return redirect("attach-polyclinic")


@require_http_methods(["GET", "HEAD", "POST"])
def polyclinic(request: HttpRequest) -> HttpResponse:
    """The polyclinic, and why one applies."""
    kept = draft.load(request.session, ATTACHMENT)
    if "region" not in kept:
        return redirect("attach-place")
    offered = polyclinics.of_place(kept["region"], kept["district"])
    bases = polyclinics.bases(law_module.load(), timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = PolyclinicForm(data, polyclinics=offered, bases=[item.code for item in bases])
    if data is None or not form.is_valid():
        return _polyclinic_page(request, form, offered, bases, kept)
    draft.choose(request.session, ATTACHMENT, **form.cleaned_data)
    return redirect("attach-check" if "you" in kept else "attach-you")


@require_http_methods(["GET", "HEAD", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """Whom the application is about, and how to reach him."""
    kept = draft.load(request.session, ATTACHMENT)
    chosen = _chosen(kept)
    if chosen is None:
        return redirect("attach-polyclinic")
    if request.method != "POST":
        return _person_page(request, _shown_form(kept), chosen)
    if "language" in request.POST:
        draft.keep_typed(request.session, dict(request.POST.lists()), ATTACHMENT)
        return switch(request, request.POST["language"], request.path)
    form = _identity_form(data=request.POST)
    if not form.is_valid():
        return _person_page(request, form, chosen, status=422)
    draft.keep(request.session, form.answer(), ATTACHMENT)
    return redirect("attach-check")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more; with the consent it is sent."""
    kept = draft.load(request.session, ATTACHMENT)
    chosen = _chosen(kept)
    if chosen is None:
        return redirect("attach-sent" if ATTACHMENT.sent in request.session else "attach")
    if "you" not in kept:
        return redirect("attach-you")
    if request.method != "POST":
        return _check_page(request, kept, chosen, ConsentForm())
    form = ConsentForm(request.POST)
    if form.data.get("seen") != _fingerprint(kept):
        return _check_page(request, kept, chosen, ConsentForm(), changed=True, status=409)
    if not form.is_valid():
        return _check_page(request, kept, chosen, form, status=422)
    return _send(request, kept, chosen)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, and once the secret."""
    if ATTACHMENT.sent not in request.session:
        return redirect("attach")
    if request.method == "HEAD":
        return HttpResponse()
    reference, secret = draft.take_secret(request.session, ATTACHMENT)
    row = opened.attachment_request(request.session, timezone.now())
    shown = {
        "reference": reference,
        "secret": secret.split("-") if secret else [],
        "due": long_date(row.due_on) if row and row.reference == reference else "",
        "polyclinic": row.polyclinic if row and row.reference == reference else None,
    }
    return page(request, "registry/portal/attach/sent.html", shown)


def _send(request: HttpRequest, kept: draft.Draft, chosen: Polyclinic) -> HttpResponse:
    who = applicant(request)
    try:
        SENDINGS.take(who.address, who.now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    try:
        with transaction.atomic():  # with the session, as in apply.py: of two sendings at once the second finds it
            done = attaching.ask(who, _draft(request, kept, chosen))
            if done.secret is not None:
                draft.sent(request.session, done.request.reference, done.secret, ATTACHMENT)
                opened.open_for(request.session, done.request, who.now)
                request.session.save()
    except Refused as refused:
        return _check_page(request, kept, chosen, ConsentForm(), refused=refused.message, status=422)
    return redirect("attach-sent")


def _draft(request: HttpRequest, kept: draft.Draft, chosen: Polyclinic) -> attaching.Draft:
    purpose, told = purposes.newest(purposes.ATTACH), kept["you"]
    return attaching.Draft(
        polyclinic=chosen,
        basis=kept["basis"],
        language=get_language() or "",
        purpose=purpose.code,
        purpose_version=purpose.version,
        token=draft.token(request.session, ATTACHMENT),
        **draft.identity_of(told),
    )


def _chosen(kept: draft.Draft) -> Polyclinic | None:
    """The polyclinic; None where none was chosen, or it is not that of the place any more."""
    if "basis" not in kept:
        return None
    return polyclinics.named(polyclinics.of_place(kept["region"], kept["district"]), kept["polyclinic"])


def _fingerprint(kept: draft.Draft) -> str:
    return draft.fingerprint(kept, {}, timezone.localdate())


def _identity_form(**kwargs: Any) -> IdentityForm:
    return IdentityForm(on=timezone.localdate(), person={}, **kwargs)


def _shown_form(kept: draft.Draft) -> IdentityForm:
    """With what was typed before a change of language, else with what was accepted."""
    data = draft.typed_again(kept)
    if data is not None:
        return _identity_form(data=data, draft=True)
    return _identity_form(initial=IdentityForm.initial_of(kept.get("you") or {}))


def _place_page(request: HttpRequest, form: PlaceForm, status: int = 200) -> HttpResponse:
    shown = {"fields": form.top_fields(), "faults": form.faults() if form.is_bound else []}
    return page(request, "registry/portal/attach/place.html", shown, status=status)


def _polyclinic_page(
    request: HttpRequest,
    form: PolyclinicForm,
    offered: list[Polyclinic],
    bases: list[polyclinics.OfferedBasis],
    kept: draft.Draft,
) -> HttpResponse:
    firsts = {"polyclinic": offered[0].pk if offered else "", "basis": bases[0].code}
    chosen = form.data if form.is_bound else kept
    shown = {
        "polyclinics": offered,
        "elsewhere": bool(kept["district"]) and all(row.district_id != kept["district"] for row in offered),
        "bases": bases,
        "chosen": {name: str(chosen.get(name, "")) for name in firsts},
        "place": summary.place(kept),
        "errors": {name: str(errors[0]) for name, errors in form.errors.items()},
        "faults": [(f"id_{name}_{firsts[name]}", str(errors[0])) for name, errors in form.errors.items()],
    }
    return page(request, "registry/portal/attach/polyclinic.html", shown, status=422 if form.errors else 200)


def _person_page(request: HttpRequest, form: IdentityForm, chosen: Polyclinic, status: int = 200) -> HttpResponse:
    shown = {
        "fields": form.top_fields(),
        "faults": form.faults() if form.is_bound and not form.draft else [],
        "ground": chosen.name,
        "attachment": True,
        "action": reverse("attach-you"),
        "back": reverse("attach-polyclinic"),
    }
    return page(request, "registry/portal/person.html", shown, status=status)


def _check_page(
    request: HttpRequest, kept: draft.Draft, chosen: Polyclinic, form: ConsentForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    purpose = purposes.newest(purposes.ATTACH)
    where = reverse("attach-polyclinic")
    told = [
        Row(_("Polyclinic"), tuple(filter(None, [chosen.name, chosen.address])), where),
        Row(_("Why you apply"), (polyclinics.basis_name(kept["basis"]),), where),
    ]
    shown = {
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "seen": _fingerprint(kept),
        "told": [*told, *summary.person_rows(kept["you"], "attach-you")],
        "purpose": purpose,
        "consents": purpose.parts(),
        "title": purpose.text("title"),
        "attachment": True,
        "back": reverse("attach-you"),
        "action": reverse("attach-check"),
    }
    return page(request, "registry/portal/check.html", shown | more, status=status)
