"""Accounts of staff: rights that one administrator gives count only when another one has let the account in.

An account that is new, shut out, or whose rights have changed, is not active. So no administrator widens his own
scope: not on his own account, which he never touches, not by a second one that he makes, and not by inviting himself
into somebody else's: the code of an invitation is seen only by whoever lets the account in, which takes two. Who
changed the rights last is read from the log, which nobody can rewrite. Shutting out takes one and holds at once.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import log
from .access import Action, may
from .log import Verb, Who
from .models import Account, LogEntry
from .signin import invitations

RIGHTS = frozenset({"username", "email", "role", "region", "office", "polyclinic", "own_number"})
"""Fields that say what an account reaches or who gets into it: an invitation goes to the e-mail."""


class AccountRefused(Exception):
    """Nothing was changed. ``message`` is for the administrator."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class Line(NamedTuple):
    """Who has access, as the report lists it."""

    account: Account
    second_factor: bool | None
    """None where signing in with a second factor is not installed."""


@transaction.atomic
def let_in(who: Who, account: Account, *, with_invitation: bool) -> str:
    """Make an account active; the code of a new invitation, or nothing. Raises AccountRefused for one's own account,
    for one that is active and where one changed its rights oneself."""
    _check(who, account)
    if account.is_active:
        raise AccountRefused(_("This account is active already."))
    if last_change_of_rights_by(account) == who.account:
        raise AccountRefused(_("You changed the rights of this account. Another administrator has to give it access."))
    account.is_active = True
    account.save(update_fields=["is_active"])
    log.write(who, Verb.ACCOUNT_CHANGED, account=account, details={"change": "let_in"})
    return invitations.invite(who, account) if with_invitation else ""


@transaction.atomic
def shut_out(who: Who, account: Account) -> None:
    """Make an account inactive: its sessions end at once. Raises AccountRefused for one's own."""
    _check(who, account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    log.write(who, Verb.ACCOUNT_CHANGED, account=account, details={"change": "rights", "active": False})


def last_change_of_rights_by(account: Account) -> Account | None:
    """Who gave the account its present rights; None where the log has nobody, as after an installation."""
    changes = LogEntry.objects.filter(account=account, verb=Verb.ACCOUNT_CHANGED, details__change="rights")
    last = changes.select_related("actor").order_by("-pk").first()
    return last.actor if last else None


def report() -> Iterator[Line]:
    """Every account with what it reaches: the list of who has access."""
    factors = _with_second_factor()
    for account in Account.objects.select_related("region", "office", "polyclinic"):
        yield Line(account, None if factors is None else account.pk in factors)


def _check(who: Who, account: Account) -> None:
    if who.account is None or not may(who.account, "accounts", Action.WRITE):
        raise AccountRefused(_("Only an administrator may do this."))
    if account.pk == who.account.pk:
        raise AccountRefused(_("Nobody can change the rights of their own account."))


def _with_second_factor() -> set[Any] | None:
    if not apps.is_installed("allauth.mfa"):
        return None
    factors = apps.get_model("mfa", "Authenticator")._default_manager.exclude(type="recovery_codes")
    return set(factors.values_list("user_id", flat=True))
