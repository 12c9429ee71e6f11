"""The average wage of the region: the list, proposing one, and the second person's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eligibility.presentation import money

from ...ledger import wages as verbs
from ...ledger.words import WAGE_STATES
from ...models import Region, RegionalWage
from ...refusals import Refused
from ...requests import account_of, who
from ...workplace import for_whom, page
from ..forms import AnswerForm, WageForm
from ..reach import METHODS, READERS, check_may_act, find, may_act, region_of


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS)
def wages(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        check_may_act(request)
        return _propose(request)
    return _list(request, WageForm(years=verbs.years(), first=_unpriced(request)))


def _unpriced(request: HttpRequest) -> int | None:
    """The first year that has no approved wage: what is most likely to be proposed."""
    region = account_of(request).region_id
    known = RegionalWage.objects.filter(region=region, state__in=(State.APPROVED, State.PROPOSED))
    priced = set(known.values_list("year", flat=True))
    return next((year for year in verbs.years() if year not in priced), None)


def _propose(request: HttpRequest) -> HttpResponse:
    form = WageForm(request.POST, years=verbs.years())
    if form.is_valid():
        given = form.cleaned_data
        try:
            verbs.propose(who(request), given["year"], given["amount"], given["source"])
        except Refused as refused:
            form.add_error(FIELD.get(refused.code), refused.message)
        else:
            messages.success(request, _("The wage is proposed. Another person of the department has to approve it."))
            return redirect("finance-wages")
    return _list(request, form, status=422)


State = RegionalWage.State
FIELD = {"wage_too_low": "amount", "wage_year": "year", "wage_source": "source", "wage_proposed_already": "year"}


def _list(request: HttpRequest, form: WageForm, status: int = 200) -> HttpResponse:
    region = region_of(request)
    if region is None:
        return page(request, "finance/regions.html", {"regions": Region.objects.all(), "title": _("Average wage")})
    rows = RegionalWage.objects.filter(region=region).select_related("proposed_by", "closed_by")
    context = {
        "region": region,
        "rows": [shown(row) for row in rows.order_by("-year", "-pk")],
        "form": form if may_act(request) else None,
        "faults": form.faults(),
    }
    return page(request, "finance/wages.html", context, status)


def shown(row: RegionalWage) -> dict[str, Any]:
    return {"row": row, "amount": money(row.amount), "state": WAGE_STATES[row.state]}


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS)
def wage(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        check_may_act(request)
    row = find(request, RegionalWage.objects.select_related("region", "proposed_by", "closed_by"), pk)
    if request.method != "POST":
        return _one(request, row, AnswerForm())
    return _answer(request, row)


def _answer(request: HttpRequest, row: RegionalWage) -> HttpResponse:
    approving = request.POST.get("action") == "approve"
    form = AnswerForm(request.POST)
    if not approving and not form.is_valid():
        return _one(request, row, form, status=422)
    try:
        if approving:
            verbs.approve(who(request), row)
            done = _("The wage is approved. Registers are computed from it from now on.")
        else:
            verbs.return_(who(request), row, form.cleaned_data["answer"])
            done = _("The wage is returned.")
    except Refused as refused:
        kept = form if not approving else AnswerForm()
        row.refresh_from_db()
        return _one(request, row, kept, status=422, refused=refused.message)
    messages.success(request, done)
    return redirect("finance-wages")


def _one(
    request: HttpRequest, row: RegionalWage, form: AnswerForm, status: int = 200, refused: str = ""
) -> HttpResponse:
    open_ = row.state == State.PROPOSED
    context = shown(row) | {
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "refused": refused,
        "open": open_,
        "replaces": _replaced(row) if open_ else None,
        "own": row.proposed_by_id == account_of(request).pk,
        "may_answer": open_ and may_act(request) and row.proposed_by_id != account_of(request).pk,
    }
    return page(request, "finance/wage.html", context, status)


def _replaced(row: RegionalWage) -> str | None:
    """The approved wage that this one would take the place of."""
    found = RegionalWage.objects.filter(region=row.region_id, year=row.year, state=State.APPROVED).first()
    return money(found.amount) if found else None
