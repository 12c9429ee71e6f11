"""The addresses of the workplace, all of one table of the back office: applications."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.admin import register
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ...log import Verb
from ...models import Application
from ...requests import account_of
from ..base import ScopedAdmin
from ..site import Entry, site
from . import acts, bulk, case, documents, queue, reach, start


@register(Application, site=site)
class ApplicationAdmin(ScopedAdmin):
    """Applications are changed by verbs only; so none of Django's own forms is among the addresses."""

    reads = Verb.READ_APPLICATION

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return reach.works_here(account_of(request))

    def get_urls(self) -> list[URLPattern]:
        return [
            self._page("", queue.queue, "changelist"),
            self._page("next/", queue.take_next, "next"),
            self._page("together/", bulk.together, "bulk"),
            self._page("documents/<int:pk>/", documents.document, "document"),
            self._page("<int:pk>/change/", case.case, "change"),
            self._page("<int:pk>/number/", case.number, "number"),
            self._page("<int:pk>/<str:verb>/", acts.act, "act"),
        ]

    def _page(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(partial(self._open, view)), name=self.url_name(name))

    def _open(self, view: Callable[..., HttpResponse], request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """To those who decide nothing the pages are not there."""
        if not self.has_view_permission(request):
            raise Http404
        return view(self, request, **kwargs)


site.start_page = start.context
site.add_to_menu(Entry(10, _("Queue"), "admin:registry_application_changelist", reach.works_here))
