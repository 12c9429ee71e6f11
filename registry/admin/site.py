"""The back office: one site for all staff, of which everybody sees what his role reaches.

Of Django's admin it takes forms, lists and looks. Left out is every address that tells of rows without asking
``registry.access``: autocompletion, "view on site", histories, deletions, pop-ups. No page needs a script.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Account
from ..requests import account_of
from ..signin.views import entrance

METHODS = ("GET", "HEAD", "POST")
LEFT_OUT = frozenset({"autocomplete", "view_on_site", "password_change", "password_change_done", "jsi18n"})
POP_UP = ("_popup", "_to_field")

View = Callable[..., HttpResponseBase]


class Entry(NamedTuple):
    """A line of the menu. ``place``: lower comes first; ``shown``: whether the account has anything to do there."""

    place: int
    label: str | Promise
    url_name: str
    shown: Callable[[Account], bool]


class KepilAdminSite(AdminSite):
    site_title = _("Kepil · staff")
    site_header = _("Kepil · staff")
    index_title = _("Start")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")
        self._menu: list[Entry] = []
        self._pages: list[URLPattern] = []
        self.start_page: Callable[[HttpRequest], dict[str, Any]] = lambda request: {}
        """What templates/admin/index.html shows; set by registry/admin/office."""

    def add_to_menu(self, *entries: Entry) -> None:
        self._menu = sorted([*self._menu, *entries], key=lambda entry: entry.place)

    def add_page(self, route: str, view: View, name: str) -> None:
        """A page that belongs to no table."""
        self._pages.append(path(route, self.admin_view(view), name=name))

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Account) and request.user.is_active

    def admin_view(self, view: View, cacheable: bool = False) -> Any:
        """Every page of the site goes through here."""
        guarded = super().admin_view(view, cacheable)

        def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            if any(name in request.GET or name in request.POST for name in POP_UP) or _has_nul(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return handle

    def get_urls(self) -> list[URLResolver | URLPattern]:
        kept = [item for item in super().get_urls() if getattr(item, "name", None) not in LEFT_OUT]
        return [*self._pages, *kept]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"menu": self.menu(request)}

    def menu(self, request: HttpRequest) -> list[dict[str, Any]]:
        if not self.has_permission(request):
            return []
        account = account_of(request)
        lines = [(entry.label, reverse(entry.url_name)) for entry in self._menu if entry.shown(account)]
        return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in lines]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        return []  # the menu takes its place

    def get_log_entries(self, request: HttpRequest) -> "QuerySet[LogEntry]":
        return LogEntry.objects.none()  # Django's own log is not written: ours is registry.log

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, self.start_page(request) | (extra_context or {}))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Signing in has its own pages."""
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return entrance.sign_out(request)


def _has_nul(request: HttpRequest) -> bool:
    """A character that no address of ours has and PostgreSQL takes in no text."""
    texts = (request.path, *(value for values in request.GET.lists() for value in values[1]))
    return any("\x00" in text for text in texts)


site = KepilAdminSite()
