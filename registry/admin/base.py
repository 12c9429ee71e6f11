"""What every table of the back office keeps to: rights from registry/access.py, our own log, nothing else reachable."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms import BaseForm, Media, ModelChoiceField
from django.forms import Field as FormField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.text import capfirst

from .. import access, log
from ..belonging import GROUP_OF
from ..log import Verb
from ..models import Account, Application, Citizen, LogEntry, Proposal
from ..requests import who

if TYPE_CHECKING:
    AnyAdmin = ModelAdmin[Any]
else:
    AnyAdmin = ModelAdmin

Row = TypeVar("Row", bound=Model)

EDITABLE = ("reference", "accounts")
"""Groups of data that are written through plain forms; everything else has its verbs."""


class ScopedAdmin(AnyAdmin):
    """The base of every table in the back office.

    ``reads``: the verb that the log gets for every page of one row; None for data that are about nobody.
    ``filters``: the lookups that the address of the list may carry; all others are refused."""

    reads: Verb | None = None
    changes: Verb | None = None
    actions = None
    show_full_result_count = False
    list_per_page = 50
    filters: Sequence[str] = ()
    pages: Sequence[str] = ("changelist", "change")
    """Those of Django's pages that are there at all."""

    @property
    def group(self) -> str:
        return GROUP_OF[self.model]

    # Addresses

    def get_urls(self) -> list[URLPattern]:
        """``further_urls``, then ``pages``."""
        names = {self.url_name(name) for name in self.pages}
        return [*self.further_urls(), *(item for item in super().get_urls() if item.name in names)]

    def further_urls(self) -> list[URLPattern]:
        """Own pages; wrap their views in ``self.admin_site.admin_view`` and name them by ``self.url_name``."""
        return []

    def url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def render(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        """An own page within the frame of the back office."""
        frame = self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
        return TemplateResponse(request, template, frame | context, status=status)

    # Rows and rights

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return access.visible(request.user, super().get_queryset(request))

    def find(self, request: HttpRequest, pk: object) -> Any:
        return find(request, super().get_queryset(request), pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.group in EDITABLE and access.may(request.user, self.group, access.Action.WRITE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        found = access.right(request.user, self.group)
        return found is not None and found.form in (access.Form.FULL, access.Form.MASKED)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in self.filters

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return False

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404  # Django would answer with a message and another address: foreign and unknown are one

    # Forms

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        """Without the buttons that open other tables beside a choice."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest | None, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        """Choices: only rows that the account reaches."""
        related = db_field.related_model
        assert request is not None
        assert isinstance(related, type)
        rows = access.visible(request.user, related._default_manager.all())
        return super().formfield_for_foreignkey(db_field, request, **({"queryset": rows} | kwargs))

    @property
    def media(self) -> Media:
        return Media()  # no page of ours needs a script

    # Pages and the log

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Under the name of its rows: Django's own heading does not decline their name."""
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, title | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if self.reads is None or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        row = self.find(request, object_id)
        with transaction.atomic():
            self.log_reading(request, row)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def log_reading(self, request: HttpRequest, row: Model) -> None:
        """One entry for every page that shows the row."""
        assert self.reads is not None
        log.write(who(request), self.reads, **subject(row))

    def construct_change_message(
        self, request: HttpRequest, form: BaseForm, formsets: Any, add: bool = False
    ) -> list[Any]:
        return list(form.changed_data)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return self.log_writing(request, obj, message, added=True)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return self.log_writing(request, obj, message, added=False)

    def log_writing(self, request: HttpRequest, row: Model, fields: list[str], *, added: bool) -> LogEntry:
        """Names of fields and the number of the row, never what stands in them."""
        assert self.changes is not None
        details = {"table": row._meta.model_name, "row": str(row.pk), "fields": fields, "added": added}
        return log.write(who(request), self.changes, details=details, **subject(row))


def find(request: HttpRequest, rows: "QuerySet[Row]", pk: object) -> Row:
    """The row that the account reaches. Raises Http404 for every other one; whoever tries the row of a person whose
    record is blocked leaves an entry."""
    try:
        return access.find(request.user, rows, pk)
    except Http404:
        blocked = access.find_blocked(request.user, rows, pk=pk)
        if blocked is not None:
            log.write(who(request), Verb.REJECTED_ATTEMPT, details={"blocked": True}, **subject(blocked))
        raise


def subject(row: Model | None) -> dict[str, Any]:
    """Whom an entry about the row is about, as ``log.write`` takes it."""
    if isinstance(row, Citizen):
        return {"citizen": row}
    if isinstance(row, Application):
        return {"application": row}
    if isinstance(row, Account):
        return {"account": row}
    if isinstance(row, Proposal):
        return subject(row.application or row.ground)
    found = {name: getattr(row, name, None) for name in ("application", "citizen")}
    return {name: value for name, value in found.items() if value is not None}
