"""Unusual reading, for auditors: what was found, what the account read on that day, and what came of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import register
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import access, alarms, unusual
from ..access import Action
from ..models import Account, Alarm
from ..requests import account_of, who
from ..wording import verb
from .base import ScopedAdmin
from .forms import PlainForm
from .site import Entry, site

MOST = 200
"""Alarms, or readings, that one page shows."""
FINDING = 2000
KINDS = {
    "many": gettext_lazy("Many readings within an hour"),
    "no_visit": gettext_lazy("People looked up who did not come"),
    "night": gettext_lazy("Reading at night"),
    "household": gettext_lazy("Own record or that of the household read"),
    "refused": gettext_lazy("Limit of look-ups reached"),
}


class Finding(PlainForm):
    finding = forms.CharField(
        label=gettext_lazy("What did you find?"),
        max_length=FINDING,
        help_text=gettext_lazy("Who was asked, what they said, what follows. Without people's data."),
        error_messages={"required": gettext_lazy("Write down what you found.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@register(Alarm, site=site)
class AlarmAdmin(ScopedAdmin):
    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        related = ("account__region", "account__polyclinic", "seen_by")
        return super().get_queryset(request).select_related(*related)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Those that wait first, then those that were looked into; the newest on top."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        rows = self.get_queryset(request)
        waiting = list(rows.filter(seen_at__isnull=True)[: MOST + 1])
        context = {
            "waiting": [(row, kind(row)) for row in waiting[:MOST]],
            "most": MOST if len(waiting) > MOST else None,
            "seen": [(row, kind(row)) for row in rows.filter(seen_at__isnull=False).order_by("-seen_at")[:MOST]],
        }
        return self.render(request, "admin/people/alarms.html", _("Unusual reading"), context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        alarm = self.get_queryset(request).get(pk=self.find(request, object_id).pk)
        own = alarm.account_id == account_of(request).pk
        if request.method != "POST":
            return self._page(request, alarm, None if own else Finding())
        if own:
            raise PermissionDenied
        form = Finding(request.POST)
        if not form.is_valid():
            return self._page(request, alarm, form)
        alarms.look_into(who(request), alarm, form.cleaned_data["finding"])
        messages.success(request, _("What you found is written down."))
        return redirect("admin:registry_alarm_changelist")

    def _page(self, request: HttpRequest, alarm: Alarm, form: Finding | None) -> HttpResponse:
        readings = list(unusual.behind(alarm.kind, alarm.account, alarm.day)[: MOST + 1])
        context = {
            "alarm": alarm,
            "facts": _facts(alarm),
            "hours": _hours(alarm),
            "readings": [(row, verb(row.verb)) for row in readings[:MOST]],
            "most": MOST if len(readings) > MOST else None,
            "form": form,
            "may_search_log": access.may(request.user, "log"),
        }
        status = form.status if form is not None else 200
        return self.render(request, "admin/people/alarm.html", kind(alarm), context, status=status)


def kind(alarm: Alarm) -> str:
    return str(KINDS.get(alarm.kind, alarm.kind))


def _facts(alarm: Alarm) -> list[tuple[str, Any]]:
    account = alarm.account
    place = account.polyclinic or account.region
    return [
        (_("Account"), f"{account.full_name} ({account.username})"),
        (_("Role"), account.get_role_display()),
        *([(_("Where"), place)] if place else []),
        (_("Day"), alarm.day.strftime("%d.%m.%Y")),
        (_("How many"), str(alarm.number)),
        (_("Usually at most"), str(alarm.usual)),
    ]


def _hours(alarm: Alarm) -> list[dict[str, Any]]:
    """Hours of the day with what the account read in them and what is usual for its role, as bars to one scale."""
    read = unusual.by_hour(alarm.account, alarm.day)
    usual = unusual.usual_of(alarm.day, alarm.account.role)
    lines = [(hour, read.get(hour, 0), round(usual.get((alarm.account.role, hour), 0))) for hour in range(24)]
    longest = max(1, *(max(own, others) for _, own, others in lines))
    return [
        {
            "hour": f"{hour:02}:00",
            "own": own,
            "usual": others,
            "own_width": f"{100 * own / longest:.1f}%",
            "usual_width": f"{100 * others / longest:.1f}%",
        }
        for hour, own, others in lines
        if own or others
    ]


def _auditors(account: Account) -> bool:
    return access.may(account, "alarm", Action.WRITE)


site.add_to_menu(Entry(65, gettext_lazy("Unusual reading"), "admin:registry_alarm_changelist", _auditors))
