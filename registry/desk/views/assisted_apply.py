"""From the answers to an application on the person's behalf: the ground, who he is, his consent; then the slip."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from eligibility.limits import Limit, TooMany
from eligibility.presentation import long_date
from eligibility.rules import law as law_module
from eligibility.texts import ground_name
from eligibility.views.asked import day_of
from eligibility.views.errors import too_many
from eligibility.views.language import switch

from ... import applying
from ...assisted import helped as session
from ...assisted.forms import HeardForm, HelpedPersonForm
from ...assisted.helped import Helped
from ...models import Application
from ...portal import draft, purposes
from ...portal.declared import answer_rows, person_of
from ...portal.forms import GroundForm, PersonForm, rows_of
from ...portal.grounds import confirmable, offered
from ...refusals import Refused
from ...requests import account_of, who
from ...workplace import page
from .assisted import asked_of, helpers, in_hand

SENDINGS = Limit("assisted applications", most=60, window=timedelta(hours=1), alarm=2_000)
"""By account: each sending writes rows and a message."""
ALOUD = ("kk", "ru")
"""Languages of what is read to the person and handed to him."""


class Forms(NamedTuple):
    ground: GroundForm
    person: HelpedPersonForm
    heard: HeardForm
    chosen: str

    def are_valid(self) -> bool:
        """All of them are looked at, so that everything that is wrong is said at once."""
        found = [form.is_valid() for form in (self.ground, self.person, self.heard)]
        return all(found)

    def faults(self, first: str) -> list[tuple[str, str]]:
        ground = [(f"id_ground_{first}", str(error)) for error in self.ground.errors.get("ground", ())]
        return [*ground, *self.person.faults(), *self.heard.faults()]


@helpers
def apply(request: HttpRequest) -> HttpResponseBase:
    """Everything that the application needs, on one page; with the consent it is sent."""
    helped = in_hand(request)
    if not helped.begun:
        return redirect("desk-assisted")
    if request.method != "POST":
        return _page(request, helped, _forms(request, helped))
    if request.POST.get("form") == helped.sent.get("form", ""):
        return redirect("desk-assisted-sent")
    if request.POST.get("form") != helped.form or request.POST.get("seen") != _fingerprint(helped):
        return _page(request, helped, _forms(request, helped), changed=True, status=409)
    if "language" in request.POST:
        helped.keep_typed(dict(request.POST.lists()))
        session.keep(request.session, helped, timezone.now())
        return switch(request, request.POST["language"], request.path)
    forms = _forms(request, helped, request.POST)
    if not forms.are_valid():
        return _page(request, helped, forms, status=422)
    return _send(request, helped, forms)


@helpers
@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    """The slip for the person: the reference, and once the secret."""
    helped = in_hand(request)
    if not helped.sent:
        return redirect("desk-assisted")
    if request.method == "HEAD":
        return HttpResponse()
    reference, secret = helped.sent["reference"], helped.sent.pop("secret", "")
    session.keep(request.session, helped, timezone.now())
    application = Application.objects.get(reference=reference)
    shown = {"secret": bool(secret), "slips": [_slip(code, application, secret) for code in ALOUD]}
    return page(request, "desk/assisted/sent.html", shown)


def _send(request: HttpRequest, helped: Helped, forms: Forms) -> HttpResponse:
    acting = who(request)
    try:
        SENDINGS.take(f"account {account_of(request).pk}", acting.now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    try:
        # The session is saved in the same transaction. Of two sendings at once the second has no secret to show: it
        # leaves the session as the first has saved it.
        with transaction.atomic():
            done = applying.submit(acting, _draft(helped, forms))
            if done.secret is None:
                request.session.modified = False
            else:
                helped.sent = {"form": helped.form, "reference": done.application.reference, "secret": done.secret}
                helped.form, helped.typed = session.new_token(), {}
                session.keep(request.session, helped, acting.now)
                request.session.save()
    except Refused as refused:
        return _page(request, helped, forms, refused=refused.message, status=422)
    return redirect("desk-assisted-sent")


def _draft(helped: Helped, forms: Forms) -> applying.Draft:
    purpose, told = purposes.newest(purposes.CONFIRM_GROUND_ASSISTED), forms.person.answer()
    return applying.Draft(
        ground=forms.ground.cleaned_data["ground"],
        **draft.identity_of(told),
        language=forms.heard.cleaned_data["written"],
        **rows_of(told),
        person=person_of(_given(helped), told["birth_date"], _asked_on(helped)),
        asked_on=_asked_on(helped),
        purpose=purpose.code,
        purpose_version=purpose.version,
        token=UUID(helped.form),
        consent=forms.heard.consent(),
    )


def _forms(request: HttpRequest, helped: Helped, data: QueryDict | None = None) -> Forms:
    """With what was sent; else with what was typed before a change of language, not judged; else with what the person
    has just told."""
    account, on = account_of(request), _asked_on(helped)
    codes = confirmable(law_module.load(), timezone.localdate())
    if data is not None:
        chosen = data.get("ground", "")
        return Forms(
            GroundForm(data, codes=codes),
            HelpedPersonForm(data, on=on, person={}),
            HeardForm(data, on=on, role=account.role),
            chosen,
        )
    if "form" in helped.typed:
        typed = QueryDict(mutable=True)
        for name, values in helped.typed.items():
            typed.setlist(name, values)
        person = HelpedPersonForm(typed, on=on, person={}, draft=True)
        heard = HeardForm(typed, on=on, role=account.role, draft=True)
        return Forms(GroundForm(codes=codes), person, heard, typed.get("ground", ""))
    told = {"birth_date": helped.answers.get("birth-date")}
    person = HelpedPersonForm(on=on, person={}, initial=PersonForm.initial_of(told))
    return Forms(GroundForm(codes=codes), person, HeardForm(on=on, role=account.role), "")


def _page(request: HttpRequest, helped: Helped, forms: Forms, status: int = 200, **more: Any) -> HttpResponse:
    found = offered(confirmable(law_module.load(), timezone.localdate()), asked_of(helped).assess())
    purpose = purposes.newest(purposes.CONFIRM_GROUND_ASSISTED)
    shown = {
        "open": [item for item in found if item.open],
        "others": [item for item in found if not item.open],
        "others_open": any(item.code == forms.chosen for item in found if not item.open),
        "chosen": forms.chosen,
        "ground_faults": forms.ground.errors.get("ground", ()),
        "faults": forms.faults(found[0].code) if forms.person.is_bound and not forms.person.draft else [],
        "person": forms.person.top_fields(),
        "heard": forms.heard.top_fields(),
        "answers": answer_rows(_given(helped), _asked_on(helped)),
        "aloud": [_aloud(code, purpose) for code in ALOUD],
        "version": purpose.version,
        "form": helped.form,
        "seen": _fingerprint(helped),
    }
    return page(request, "desk/assisted/apply.html", shown | more, status=status)


def _aloud(language: str, purpose: purposes.Purpose) -> dict[str, Any]:
    with override(language):
        return {"language": language, "title": purpose.text("title"), "consents": purpose.parts()}


def _slip(language: str, application: Application, secret: str) -> dict[str, Any]:
    """What the person takes along, in one language. The code stands on it, so nothing that names him does."""
    with override(language):
        return {
            "language": language,
            "reference": application.reference,
            "secret": secret.split("-") if secret else [],
            "ground": ground_name(application.ground),
            "due": long_date(application.due_on),
            "address": f"{settings.PORTAL_URL}{reverse('application')}",
        }


def _given(helped: Helped) -> dict[str, Any]:
    """The answers that are declared: none where they are about a day to come."""
    return helped.answers if day_of(helped.answers) <= timezone.localdate() else {}


def _asked_on(helped: Helped) -> date:
    return day_of(_given(helped))


def _fingerprint(helped: Helped) -> str:
    """Of the answers, so that no others are sent than those that were on the page."""
    return draft.fingerprint({}, _given(helped), _asked_on(helped))
