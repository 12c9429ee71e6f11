"""Counts of people by region: for analysts, and nobody else."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.texts import ground_name, term

from .. import access, counts
from ..access import Form
from ..models import Account
from ..requests import account_of
from .site import Entry, site


def may_count(account: Account) -> bool:
    found = access.right(account, "ground")
    return found is not None and found.form == Form.COUNTS


def counts_view(request: HttpRequest) -> HttpResponse:
    if not may_count(account_of(request)):
        raise PermissionDenied
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    today = timezone.localdate()
    tables = [
        table(_("Confirmed grounds"), counts.by_category(today), ground_name),
        table(_("Status as it was determined"), counts.by_status(today), lambda code: term("statuses", code)),
    ]
    context = site.each_context(request) | {"title": _("Numbers of people"), "tables": tables, "today": today}
    return TemplateResponse(request, "admin/people/counts.html", context | {"fewest": counts.FEWEST})


def table(title: str, rows: list[counts.Row], name: Any) -> dict[str, Any]:
    codes = list(rows[0].counts) if rows else []
    return {"title": title, "heads": [name(code) for code in codes], "rows": rows}


site.add_page("counts/", counts_view, "counts")
site.add_to_menu(
    Entry(30, gettext_lazy("Numbers of people"), "admin:counts", may_count),
    Entry(31, gettext_lazy("The region in numbers"), "picture", lambda account: access.may(account, "picture")),
)
