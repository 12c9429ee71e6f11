"""The queue of a region: filtered by codes, the most urgent first, a bounded number on a page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eligibility.texts import ground_name

from ... import decisions, log
from ...applying import APPLIED_FOR
from ...log import Verb
from ...models import Account, Application, EmploymentOffice, State
from ...refusals import Refused
from ...requests import account_of, who
from ...working_days import Calendar, add
from ..base import ScopedAdmin
from . import reach, rows
from .choice import EVERY_OPEN, Choice

ON_A_PAGE = 25
TRIES = 5
"""So many of the most urgent cases are tried when colleagues take them at the same moment."""


def queue(desk: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    account, today, calendar = account_of(request), timezone.localdate(), Calendar.load()
    choice = Choice.read(request.GET)
    found = choice.of(reach.applications(account), account, today, add(today, 1, calendar))
    page = Paginator(found.select_related("district", "officer"), ON_A_PAGE).get_page(choice.page)
    shown = list(page.object_list)
    if shown:
        log.write(who(request), Verb.READ_APPLICATION, details={"rows": [item.pk for item in shown]})
    context = _pages(choice, page) | {
        "filters": _filters(account, choice),
        "rows": list(rows.rows(shown, account, today, calendar)),
        "may_choose": any(item.officer_id == account.pk and item.state == State.IN_REVIEW for item in shown),
    }
    return desk.render(request, "admin/registry/office/queue.html", _("Queue"), context)


def take_next(desk: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Takes the most urgent new case that the account may take."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    who_, account = who(request), account_of(request)
    waiting = reach.applications(account).filter(state=State.RECEIVED).select_related("citizen")
    for application in waiting.order_by("due_on", "pk")[:TRIES]:
        try:
            decisions.take(who_, application, application.version)
        except Refused:
            continue  # a colleague was quicker, or it is a case of the account's own household
        return redirect("admin:registry_application_change", application.pk)
    messages.info(request, _("There is no new case that you can take."))
    return redirect("admin:index")


def _pages(choice: Choice, page: "Page[Application]") -> dict[str, Any]:
    count = page.paginator.count
    return {
        "told": ngettext("%(count)s case", "%(count)s cases", count) % {"count": count},
        "page": page.number,
        "pages": page.paginator.num_pages,
        "before": choice.query(page.number - 1) if page.has_previous() else None,
        "after": choice.query(page.number + 1) if page.has_next() else None,
    }


def _filters(account: Account, choice: Choice) -> list[dict[str, Any]]:
    every = ("", _("all"))
    offices = EmploymentOffice.objects.filter(region=account.region_id).order_by("pk")
    return [
        _filter("state", _("State"), choice.state, [(EVERY_OPEN, _("all open ones")), *State.choices]),
        _filter("ground", _("Category"), choice.ground, [every, *_grounds()]),
        _filter("due", _("Deadline"), choice.due, [every, ("overdue", _("late")), ("soon", _("today or next day"))]),
        _filter("whose", _("Officer"), choice.whose, [every, ("mine", _("mine")), ("nobody", _("nobody yet"))]),
        _filter("office", _("Office"), choice.office, [every, *((str(item.pk), item.name) for item in offices)]),
    ]


def _filter(name: str, label: str, chosen: str, options: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {"name": name, "label": label, "chosen": chosen, "options": list(options)}


def _grounds() -> list[tuple[str, str]]:
    """The grounds that people apply for."""
    return [(code, ground_name(code)) for code in APPLIED_FOR]
