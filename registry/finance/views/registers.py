"""The payment registers: the list with drafting, and one with its state, its totals and what may be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from eligibility.presentation import long_month, money, number
from eligibility.rules.dates import month_of

from ...ledger import registers as verbs
from ...ledger.exports.content import FILES_OF
from ...ledger.money import tenge
from ...ledger.words import STATES
from ...log import Who
from ...models import Region, Register
from ...refusals import Refused
from ...requests import account_of, number_in, who
from ...staff_form import StaffForm
from ...working_days import day_of
from ...workplace import for_whom, page
from ..forms import AnswerForm, DraftForm, ExportForm, PaymentForm
from ..reach import METHODS, READERS, check_may_act, find, may_act, region_of

PER_PAGE = 50
DONE = {
    "approve": gettext_lazy("The register is approved. Its lines can no longer be changed."),
    "drop": gettext_lazy("The draft is dropped."),
    "send": gettext_lazy("The register is marked as sent."),
    "paid": gettext_lazy("The register is marked as paid."),
    "returned": gettext_lazy("The register is returned. The next draft works out again what is owed."),
}


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS)
def registers(request: HttpRequest) -> HttpResponse:
    months = verbs.months(month_of(day_of(timezone.now()).toordinal()))
    if request.method != "POST":
        return _list(request, DraftForm(months=months))
    check_may_act(request)
    form = DraftForm(request.POST, months=months)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        row = verbs.draft(who(request), form.cleaned_data["month"])
    except Refused as refused:
        form.add_error("month", refused.message)
        return _list(request, form, status=422)
    messages.success(request, _("The register is drafted. Another person of the department has to approve it."))
    return redirect("finance-register", row.pk)


def _list(request: HttpRequest, form: DraftForm, status: int = 200) -> HttpResponse:
    region = region_of(request)
    if region is None:
        regions = {"regions": Region.objects.all(), "title": _("Payment registers")}
        return page(request, "finance/regions.html", regions)
    rows = Register.objects.filter(region=region)
    shown_page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "region": region,
        "chosen": request.GET.get("region"),
        "rows": [told(row) for row in shown_page],
        "page": shown_page,
        "form": form if may_act(request) else None,
        "faults": form.faults(),
    }
    return page(request, "finance/registers.html", context, status)


def told(row: Register) -> dict[str, Any]:
    return {
        "row": row,
        "month": long_month(row.month),
        "state": STATES[row.state],
        "total": money(tenge(row.total)),
        "people": number(row.people),
    }


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        check_may_act(request)
    row = find(request, Register.objects.select_related("region", "drafted_by", "approved_by"), pk)
    return _act(request, row) if request.method == "POST" else one(request, row)


def _act(request: HttpRequest, row: Register) -> HttpResponse:
    verb = request.POST.get("action", "")
    form = _form(request, verb)
    if verb not in verbs.TRANSITIONS:
        return one(request, row, status=422, refused=_("Choose what to do."))
    if form is not None and not form.is_valid():
        return one(request, row, form, status=422)
    try:
        _do(verb, form)(who(request), row, _version(request))
    except Refused as refused:
        row.refresh_from_db()
        return one(request, row, form, status=422, refused=refused.message)
    messages.success(request, str(DONE[verb]))
    return redirect("finance-register", row.pk)


def _version(request: HttpRequest) -> int:
    """Of the page; one that no register has where it is not a number."""
    version = number_in(request.POST, "version")
    return -1 if version is None else version


def _form(request: HttpRequest, verb: str) -> StaffForm | None:
    if verb == "paid":
        return PaymentForm(request.POST)
    return AnswerForm(request.POST) if verb == "returned" else None


def _do(verb: str, form: StaffForm | None) -> Callable[[Who, Register, int], Register]:
    if verb == "paid" and form:
        return lambda by, row, version: verbs.paid(by, row, version, form.cleaned_data["payment"])
    if verb == "returned" and form:
        return lambda by, row, version: verbs.returned(by, row, version, form.cleaned_data["answer"])
    plain: dict[str, Callable[[Who, Register, int], Register]] = {
        "approve": verbs.approve,
        "drop": verbs.drop,
        "send": verbs.send,
    }
    return plain[verb]


def one(
    request: HttpRequest, row: Register, form: StaffForm | None = None, status: int = 200, refused: str = ""
) -> HttpResponse:
    """The page of a register; ``form``: what was typed, to be shown again."""
    can = verbs.allowed(row, account_of(request))
    context = told(row) | {
        "can": can,
        "waits": may_act(request) and row.state == Register.State.DRAFTED and "approve" not in can,
        "payment": form if isinstance(form, PaymentForm) else PaymentForm(),
        "answer": form if isinstance(form, AnswerForm) else AnswerForm(),
        "export": _export(request, row, form),
        "lines": row.entries.count(),
        "faults": form.faults() if form is not None and form.is_bound else [],
        "refused": refused,
    }
    return page(request, "finance/register.html", context, status)


def _export(request: HttpRequest, row: Register, form: StaffForm | None) -> StaffForm | None:
    if row.state not in FILES_OF or not may_act(request):
        return None
    return form if isinstance(form, ExportForm) else ExportForm()
