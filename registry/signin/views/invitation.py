"""By invitation: the code, a password, an app; only when all is there does anything change, and all at once."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ...models import Account, Invitation
from ...requests import who
from .. import invitations, limits
from ..forms import FactorForm, InvitationForm, NewPasswordForm
from . import enrolment
from .entrance import note_sign_in
from .pages import form_page, limited, wrong

DIGEST, PASSWORD = "signin.invitation", "signin.password"
CODE_PAGE, PASSWORD_PAGE = "account/invitation.html", "account/invitation_password.html"


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def invitation(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, CODE_PAGE, InvitationForm())
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return wrong(request, CODE_PAGE, form)
    now = timezone.now()
    attempt = limits.invitation_attempt(request, now)
    found = invitations.find(form.cleaned_data["code"], now)
    if found is None:
        form.add_error("code", _("This code opens nothing: it is mistyped, has been used, or is older than a day."))
        return wrong(request, CODE_PAGE, form)
    attempt.succeeded()
    if isinstance(request.user, Account):
        logout(request)
    request.session.flush()
    request.session[DIGEST] = found.digest
    return redirect("invitation-password")


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Only the hash waits in the session, as it would in the account."""
    found = _invitation(request)
    if found is None:
        return redirect("invitation")
    if request.method != "POST":
        form = NewPasswordForm(account=found.account)
        return form_page(request, PASSWORD_PAGE, form, account=found.account)
    form = NewPasswordForm(request.POST, account=found.account)
    if not form.is_valid():
        return wrong(request, PASSWORD_PAGE, form, account=found.account)
    request.session[PASSWORD] = make_password(form.cleaned_data["new"])
    return redirect("invitation-device")


@require_http_methods(["GET", "HEAD", "POST"])
@limited
def device(request: HttpRequest) -> HttpResponse:
    """The last step: whoever has done it is signed in."""
    found = _invitation(request)
    if found is None or PASSWORD not in request.session:
        return redirect("invitation")
    if request.method != "POST":
        return enrolment.page(request, found.account, FactorForm())
    shown = enrolment.read(request, found.account)
    if isinstance(shown, HttpResponse):
        return shown
    made = invitations.accept(who(request), found.digest, request.session[PASSWORD], shown.secret, shown.step)
    if made is None:
        return redirect("invitation")
    account, recovery_codes = made
    request.session.flush()
    record_authentication(request, account, "mfa")
    get_adapter().login(request, account)
    response = enrolment.codes_page(request, recovery_codes)
    note_sign_in(request, response, account, {"factor": "invitation"})
    return response


def _invitation(request: HttpRequest) -> Invitation | None:
    return invitations.by_digest(request.session.get(DIGEST, ""), timezone.now())
