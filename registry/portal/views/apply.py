"""Applying: choose the ground, say who it is about, look at everything, consent, send."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from eligibility import sitting
from eligibility.limits import Limit, TooMany
from eligibility.presentation import long_date
from eligibility.rules import law as law_module
from eligibility.texts import ground_name
from eligibility.views.asked import asked, day_of, label
from eligibility.views.errors import too_many
from eligibility.views.language import switch
from eligibility.views.page import page

from ... import applying, deadlines
from ...models import Application
from ...refusals import Refused
from ...requests import applicant
from .. import draft, opened, purposes, summary
from ..declared import answer_rows, person_of
from ..forms import ConsentForm, GroundForm, PersonForm, person_form, rows_of
from ..grounds import confirmable, offered, papers_of

SENDINGS = Limit("applications", most=60, window=timedelta(hours=1), alarm=2_000)
"""Each sending writes rows and a message; the people of a whole polyclinic may share one address."""


@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest) -> HttpResponse:
    """Choose what has to be confirmed."""
    codes = confirmable(law_module.load(), timezone.localdate())
    if request.method != "POST":
        return _ground_page(request, codes, draft.load(request.session).get("ground"))
    form = GroundForm(request.POST, codes=codes)
    if not form.is_valid():
        return _ground_page(request, codes, None, str(form.errors["ground"][0]))
    draft.begin(request.session, form.cleaned_data["ground"])
    return redirect("apply-you" if "you" not in draft.load(request.session) else "apply-check")


@require_http_methods(["GET", "HEAD", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """Whom the application is about, and how to reach him."""
    kept = draft.load(request.session)
    if "ground" not in kept:
        return redirect("apply")
    on = _asked_on(request)
    if request.method != "POST":
        return _person_page(request, _shown_form(request, kept, on))
    if "language" in request.POST:
        draft.keep_typed(request.session, dict(request.POST.lists()))
        return switch(request, request.POST["language"], request.path)
    form = person_form(on, data=request.POST)
    if not form.is_valid():
        return _person_page(request, form, status=422)
    draft.keep(request.session, form.answer())
    return redirect("apply-check")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more; with the consent it is sent."""
    kept = draft.load(request.session)
    if "ground" not in kept:
        return redirect("apply-sent" if draft.SENT in request.session else "apply")
    if "you" not in kept:
        return redirect("apply-you")
    if request.method != "POST":
        return _check_page(request, kept, ConsentForm())
    form = ConsentForm(request.POST)
    if form.data.get("seen") != _fingerprint(request, kept):
        return _check_page(request, kept, ConsentForm(), changed=True, status=409)
    if not form.is_valid():
        return _check_page(request, kept, form, status=422)
    return _send(request, kept)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, and once the secret."""
    if draft.SENT not in request.session:
        return redirect("apply")
    if request.method == "HEAD":
        return HttpResponse()
    reference, secret = draft.take_secret(request.session)
    application = _of_reference(request, reference)
    shown = {
        "reference": reference,
        "secret": secret.split("-") if secret else [],
        "due": long_date(application.due_on) if application else "",
        "papers": papers_of(application.ground) if application else "",
        "own_term": deadlines.load().decide.note,
    }
    return page(request, "registry/portal/sent.html", shown)


def _of_reference(request: HttpRequest, reference: str) -> Application | None:
    """The application that was sent, while it is open in this browser."""
    application = opened.application(request.session, timezone.now())
    return application if application and application.reference == reference else None


def _send(request: HttpRequest, kept: draft.Draft) -> HttpResponse:
    who = applicant(request)
    try:
        SENDINGS.take(who.address, who.now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    try:
        # The session is saved in the same transaction: of two sendings at once the second then finds what the first
        # has left, and touches nothing.
        with transaction.atomic():
            done = applying.submit(who, _application(request, kept), [])
            if done.secret is not None:
                draft.sent(request.session, done.application.reference, done.secret)
                opened.open_for(request.session, done.application, who.now)
                request.session.save()
    except Refused as refused:
        return _check_page(request, kept, ConsentForm(), refused=refused.message, status=422)
    return redirect("apply-sent")


def _application(request: HttpRequest, kept: draft.Draft) -> applying.Draft:
    purpose, told = purposes.newest(purposes.CONFIRM_GROUND), kept["you"]
    return applying.Draft(
        ground=kept["ground"],
        **draft.identity_of(told),
        language=get_language() or "",
        **rows_of(told),
        person=_person(request, kept),
        asked_on=_asked_on(request),
        purpose=purpose.code,
        purpose_version=purpose.version,
        token=draft.token(request.session),
    )


def _given(request: HttpRequest) -> dict[str, Any]:
    """The answers about the person in hand; empty where the check was not begun, or was about a day to come: what
    may be so then is not declared now."""
    given = sitting.load(request.session)
    begun = "subject" in given and day_of(given) <= timezone.localdate()
    return given if begun else {}


def _asked_on(request: HttpRequest) -> date:
    """The day that the answers are about; today where there are none."""
    return day_of(_given(request))


def _person(request: HttpRequest, kept: draft.Draft) -> dict[str, Any]:
    return person_of(_given(request), kept["you"]["birth_date"], _asked_on(request))


def _fingerprint(request: HttpRequest, kept: draft.Draft) -> str:
    return draft.fingerprint(kept, _person(request, kept), _asked_on(request))


def _shown_form(request: HttpRequest, kept: draft.Draft, on: date) -> PersonForm:
    """With what was typed before a change of language, else with what was accepted, else with the birth date."""
    data = draft.typed_again(kept)
    if data is not None:
        return person_form(on, data=data, draft=True)
    known = {"birth_date": _given(request).get("birth-date")}
    return person_form(on, initial=PersonForm.initial_of(kept.get("you") or known))


def _ground_page(request: HttpRequest, codes: tuple[str, ...], chosen: str | None, fault: str = "") -> HttpResponse:
    person = asked(request)
    found = offered(codes, person.assess() if person else None)
    shown = {
        "open": [item for item in found if item.open],
        "others": [item for item in found if not item.open],
        "others_open": any(item.code == chosen for item in found if not item.open),
        "first": found[0].code,
        "chosen": chosen,
        "fault": fault,
        "faults": [(f"id_ground_{found[0].code}", fault)] if fault else [],
        "answered": person is not None,
        "subject": label(request),
    }
    return page(request, "registry/portal/ground.html", shown, status=422 if fault else 200)


def _person_page(request: HttpRequest, form: PersonForm, status: int = 200) -> HttpResponse:
    shown = {
        "fields": form.top_fields(),
        "faults": form.faults() if form.is_bound and not form.draft else [],
        "ground": ground_name(draft.load(request.session)["ground"]),
        "subject": label(request),
        "for_another": _given(request).get("subject", "self") != "self",
        "action": reverse("apply-you"),
        "back": reverse("apply"),
    }
    return page(request, "registry/portal/person.html", shown, status=status)


def _check_page(request: HttpRequest, kept: draft.Draft, form: ConsentForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    purpose = purposes.newest(purposes.CONFIRM_GROUND)
    shown = {
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "seen": _fingerprint(request, kept),
        "told": [summary.ground_row(kept["ground"]), *summary.person_rows(kept["you"])],
        "answers": answer_rows(_given(request), _asked_on(request)),
        "purpose": purpose,
        "consents": purpose.parts(),
        "title": purpose.text("title"),
        "back": reverse("apply-you"),
        "action": reverse("apply-check"),
    }
    return page(request, "registry/portal/check.html", shown | more, status=status)
