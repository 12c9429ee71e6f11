"""What the staff pages outside of the admin have in common: who may open them, their menu, where work begins."""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import by_value
from .access import Action, Somebody, may
from .models import Account, Polyclinic, Region, Role
from .not_saved import UNANSWERED, not_saved

View = Callable[..., HttpResponseBase]


class Line(NamedTuple):
    """A line of the menu: shown to whoever may see the group, and with an action, may do that."""

    label: str | Promise
    url_name: str
    group: str
    action: Action | None = None
    but: tuple[Role, ...] = ()
    """Roles that have the right, but another place for it."""


MENU: tuple[Line, ...] = (
    # desk
    Line(_("Desk"), "desk", "status", None, but=(Role.OFFICER, Role.APPROVER, Role.ANALYST)),
    # attachment
    Line(_("Attachment"), "desk-attachments", "attachment", Action.WRITE),
    # assisted
    Line(_("Help with the questions"), "desk-assisted", "assessment", Action.WRITE),
    # the office: the way back to where the work of officers begins
    Line(_("Queue"), "admin:registry_application_changelist", "application", Action.PROPOSE),
    # falling
    Line(_("About to lose cover"), "falling", "falling"),
    # imports
    Line(_("Files"), "imports", "import", Action.WRITE),
    # runs
    Line(_("Re-determination"), "runs", "run", Action.PROPOSE),
    # the ledger
    Line(_("Contributions"), "finance", "ledger", None, (Role.REGISTRAR,)),
    Line(_("Payment registers"), "finance-registers", "ledger", None, (Role.REGISTRAR, Role.ANALYST)),
    Line(_("Average wage"), "finance-wages", "ledger", None, (Role.REGISTRAR, Role.ANALYST)),
    # picture
    Line(_("The region in numbers"), "picture", "picture"),
)
"""In the order of the work: people first, then lists, then money and numbers."""
HOME: Mapping[Role, str] = {
    # desk
    Role.REGISTRAR: "desk",
    Role.CLINICIAN: "desk",
    # the ledger
    Role.FINANCE: "finance",
    # assisted
    Role.OPERATOR: "desk-assisted",
    # picture
    Role.ANALYST: "picture",
}
"""Role → the name of the page where its work begins; all others begin in the admin."""


def home(account: Account) -> str:
    """The address where the work of the account begins."""
    return reverse(HOME.get(Role(account.role), "admin:index"))


@require_safe
def work(request: HttpRequest) -> HttpResponseBase:
    """Where the work of whoever is signed in begins; others sign in first."""
    if not isinstance(request.user, Account):
        return redirect_to_login(request.path, settings.LOGIN_URL)
    return redirect(home(request.user))


def for_whom(group: str, action: Action | None = None, *roles: Role) -> Callable[[View], View]:
    """For accounts that may see the group of data, and with an action, may do that; with roles, only for these.
    Whoever is not signed in goes to the sign-in, all others of staff get 403. Where the database does not answer, the
    page says that nothing was saved."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return guarded(request, *args, **kwargs)
            except UNANSWERED:
                return not_saved(request)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            account = request.user
            if not isinstance(account, Account):
                target = request.path if request.method in ("GET", "HEAD") else reverse("work")
                return redirect_to_login(target, settings.LOGIN_URL)
            if not may(account, group, action) or (roles and account.role not in roles):
                return _of_others(request)
            return view(request, *args, **kwargs)

        return answered

    return decorate


def _of_others(request: HttpRequest) -> HttpResponse:
    sentences = [_("Your role does not open it. If it should, ask the administrator.")]
    context = {"title": _("This page is for other staff"), "sentences": sentences}
    return page(request, "desk/said.html", context, status=403)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A staff page with the menu of the account; ``templates/desk/base.html`` is its frame."""
    frame = {"menu": _menu(request), "works_at": _works_at(request.user)}
    return render(request, template, {**context, **frame}, status=status)


def _works_at(account: Somebody) -> Region | Polyclinic | None:
    """To which the account is confined."""
    if not isinstance(account, Account):
        return None
    if account.polyclinic_id is not None:
        return by_value.row(Polyclinic, "id", account.polyclinic_id)
    return account.region


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    account = request.user
    shown = [line for line in MENU if may(account, line.group, line.action)]
    return [
        {"label": line.label, "url": _address(line.url_name), "current": _address(line.url_name) == request.path}
        for line in shown
        if not isinstance(account, Account) or account.role not in line.but
    ]


@cache
def _address(url_name: str) -> str:
    return reverse(url_name)
