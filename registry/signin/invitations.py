"""Invitations by an administrator: the only way to a first or a forgotten password, and to a lost second factor."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from eligibility import keeping

from .. import access
from ..access import Action
from ..log import Verb, Who, write
from ..models import Account, Invitation
from . import codes

VALID = timedelta(hours=24)


@transaction.atomic
def invite(who: Who, account: Account) -> str:
    """A code for the account, which is shown to nobody but the one who hands it over; an earlier one opens nothing
    any more. The account's present password and second factor hold until the code is used.

    ``who`` is an administrator, or nobody for the command that makes the first account. Raises PermissionDenied for
    others, for one's own account and for a disabled one.
    """
    by = who.account
    if by is not None and (by.pk == account.pk or not access.may(by, "accounts", Action.WRITE)):
        raise PermissionDenied
    if not account.is_active:
        raise PermissionDenied
    code = keeping.new_code()
    fields = {"digest": digest(code), "expires_at": who.now + VALID}
    Invitation.objects.update_or_create(account=account, defaults=fields)
    write(who, Verb.ACCOUNT_CHANGED, account=account, details={"change": "invited"})
    return code


def find(code: str, now: datetime) -> Invitation | None:
    """The invitation that the code opens now."""
    return by_digest(digest(code), now)


def by_digest(value: str, now: datetime) -> Invitation | None:
    rows = Invitation.objects.select_related("account").filter(account__is_active=True)
    return rows.filter(digest=value, expires_at__gt=now).first()


@transaction.atomic
def accept(who: Who, value: str, password_hash: str, secret: str, step: int) -> tuple[Account, list[str]] | None:
    """Use the invitation up: the account has the password and the second factor, all its sessions are over.

    Returns the account and its recovery codes; None where the invitation has been used or has expired meanwhile.
    """
    Invitation.objects.select_for_update().filter(digest=value).first()
    invitation = by_digest(value, who.now)
    if invitation is None:
        return None
    account = invitation.account
    invitation.delete()
    account.password = password_hash
    account.save(update_fields=["password"])
    recovery_codes = codes.enrol(account, secret, step)
    write(who, Verb.ACCOUNT_CHANGED, account=account, details={"change": "invitation_used"})
    return account, recovery_codes


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
