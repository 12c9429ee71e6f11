"""The calculator: what was entered is posted, kept in the session and counted again whenever the page is shown."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import sitting
from ..calculator.counting import counted
from ..calculator.page import context
from ..forms.base import UNKNOWN
from ..forms.calculator import GROWN_UP, CalculatorForm, day_typed, from_answers
from ..questions import SUBJECTS
from ..rules import law as law_module
from .asked import day_of
from .language import switch
from .page import page

KEPT = "calculator"
"""Key of the session; what was entered is personal and stands nowhere else."""


@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: HttpRequest) -> HttpResponse:
    """The form, and beneath it what came of the last one that was sent."""
    given = sitting.load(request.session)
    kept: dict[str, Any] = request.session.get(KEPT) or {}
    if request.method != "POST":
        return _page(request, given, kept, _shown_form(given, kept))
    if "language" in request.POST:
        request.session[KEPT] = {**kept, "draft": _typed(request.POST)}
        return switch(request, request.POST["language"], reverse("calculator"))
    form = _form(given, request.POST)
    if not form.is_valid():
        return _page(request, given, {}, form, status=422)
    request.session[KEPT] = {"values": form.answer()}
    return redirect("calculator")


def calculator_again(request: HttpRequest) -> HttpResponse:
    """The form with what was typed, for somebody whose page was open for too long."""
    given = sitting.load(request.session)
    return _page(request, given, {}, _form(given, request.POST, draft=True), status=403)


def _typed(data: QueryDict) -> dict[str, list[str]]:
    return {name: values for name, values in data.lists() if name not in ("csrfmiddlewaretoken", "language")}


def _form(given: dict[str, Any], data: QueryDict, draft: bool = False) -> CalculatorForm:
    day = day_typed(data, otherwise=timezone.localdate())
    return CalculatorForm(data=data, on=day, about=_about(given), draft=draft)


def _shown_form(given: dict[str, Any], kept: dict[str, Any]) -> CalculatorForm:
    """What was typed before a change of language, else what was counted last, else what the check knows already."""
    if "draft" in kept:
        data = QueryDict(mutable=True)
        for name, values in kept["draft"].items():
            data.setlist(name, values)
        return _form(given, data, draft=True)
    if "values" in kept:
        day, initial = date.fromisoformat(kept["values"]["day"]), CalculatorForm.initial_of(kept["values"])
    elif "subject" in given:
        day, initial = day_of(given), from_answers(given, day_of(given))
    else:
        day = timezone.localdate()
        initial = {CalculatorForm.main: UNKNOWN, "day": day.isoformat(), "whom": GROWN_UP}
    return CalculatorForm(initial=initial, on=day, about=_about(given))


def _about(given: dict[str, Any]) -> str:
    """Whom the answers of the check are about; empty where there are none to count with."""
    return str(SUBJECTS[given["subject"]]) if "birth-date" in given and "subject" in given else ""


def _page(
    request: HttpRequest, given: dict[str, Any], kept: dict[str, Any], form: CalculatorForm, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "faults": form.faults() if form.is_bound else []}
    shown |= {"paid": form.shown(form.main), "paid_title": _("Months already paid"), "day": form.shown("day")}
    if form.about:
        shown["whom"] = form.shown("whom")
    shown["expired"] = status == 403
    shown["open"] = form.is_bound or "values" not in kept
    if "values" in kept:
        shown |= context(counted(kept["values"], given, law_module.load()), kept["values"])
    return page(request, "eligibility/calculator/page.html", shown, status=status)
