"""Accounts of staff: the administrator makes and changes them, another one lets them in; see registry/accounts.py."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin import display, register
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import access, accounts, log
from ..log import Verb
from ..models import Account, Citizen, LogEntry
from ..models.accounts import CLINICAL, REGIONAL
from ..requests import account_of, who
from ..signin import invitations
from .base import ScopedAdmin
from .forms import NumberField
from .site import Entry, site

if TYPE_CHECKING:
    AnyForm = forms.ModelForm[Account]
else:
    AnyForm = forms.ModelForm

FIELDS = ("username", "full_name", "email", "role", "region", "office", "polyclinic")


class AccountForm(AnyForm):
    """``own_number``: the holder's own number, so that he decides nothing about himself. It is never shown again."""

    own_number = NumberField(
        label=gettext_lazy("IIN of the holder"),
        required=False,
        help_text=gettext_lazy(
            "So that nobody decides their own case. It is not shown again; empty leaves it as it is."
        ),
    )

    class Meta:
        model = Account
        fields = FIELDS

    def clean(self) -> dict[str, Any]:
        """What a role reaches, said in words before the database says it in its own."""
        cleaned = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        self._only("region", role in REGIONAL, role, _("This role works for a region. Choose it."))
        self._only("polyclinic", role in CLINICAL, role, _("This role works at a polyclinic. Choose it."))
        office, region = cleaned.get("office"), cleaned.get("region")
        if office is not None and (role not in REGIONAL or office.region != region):
            self.add_error("office", ValidationError(_("This office is not in the region of the account."), "office"))
        return cleaned

    def _only(self, name: str, wanted: bool, role: str | None, missing: str) -> None:
        given = self.cleaned_data.get(name)
        if wanted and not given and name not in self.errors:
            self.add_error(name, ValidationError(missing, code="required"))
        if role and given and not wanted:
            self.add_error(name, ValidationError(_("Leave this empty: the role does not work there."), code="role"))

    def clean_own_number(self) -> str:
        number: str = self.cleaned_data["own_number"]
        if not number:
            return ""
        holder = Citizen.objects.filter(iin=number).first()
        if holder is None:
            raise ValidationError(_("There is no record with this number."), code="unknown")
        if Account.objects.filter(citizen=holder).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another account belongs to this person."), code="taken")
        self.instance.citizen = holder
        return number


@register(Account, site=site)
class AccountAdmin(ScopedAdmin):
    form = AccountForm
    changes = Verb.ACCOUNT_CHANGED
    pages = ("changelist", "add", "change")
    list_display = ("username", "full_name", "role", "reaches", "is_active", "last_login")
    list_select_related = ("region", "polyclinic")
    list_filter = ("role", "is_active")
    filters = ("role__exact", "is_active__exact")
    change_form_template = "admin/accounts/change_form.html"

    @display(description=gettext_lazy("works for"))
    def reaches(self, account: Account) -> str:
        return str(account.region or account.polyclinic or _("the whole country"))

    @display(description=gettext_lazy("the holder's own record is named"), boolean=True)
    def knows_holder(self, account: Account) -> bool:
        return account.citizen_id is not None

    # Nobody changes his own account

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        own = isinstance(obj, Account) and obj.pk == account_of(request).pk
        return not own and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [*FIELDS, "own_number"]
        if self.has_change_permission(request, obj):
            return [*FIELDS, "own_number", "knows_holder", "is_active", "last_login"]
        return [*FIELDS, "is_active", "last_login"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["knows_holder", "is_active", "last_login"]

    # A change of rights waits for a second person

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        if not change or accounts.RIGHTS & set(form.changed_data):
            obj.is_active = False
            messages.info(request, _("The account waits until another administrator lets it in."))
        super().save_model(request, obj, form, change)

    def log_writing(self, request: HttpRequest, row: Model, fields: list[str], *, added: bool) -> LogEntry:
        assert isinstance(row, Account)
        change = "rights" if added or accounts.RIGHTS & set(fields) else "words"
        details = {"change": change, "fields": fields, "added": added, "role": row.role, "region": row.region_id}
        details["polyclinic"] = row.polyclinic_id
        return log.write(who(request), Verb.ACCOUNT_CHANGED, account=row, details=details)

    # Letting in, shutting out, inviting, the list of who has access

    def further_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("report/", wrap(self.report_view), name=self.url_name("report")),
            path("<int:pk>/let-in/", wrap(self.let_in_view), name=self.url_name("let_in")),
            path("<int:pk>/shut-out/", wrap(self.shut_out_view), name=self.url_name("shut_out")),
        ]

    def report_view(self, request: HttpRequest) -> HttpResponse:
        """The list of who has access."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        lines = list(accounts.report())
        log.write(who(request), Verb.EXPORTED, details={"what": "access_report", "lines": len(lines)})
        return self.render(request, "admin/accounts/report.html", _("Who has access"), {"lines": lines})

    def let_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Active again; with a new invitation its code stands in the answer, once."""
        account = self._asked_for(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            code = accounts.let_in(who(request), account, with_invitation="invitation" in request.POST)
        except accounts.AccountRefused as refused:
            return self._back(request, account, refused)
        if not code:
            messages.success(request, _("The account is active."))
            return self._back(request, account)
        context = {"account": account, "code": code, "hours": invitations.VALID // timedelta(hours=1)}
        return self.render(request, "admin/accounts/invitation.html", _("Invitation"), context)

    def shut_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self._asked_for(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            accounts.shut_out(who(request), account)
        except accounts.AccountRefused as refused:
            return self._back(request, account, refused)
        messages.success(request, _("Access is removed. The sessions of the account have ended."))
        return self._back(request, account)

    def _asked_for(self, request: HttpRequest, pk: int) -> Account:
        if not self.has_add_permission(request):
            raise PermissionDenied
        account: Account = self.find(request, pk)
        return account

    def _back(
        self, request: HttpRequest, account: Account, refused: accounts.AccountRefused | None = None
    ) -> HttpResponse:
        if refused is not None:
            messages.error(request, str(refused.message))
        return redirect("admin:registry_account_change", account.pk)


site.add_to_menu(
    Entry(
        80,
        gettext_lazy("Accounts"),
        "admin:registry_account_changelist",
        lambda account: access.may(account, "accounts"),
    )
)
