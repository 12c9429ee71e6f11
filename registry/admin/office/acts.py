"""The acts on a case: each has its page with a form, and what was typed is never lost."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ... import log
from ...log import Verb
from ...models import Application
from ...refusals import NotAllowed, Refused, Stale
from ..base import ScopedAdmin
from . import history, words
from .acting import ACTS, Act, offered
from .forms import ActForm
from .situation import Situation


def act(desk: ScopedAdmin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The page of an act, or the act itself by POST."""
    if verb not in ACTS:
        raise Http404
    found, chosen = Situation.of(request, pk), ACTS[verb]
    if request.method == "POST":
        return _post(desk, request, found, chosen)
    possible = chosen in offered(found)
    if not possible:
        messages.warning(request, _("This step is not possible in the present state of the case."))
    if chosen.at_once or not possible:
        return redirect("admin:registry_application_change", pk)
    form = chosen.form(found, None, {"version": found.application.version, "seen": found.application.state})
    return _page(desk, request, found, chosen, form)


def _post(desk: ScopedAdmin, request: HttpRequest, found: Situation, chosen: Act) -> HttpResponse:
    form = chosen.form(found, request.POST, {})
    if not form.is_valid():
        return _page(desk, request, found, chosen, form, status=422)
    try:
        chosen.do(found, form.cleaned_data)
    except Refused as refused:
        return _refused(desk, request, found, chosen, form, refused)
    messages.success(request, str(chosen.done))
    return redirect("admin:registry_application_change", found.application.pk)


def _refused(
    desk: ScopedAdmin, request: HttpRequest, found: Situation, chosen: Act, form: ActForm, refused: Refused
) -> HttpResponse:
    """The same page with what was typed, what stands in the way, and what others did meanwhile. The form then carries
    the version of this page: whoever sends it again has seen the difference."""
    now = Situation.of(request, found.application.pk)
    typed: QueryDict = request.POST.copy()
    typed["version"], typed["seen"] = str(now.application.version), now.application.state
    told: dict[str, Any] = {
        "refused": refused.message,
        "reasons": words.reason_lines(getattr(refused, "reasons", ())),
        "missing": words.fact_names(refused.missing) if isinstance(refused, NotAllowed) else [],
    }
    if isinstance(refused, Stale):
        told |= {"meanwhile": _meanwhile(now.application, form), "decision": history.decision(now.application)}
    return _page(desk, request, now, chosen, chosen.form(now, typed, {}), told, status=422)


def _meanwhile(application: Application, form: ActForm) -> dict[str, Any]:
    """What changed since the form was opened: the state then and now, and each step between."""
    steps = max(application.version - form.cleaned_data["version"], 1)
    return {
        "before": words.state_name(form.cleaned_data["seen"]),
        "now": application.get_state_display(),
        "steps": history.changes(application, steps),
    }


def _page(
    desk: ScopedAdmin,
    request: HttpRequest,
    found: Situation,
    chosen: Act,
    form: ActForm,
    told: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    application = found.application
    log.write(found.who, Verb.READ_APPLICATION, application=application, details={"page": chosen.verb})
    context = (
        {
            "head": words.head(found),
            "form": form,
            "fields": form.top_fields(),
            "faults": form.faults() if form.is_bound and not told else [],
            "act": chosen,
            "possible": chosen in offered(found),
            "case_url": reverse("admin:registry_application_change", args=[application.pk]),
        }
        | chosen.beside(found, form)
        | (told or {})
    )
    return desk.render(request, "admin/registry/office/act.html", str(chosen.title), context, status=status)
