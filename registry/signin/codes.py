"""Second factors: the changing code of an authenticator app (TOTP), and recovery codes on paper. Each opens once.

allauth remembers used codes in a cache, which forgets; here the row itself keeps the last step that was used, so that
neither that code nor an older one opens again (RFC 6238, 5.2).
"""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction
from django.utils.crypto import constant_time_compare

from eligibility.keeping import characters

from ..models import Account
from . import sealing

log = logging.getLogger(__name__)

DELAY = timedelta(seconds=10)
"""How long after its 30 seconds a code is still taken: it has to be typed and sent."""
LAST = "last_step"
"""In the data of a TOTP row: the number of the newest step whose code was used."""

new_secret = generate_totp_secret


class Used(NamedTuple):
    factor: Authenticator
    recovery_codes_left: int


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def code_at(secret: str, now: datetime) -> str:
    """The code that an authenticator app shows at that moment."""
    return str(format_hotp_value(hotp_value(secret, _step(now))))


def step_of(secret: str, code: str, now: datetime, after: int = 0) -> int | None:
    """The step to which the code belongs, if it is the present one or has just passed, and later than ``after``."""
    for step in sorted({_step(now), _step(now - DELAY)}, reverse=True):
        right = format_hotp_value(hotp_value(secret, step))
        if step > after and constant_time_compare(right, characters(code)):
            return step
    return None


def use(account: Account, code: str, now: datetime) -> Used | None:
    """Use up a code of the app or a recovery code; None where it is neither, or was used before."""
    try:
        return _use(account, code, now)
    except sealing.Unreadable:
        log.error("The second factor of account %s cannot be read: is SECOND_FACTOR_KEY another one?", account.pk)
        return None


@transaction.atomic
def _use(account: Account, code: str, now: datetime) -> Used | None:
    rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=account).order_by("pk")}
    recovery = rows.get(Authenticator.Type.RECOVERY_CODES)
    app = rows.get(Authenticator.Type.TOTP)
    if app is None:
        return None
    step = step_of(sealing.unseal(app.data["secret"]), code, now, app.data.get(LAST, 0))
    if step is not None:
        app.data[LAST] = step
        app.save(update_fields=["data"])
        return Used(app, left(account))
    if recovery is not None and RecoveryCodes(recovery).validate_code(characters(code)):
        return Used(recovery, left(account))
    return None


@transaction.atomic
def enrol(account: Account, secret: str, step: int) -> list[str]:
    """Make the app with this secret the account's only second factor; returns new recovery codes. ``step``: of the
    code by which the app was shown to be in the right hands."""
    Account.objects.select_for_update().get(pk=account.pk)
    Authenticator.objects.filter(user=account).delete()
    app = TOTP.activate(account, secret).instance
    app.data[LAST] = step
    app.save(update_fields=["data"])
    return _recovery_codes(account)


@transaction.atomic
def renew_recovery_codes(account: Account) -> list[str]:
    """New codes; the former ones open nothing any more."""
    Account.objects.select_for_update().get(pk=account.pk)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    return _recovery_codes(account)


def left(account: Account) -> int:
    """How many recovery codes have not been used."""
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def _recovery_codes(account: Account) -> list[str]:
    return list(RecoveryCodes.activate(account).get_unused_codes())


def _step(now: datetime) -> int:
    return int(now.timestamp()) // int(app_settings.TOTP_PERIOD)
