"""Confirmed grounds: the page of one, on which an officer proposes to revoke it and a second person decides that."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import register
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.texts import ground_name

from .. import access, decisions, iin, log, reasons
from ..log import Verb
from ..models import Account, ConfirmedGround, Proposal
from ..reasons import Use
from ..requests import account_of, who
from .base import ScopedAdmin
from .forms import PlainForm
from .site import Entry, site

NOTE = 2000


class Revoke(PlainForm):
    """What an officer proposes. ``version`` is that of the page he saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one reason from the list.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day on which the ground counts"),
        required=False,
        help_text=gettext_lazy("Empty: the ground never held."),
        widget=forms.DateInput(attrs={"placeholder": "31.12.2026"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, ground: ConfirmedGround, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": ground.version}
        super().__init__(*args, **kwargs)
        offered = reasons.offered(Use.REVOCATION, ground.code)
        self.fields["reasons"].choices = [(reason.code, reason.text) for reason in offered]  # type: ignore[attr-defined]


class Decide(PlainForm):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE,
        help_text=gettext_lazy("Whoever returns the proposal has to say why."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SecretiveAdmin(ScopedAdmin):
    """Pages about the grounds of people: only for those who see a ground in full."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        found = access.right(request.user, "ground")
        return found is not None and found.form == access.Form.FULL

    def seen(self, request: HttpRequest, pk: object) -> Any:
        """The row, or 403 or 404; whoever gets it has read the person's record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.find(request, pk)


@register(ConfirmedGround, site=site)
class ConfirmedGroundAdmin(SecretiveAdmin):
    pages = ("change",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related("citizen", "confirmed_by", "decision__application")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ground = self.seen(request, object_id)
        if request.method != "POST":
            return self._page(request, ground, Revoke(ground=ground))
        form = Revoke(request.POST, ground=ground)
        if form.is_valid():
            try:
                asked = form.cleaned_data
                arguments = (asked["version"], asked["reasons"], asked["note"], asked["last_day"])
                decisions.propose_revocation(who(request), ground, *arguments)
            except decisions.Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("The revocation is proposed. An approving officer decides it."))
                return redirect("admin:registry_confirmedground_change", ground.pk)
        return self._page(request, self.find(request, ground.pk), form, status=422)

    def _page(self, request: HttpRequest, ground: ConfirmedGround, form: Revoke, status: int = 200) -> HttpResponse:
        account = account_of(request)
        log.write(who(request), Verb.READ_CITIZEN, citizen=ground.citizen, details={"ground": ground.pk})
        may = decisions.allowed_on_ground(ground, account)
        context = about(ground) | {"form": form if "propose_revocation" in may else None}
        return self.render(request, "admin/people/ground.html", ground_name(ground.code), context, status=status)


@register(Proposal, site=site)
class ProposalAdmin(SecretiveAdmin):
    """What waits for a second person. The list names nobody; refusals are decided on the page of the application."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        related = ("application", "ground__citizen", "ground__confirmed_by", "proposed_by", "closed_by")
        return super().get_queryset(request).select_related(*related, "ground__decision__application")

    def further_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/approve/", wrap(self.approve_view), name=self.url_name("approve")),
            path("<int:pk>/return/", wrap(self.return_view), name=self.url_name("return")),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        rows = self.get_queryset(request).filter(outcome=Proposal.Outcome.OPEN).order_by("proposed_at", "pk")
        lines = [(ground_name(row.application.ground if row.application else row.ground.code), row) for row in rows]
        return self.render(request, "admin/people/proposals.html", _("Proposals"), {"lines": lines})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        proposal = self.seen(request, object_id)
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if proposal.ground is None:
            return redirect("admin:registry_application_change", proposal.application_id)
        return self._page(request, proposal, Decide())

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, decisions.approve_revocation, _("The ground is revoked."))

    def return_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, decisions.return_revocation, _("The proposal is returned."))

    def _decide(self, request: HttpRequest, pk: int, verb: Any, done: str) -> HttpResponse:
        proposal = self.seen(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if proposal.ground is None:
            raise PermissionDenied
        form = Decide(request.POST)
        if form.is_valid():
            try:
                verb(who(request), proposal, form.cleaned_data["note"])
            except decisions.Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, done)
                return redirect("admin:registry_proposal_changelist")
        return self._page(request, self.find(request, pk), form, status=422)

    def _page(self, request: HttpRequest, proposal: Proposal, form: Decide, status: int = 200) -> HttpResponse:
        ground = proposal.ground
        assert ground is not None
        log.write(who(request), Verb.READ_CITIZEN, citizen=ground.citizen, details={"ground": ground.pk})
        may = decisions.allowed_on_ground(ground, account_of(request))
        own = proposal.outcome == Proposal.Outcome.OPEN and "approve_revocation" in may
        context = about(ground) | {"proposal": proposal, "form": form if own else None}
        context["reasons"] = [reasons.text(code) for code in proposal.reasons]
        return self.render(request, "admin/people/proposal.html", _("Proposed revocation"), context, status=status)


def about(ground: ConfirmedGround) -> dict[str, Any]:
    rows = ground.proposals.select_related("proposed_by", "closed_by")
    return {
        "ground": ground,
        "name": ground_name(ground.code),
        "citizen": ground.citizen,
        "number": iin.masked(ground.citizen.iin),
        "proposals": [(row, [reasons.text(code) for code in row.reasons]) for row in rows],
    }


def _officers(account: Account) -> bool:
    return access.may(account, "ground", access.Action.PROPOSE)


site.add_to_menu(Entry(25, gettext_lazy("Proposals"), "admin:registry_proposal_changelist", _officers))
