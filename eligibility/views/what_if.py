"""What would be with a fact or two changed. What is supposed stands in the session, never in an address."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from .. import answers, sitting
from ..forms.what_if import WhatIfIncomeForm
from ..rules.outcomes import outcomes
from ..rules.what_if import WHAT_IFS
from ..what_if import context, usual_income
from .asked import Asked, asked, label
from .page import page


@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """Every change that is open to the person beside the answer of today; the one that was chosen at length."""
    person = asked(request)
    if person is None:
        return redirect("start")
    supposed = sitting.supposed(request.session)
    code, incomes = supposed.get("code", ""), dict(supposed.get("incomes") or {})
    if request.method != "POST":
        return _page(request, person, code, incomes)
    code = request.POST.get("what_if", "")
    if code in WHAT_IFS and WHAT_IFS[code].asks_income and "income" in request.POST:
        form = _form(person, data=request.POST)
        if not form.is_valid():
            return _page(request, person, code, incomes, form, status=422)
        incomes[code] = form.answer()
    if code in WHAT_IFS:
        sitting.suppose(request.session, {"code": code, "incomes": incomes})
    return redirect("what-if")


def _form(person: Asked, **kwargs: Any) -> WhatIfIncomeForm:
    return WhatIfIncomeForm(on=person.day, person=answers.person(person.given, person.day), **kwargs)


def _page(
    request: HttpRequest,
    person: Asked,
    code: str,
    incomes: Mapping[str, int],
    form: WhatIfIncomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    usual = usual_income(person.facts, person.law, person.on)
    earned = {name: incomes.get(name, usual) for name, item in WHAT_IFS.items() if item.asks_income}
    found = outcomes(person.facts, person.law, person.on, earned)
    shown = context(person.assess(), person.facts, found, code)
    if code in earned and shown["chosen"]:
        form = form or _form(person, initial={"income": earned[code]})
        shown |= {"field": form.top_fields()[0], "faults": form.faults() if form.is_bound else []}
    shown["subject"] = label(request)
    return page(request, "eligibility/what_if/page.html", shown, status=status)
