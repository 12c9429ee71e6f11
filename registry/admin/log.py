"""The log, for auditors: searched by account, person, verb and period. Nobody changes anything here."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin import register
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import access, log
from ..desk.words import purpose as purpose_at_the_desk
from ..log import Verb
from ..models import LogEntry
from ..requests import who
from ..wording import NumberReason, verb
from ..working_days import midnight
from .base import ScopedAdmin
from .forms import LogSearch
from .site import Entry, site

MOST = 200
"""Entries that one answer shows, the newest first."""
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)


@register(LogEntry, site=site)
class LogEntryAdmin(ScopedAdmin):
    pages = ("changelist",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LogSearch(request.POST) if request.method == "POST" else LogSearch()
        entries = None
        if form.is_bound and form.is_valid():
            log.write(who(request), Verb.LOG_SEARCHED, details=_asked(form.cleaned_data))
            entries = list(found(self.get_queryset(request), form.cleaned_data)[: MOST + 1])
        context = {
            "form": form,
            "lines": None
            if entries is None
            else [(entry, verb(entry.verb), _purpose(entry)) for entry in entries[:MOST]],
            "searched": entries is not None,
            "most": MOST if entries and len(entries) > MOST else None,
        }
        status = 422 if form.errors else 200
        return self.render(request, "admin/people/log.html", _("Log"), context, status=status)


def found(entries: "QuerySet[LogEntry]", asked: dict[str, Any]) -> "QuerySet[LogEntry]":
    """The entries that were asked for, newest first; days are those of the installation's time zone."""
    for name, lookup in (("account", "actor"), ("number", "citizen__iin"), ("row", "citizen"), ("verb", "verb")):
        if asked[name]:
            entries = entries.filter(**{lookup: asked[name]})
    if asked["first"]:
        entries = entries.filter(at__gte=_midnight(asked["first"]))
    if asked["last"]:
        entries = entries.filter(at__lt=_midnight(asked["last"]) + timedelta(days=1))
    return entries.select_related("actor", "account", "application").order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    """Of a year that every time zone has."""
    return midnight(min(max(day, EARLIEST), LATEST))


def _asked(asked: dict[str, Any]) -> dict[str, Any]:
    """Of what was asked, codes and row numbers; that a number was typed, not which."""
    return {
        "account": asked["account"].pk if asked["account"] else None,
        "by_number": bool(asked["number"]),
        "row": asked["row"],
        "verb": asked["verb"],
        "from": str(asked["first"] or ""),
        "to": str(asked["last"] or ""),
    }


def _purpose(entry: LogEntry) -> str:
    reason = str(dict(NumberReason.choices).get(entry.purpose, ""))
    return reason or purpose_at_the_desk(entry.purpose) or entry.purpose


site.add_to_menu(
    Entry(60, gettext_lazy("Log"), "admin:registry_logentry_changelist", lambda account: access.may(account, "log"))
)
