"""In and out: the password, then the code, then the start page."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ...log import Verb, write
from ...models import Account
from ...requests import who
from .. import codes, limits, passwords
from ..forms import FactorForm, SignInForm
from . import factor
from .pages import form_page, limited, next_page, wrong

SIGN_IN, SECOND_FACTOR = "account/sign_in.html", "account/second_factor.html"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. Nothing tells an unknown name from a wrong password."""
    if isinstance(request.user, Account):
        return redirect(next_page(request))
    because = request.GET.get("because", "")
    if request.method != "POST":
        return form_page(request, SIGN_IN, SignInForm(), because=because)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return wrong(request, SIGN_IN, form)
    now = timezone.now()
    named, account = passwords.check(request, form.cleaned_data["name"], form.cleaned_data["password"], now)
    if account is None:
        write(who(request), Verb.SIGN_IN_FAILED, account=named, details={"step": "password"})
        form.add_error("name", _("The user name or the password is wrong."))
        return wrong(request, SIGN_IN, form)
    return _to_second_factor(request, account)


def _to_second_factor(request: HttpRequest, account: Account) -> HttpResponse:
    """The session begins anew: no answers of citizens who used this browser are in it."""
    request.session.flush()
    if not codes.has_second_factor(account):
        write(who(request), Verb.SIGN_IN_FAILED, account=account, details={"step": "no_second_factor"})
        return render(request, "account/no_second_factor.html", status=403)
    login = Login(user=account, redirect_url=next_page(request))
    found: HttpResponse = perform_password_login(request, {}, login)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@limited
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of the app, or a recovery code; only then is anybody signed in."""
    stage = request._login_stage  # type: ignore[attr-defined]  # set by login_stage_required
    account: Account = stage.login.user
    if request.method != "POST":
        return form_page(request, SECOND_FACTOR, FactorForm())
    form = FactorForm(request.POST)
    used = factor.use(request, account, form, "second_factor") if form.is_valid() else None
    if used is None:
        return wrong(request, SECOND_FACTOR, form)
    post_authentication(request, used.factor)
    response: HttpResponse = stage.exit()
    note_sign_in(request, response, account, {"factor": used.factor.type, "left": used.recovery_codes_left})
    return response


def note_sign_in(request: HttpRequest, response: HttpResponse, account: Account, details: dict[str, str | int]) -> None:
    """To be called when somebody has signed in."""
    write(who(request), Verb.SIGNED_IN, details=details)
    limits.remember_device(response, account)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Asked before it is done, so that no link can do it."""
    if request.method != "POST":
        if not isinstance(request.user, Account):
            return redirect("account_login")
        return render(request, "account/sign_out.html")
    if isinstance(request.user, Account):
        write(who(request), Verb.SIGNED_OUT)
        logout(request)
    clear_login(request)
    return redirect("account_login")
