"""Confirming many cases at once: choose, see what the rules say of each, confirm, read what came of each."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eligibility.texts import ground_name

from ... import decisions, log
from ...decisions.bulk import MOST, Line, LineOutcome
from ...log import Verb
from ...requests import who
from ..base import ScopedAdmin
from . import rows
from .forms import TogetherForm

Chosen = list[tuple[int, int]]
TICKED = re.compile(r"(?P<pk>\d{1,18})-(?P<version>\d{1,9})", re.ASCII)
"""Within what every database takes."""
NOT_ASKED_YET = "-"
"""Evidence in the first preview, which is about the persons and not yet about the form."""
LONG = 150
"""A longer message is folded."""
SIGNS = {LineOutcome.READY: "✓", LineOutcome.CONFIRMED: "✓"}
TEXTS = {
    LineOutcome.CONFIRMED: _("confirmed"),
    LineOutcome.READY: _("can be confirmed"),
    LineOutcome.ENGINE_SAYS_NO: _("the ground does not hold"),
    LineOutcome.NEEDS_CHECKS: _("something has to be checked first"),
    LineOutcome.STALE: _("changed meanwhile"),
    LineOutcome.NOT_YOURS: _("not in your hands"),
    LineOutcome.NOT_ALLOWED: _("not possible now"),
}


def together(desk: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Preview and outcome, both by POST: the numbers of the cases stand in the form, not in the address."""
    if request.method != "POST":
        return redirect("admin:registry_application_changelist")
    chosen = _chosen(request.POST.getlist("case"))
    if not chosen:
        messages.warning(request, _("Tick at least one case that you have in hand."))
        return redirect("admin:registry_application_changelist")
    today = timezone.localdate()
    if "step" not in request.POST:  # from the queue
        form = TogetherForm(initial={"starts": today.isoformat()}, on=today)
        return _page(desk, request, chosen, form, decisions.preview_many, (today, None, (), NOT_ASKED_YET))
    form = TogetherForm(request.POST, on=today)
    if not form.is_valid():
        return _page(desk, request, chosen, form, decisions.preview_many, (today, None, (), NOT_ASKED_YET), status=422)
    if request.POST["step"] == "confirm":
        return _page(desk, request, chosen, None, decisions.confirm_many, form.asked())
    return _page(desk, request, chosen, form, decisions.preview_many, form.asked())


def _page(
    desk: ScopedAdmin,
    request: HttpRequest,
    chosen: Chosen,
    form: TogetherForm | None,
    verb: Callable[..., list[Line]],
    asked: Sequence[Any],
    status: int = 200,
) -> HttpResponse:
    """``form`` None: what came of it; there is nothing left to fill in."""
    found = who(request)
    lines = verb(found, chosen, *asked)
    shown = [line.application.pk for line in lines if line.application]
    log.write(found, Verb.READ_APPLICATION, details={"rows": shown})
    context = {
        "form": form,
        "fields": form.top_fields() if form else [],
        "faults": form.faults() if form and form.is_bound else [],
        "lines": [_line(line) for line in lines],
        "chosen": [f"{pk}-{version}" for pk, version in chosen],
        "ready": sum(line.outcome == LineOutcome.READY for line in lines),
        "done": sum(line.outcome == LineOutcome.CONFIRMED for line in lines),
        "all": len(lines),
    }
    title = _("Confirm together: preview") if form else _("Confirm together: outcome")
    return desk.render(request, "admin/registry/office/together.html", str(title), context, status=status)


def _line(line: Line) -> dict[str, Any]:
    row = line.application
    told = {
        "sign": SIGNS.get(line.outcome, "✕"),
        "outcome": TEXTS[line.outcome],
        "look": "yes" if line.outcome in SIGNS else "no",
        "message": line.message,
        "long": len(line.message) > LONG,
    }
    if row is None:
        return told | {"reference": "–"}
    url = reverse("admin:registry_application_change", args=[row.pk])
    ground = ground_name(row.ground)
    return told | {"reference": row.reference, "url": url, "name": rows.full_name(row), "ground": ground}


def _chosen(values: Sequence[str]) -> Chosen:
    """Number and version of each ticked case, each once; what is none is left out."""
    found: dict[int, int] = {}
    for value in values[:MOST]:
        if match := TICKED.fullmatch(value):
            found[int(match["pk"])] = int(match["version"])
    return list(found.items())
