"""A code of the second factor that somebody has typed: counted, looked at, used up."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ...log import Verb, write
from ...models import Account
from ...requests import who
from .. import codes, limits
from ..forms import FactorForm


def use(request: HttpRequest, account: Account, form: FactorForm, step: str) -> codes.Used | None:
    """What was used; None where the code is wrong, which the form then says and the log has. ``step``: where it was
    asked, for the log. Raises TooMany."""
    now = timezone.now()
    attempt = limits.code_attempt(request, account, now)
    used = codes.use(account, form.cleaned_data["code"], now)
    if used is None:
        write(who(request), Verb.SIGN_IN_FAILED, account=account, details={"step": step})
        form.add_error("code", _("This code is wrong, has expired or was used before. Enter the next one."))
        return None
    attempt.succeeded()
    return used
