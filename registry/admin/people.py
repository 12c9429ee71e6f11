"""People: finding them, the page of one person, and the whole number for a reason."""

from typing import Any

from django.contrib.admin import register
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import access, iin, log, reading_limits, search
from ..log import Verb
from ..models import Account, Citizen, Role
from ..requests import account_of, who
from . import record
from .base import ScopedAdmin
from .forms import NameSearch, NumberSearch, PlainForm, ShowNumber
from .site import Entry, site

SEEK = (Role.OFFICER, Role.APPROVER, Role.AUDITOR)
"""Those who look for people here; at a polyclinic they are found at the desk."""
UNMASK = (Role.OFFICER, Role.APPROVER)


def _may_search(request: HttpRequest, form: PlainForm) -> bool:
    return form.within(reading_limits.check_search, who(request))


def _may_show_number(request: HttpRequest, form: PlainForm) -> bool:
    return form.within(reading_limits.check_show_number, who(request))


def seeks_people(account: Account) -> bool:
    return account.role in SEEK


@register(Citizen, site=site)
class CitizenAdmin(ScopedAdmin):
    reads = Verb.READ_CITIZEN

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and seeks_people(account_of(request))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related("region", "district")

    def further_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.number_view)
        return [path("<int:pk>/number/", view, name=self.url_name("number"))]

    # Searching

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The search. What was typed and what was found stand in the answer to a POST and in no address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number, name = NumberSearch(), NameSearch()
        if request.method != "POST":
            return self._search_page(request, number, name, None)
        if "number" in request.POST:
            number = NumberSearch(request.POST)
            found = self._by_number(request, number) if number.is_valid() and _may_search(request, number) else None
            number = NumberSearch() if found else number  # beside the person the whole number is not shown
        else:
            name = NameSearch(request.POST)
            found = self._by_name(request, name) if name.is_valid() and _may_search(request, name) else None
        return self._search_page(request, number, name, found)

    def _by_number(self, request: HttpRequest, form: NumberSearch) -> list[Citizen]:
        account, typed = account_of(request), form.cleaned_data["number"]
        found = list(search.by_number(account, typed).select_related("district"))
        blocked = None if found else access.find_blocked(account, Citizen.objects.all(), iin=typed)
        if blocked is not None:
            log.write(who(request), Verb.REJECTED_ATTEMPT, citizen=blocked, details={"blocked": True})
        else:
            person = found[0] if found else None
            log.write(who(request), Verb.LOOKED_UP, citizen=person, details={"found": len(found)})
        return found

    def _by_name(self, request: HttpRequest, form: NameSearch) -> list[Citizen]:
        people = search.by_name(account_of(request), form.cleaned_data["name"])
        found = list(people.select_related("district")[: search.MOST + 1])
        rows = [person.pk for person in found[: search.MOST]]
        log.write(who(request), Verb.SEARCHED, details={"by": "name", "rows": rows})
        return found

    def _search_page(
        self, request: HttpRequest, number: NumberSearch, name: NameSearch, found: list[Citizen] | None
    ) -> HttpResponse:
        context = {
            "number_form": number,
            "name_form": name,
            "people": [(person, iin.masked(person.iin)) for person in (found or [])[: search.MOST]],
            "searched": found is not None,
            "most": search.MOST if found and len(found) > search.MOST else None,
        }
        status = number.status if number.errors else name.status
        return self.render(request, "admin/people/search.html", _("People"), context, status=status)

    # One person

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a person; nothing is changed on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        citizen = self.find(request, object_id)
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        log.write(who(request), Verb.READ_CITIZEN, citizen=citizen)
        return self._page(request, citizen, ShowNumber())

    def number_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with the whole number on it, once, for a reason that goes into the log."""
        if not self.has_view_permission(request) or account_of(request).role not in UNMASK:
            raise PermissionDenied
        citizen = self.find(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ShowNumber(request.POST)
        if not form.is_valid() or not _may_show_number(request, form):
            log.write(who(request), Verb.READ_CITIZEN, citizen=citizen)
            return self._page(request, citizen, form, status=form.status)
        log.write(who(request, purpose=form.cleaned_data["reason"]), Verb.READ_IIN, citizen=citizen)
        return self._page(request, citizen, None, whole=citizen.iin)

    def _page(
        self, request: HttpRequest, citizen: Citizen, form: ShowNumber | None, *, whole: str = "", status: int = 200
    ) -> HttpResponse:
        account = account_of(request)
        context = record.parts(account, citizen) | {
            "citizen": citizen,
            "whole": whole,
            "number_form": form if account.role in UNMASK else None,
            "may_search_log": access.may(account, "log"),
            "may_revoke": access.may(account, "ground", access.Action.PROPOSE),
        }
        return self.render(request, "admin/people/person.html", str(citizen), context, status=status)


site.add_to_menu(Entry(20, gettext_lazy("People"), "admin:registry_citizen_changelist", seeks_people))
