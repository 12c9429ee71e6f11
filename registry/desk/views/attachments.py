"""The applications for attachment to the polyclinic: the queue, one of them, and what is decided."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ... import access, attaching, log
from ...access import Action
from ...admin.base import find
from ...log import Verb
from ...models import AttachmentRequest, Role
from ...refusals import Refused
from ...requests import account_of, who
from ...workplace import for_whom, page
from ..attachment_forms import AcceptForm, RefuseForm
from ..attachment_page import context, line

ON_A_PAGE = 25
PAGE_DIGITS = 6
METHODS = ["GET", "HEAD", "POST"]


@require_safe
@for_whom("attachment", Action.WRITE, Role.REGISTRAR)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the longest first."""
    today = timezone.localdate()
    waiting = access.visible(account_of(request), AttachmentRequest.objects.filter(state="received"))
    asked = request.GET.get("page", "1")[:PAGE_DIGITS]
    shown = Paginator(waiting.order_by("due_on", "pk"), ON_A_PAGE).get_page(asked)
    lines = [line(row, today) for row in shown]
    if lines and request.method != "HEAD":
        log.write(who(request), Verb.READ_ATTACHMENT, details={"rows": [item.row.pk for item in lines]})
    found = {
        "lines": lines,
        "page": shown,
        "count": shown.paginator.count,
        "overdue": waiting.filter(due_on__lt=today).count(),
    }
    return page(request, "desk/attachments/queue.html", found)


@require_safe
@for_whom("attachment", Action.WRITE, Role.REGISTRAR)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return request_page(request, _find(request, pk))


@require_http_methods(METHODS)
@for_whom("attachment", Action.WRITE, Role.REGISTRAR)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if request.method != "POST":  # the address of a page with errors, loaded again or in another language
        return redirect("desk-attachment-request", pk)
    form = AcceptForm(request.POST, on=timezone.localdate(), person={})
    if not form.is_valid():
        return request_page(request, row, accepting=form)
    try:
        attaching.accept(who(request), row, form.cleaned_data["version"], form.confirmed(), form.first_day())
    except Refused as refused:
        return request_page(request, row, accepting=form, refused=refused.message)
    return redirect("desk-attachment-request", pk)


@require_http_methods(METHODS)
@for_whom("attachment", Action.WRITE, Role.REGISTRAR)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if request.method != "POST":
        return redirect("desk-attachment-request", pk)
    form = RefuseForm(request.POST, on=timezone.localdate(), person={})
    if not form.is_valid():
        return request_page(request, row, refusing=form)
    given = form.cleaned_data
    try:
        attaching.refuse(who(request), row, given["version"], given["reasons"], given["note"])
    except Refused as refused:
        return request_page(request, row, refusing=form, refused=refused.message)
    return redirect("desk-attachment-request", pk)


def request_page(
    request: HttpRequest,
    row: AttachmentRequest,
    *,
    accepting: AcceptForm | None = None,
    refusing: RefuseForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page, with what was typed and what is wrong with it; the reading is written down."""
    today = timezone.localdate()
    row.refresh_from_db()
    version = {"version": row.version}
    faulty = accepting or refusing
    faults = [fault for fault in (faulty.faults() if faulty and not refused else []) if "version" not in fault[0]]
    shown: dict[str, Any] = {
        **context(row, account_of(request), today),
        "accepting": accepting or AcceptForm(on=today, person={}, initial=version),
        "refusing": refusing or RefuseForm(on=today, person={}, initial=version),
        "faults": faults,
        "refused": refused,
    }
    if request.method != "HEAD":
        about = {"attachment_request": row.pk}
        log.write(who(request), Verb.READ_ATTACHMENT, citizen=row.citizen, details=about)
    return page(request, "desk/attachments/request.html", shown, status=422 if faulty or refused else 200)


def _find(request: HttpRequest, pk: int) -> AttachmentRequest:
    return find(request, AttachmentRequest.objects.select_related("polyclinic", "citizen", "decided_by"), pk)
