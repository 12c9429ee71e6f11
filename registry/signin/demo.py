"""Past the second factor in the demo, where nobody has a phone with the app."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied

from ..models import Account
from . import codes, sealing


def demo_code(account: Account, now: datetime) -> str:
    """The code that the app of a demo account would show now. Raises PermissionDenied for any other account, and
    outside development; Authenticator.DoesNotExist where the account has no app."""
    if not (settings.DEBUG and account.demo):
        raise PermissionDenied
    row = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
    return codes.code_at(sealing.unseal(row.data["secret"]), now)
