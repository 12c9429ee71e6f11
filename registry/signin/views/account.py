"""One's own account: password, another device, recovery codes."""

from collections.abc import Callable

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ...log import Verb, write
from ...models import Account
from ...requests import who
from .. import codes, passwords, sessions
from ..forms import ChangePasswordForm, FactorForm
from . import enrolment, factor
from .pages import for_staff, form_page, limited, next_page, wrong

PASSWORD, AGAIN = "account/password.html", "account/again.html"

AccountView = Callable[[HttpRequest, Account], HttpResponse]


def proved_lately(view: AccountView) -> AccountView:
    """For whoever has used the second factor within the last minutes; others are asked for it once more."""

    def handle(request: HttpRequest, account: Account) -> HttpResponse:
        if sessions.is_proved(request.session, timezone.now()):
            return view(request, account)
        return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")

    return handle


@require_safe
@for_staff
def index(request: HttpRequest, account: Account) -> HttpResponse:
    shown = {"left": codes.left(account), "changed": request.GET.get("changed", "")}
    return render(request, "account/index.html", shown)


@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@limited
@for_staff
def password(request: HttpRequest, account: Account) -> HttpResponse:
    """All other sessions of the account end."""
    if request.method != "POST":
        return form_page(request, PASSWORD, ChangePasswordForm(account=account))
    form = ChangePasswordForm(request.POST, account=account)
    if not form.is_valid():
        return wrong(request, PASSWORD, form)
    _named, right = passwords.check(request, account.username, form.cleaned_data["present"], timezone.now())
    if right is None:
        form.add_error("present", _("This is not your current password."))
        return wrong(request, PASSWORD, form)
    with transaction.atomic():
        account.set_password(form.cleaned_data["new"])
        account.save(update_fields=["password"])
        write(who(request), Verb.ACCOUNT_CHANGED, account=account, details={"change": "password"})
    update_session_auth_hash(request, account)
    return redirect(f"{reverse('account')}?changed=password")


@require_http_methods(["GET", "HEAD", "POST"])
@limited
@for_staff
def again(request: HttpRequest, account: Account) -> HttpResponse:
    """The second factor once more, before it can be replaced."""
    if request.method != "POST":
        return form_page(request, AGAIN, FactorForm())
    form = FactorForm(request.POST)
    if not form.is_valid() or factor.use(request, account, form, "again") is None:
        return wrong(request, AGAIN, form)
    sessions.prove(request.session, timezone.now())
    return redirect(next_page(request, reverse("account")))


@require_http_methods(["GET", "HEAD", "POST"])
@limited
@for_staff
@proved_lately
def device(request: HttpRequest, account: Account) -> HttpResponse:
    """An app on another device in place of the present one."""
    if request.method != "POST":
        return enrolment.page(request, account, FactorForm())
    shown = enrolment.read(request, account)
    if isinstance(shown, HttpResponse):
        return shown
    with transaction.atomic():
        recovery_codes = codes.enrol(account, shown.secret, shown.step)
        write(who(request), Verb.ACCOUNT_CHANGED, account=account, details={"change": "second_factor"})
    enrolment.forget(request)
    return enrolment.codes_page(request, recovery_codes)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@proved_lately
def recovery_codes(request: HttpRequest, account: Account) -> HttpResponse:
    """New recovery codes, shown once."""
    if request.method != "POST":
        return render(request, "account/new_codes.html", {"left": codes.left(account)})
    with transaction.atomic():
        made = codes.renew_recovery_codes(account)
        write(who(request), Verb.ACCOUNT_CHANGED, account=account, details={"change": "recovery_codes"})
    return enrolment.codes_page(request, made)
