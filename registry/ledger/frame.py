"""What the verbs of the ledger have in common: who may, of which region, and what of a vain attempt is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from .. import access, log
from ..access import Action
from ..log import Verb, Who
from ..models import Account, Region
from ..refusals import NotAllowed, Refused


@contextmanager
def acting(who: Who, verb: Verb, **details: Any) -> Iterator[None]:
    """One transaction. What was refused as not his to do, decided or changed meanwhile is kept in the log, after the
    rollback."""
    with log.attempts_recorded(who, verb, details=details), transaction.atomic():
        yield


def account_of(who: Who, action: Action, region: str | None = None) -> Account:
    """The account as it is now, where it may do that with rows of the region. Raises NotAllowed."""
    account = Account.objects.filter(pk=who.account.pk).first() if who.account else None
    if account is None or account.region_id is None or not access.may(account, "ledger", action):
        raise NotAllowed("account")
    if region is not None and account.region_id != region:
        raise NotAllowed("other_region")
    return account


def locked_region(code: str) -> Region:
    """The ledger of a region changes by one verb after the other."""
    return Region.objects.select_for_update().get(pk=code)


@contextmanager
def once(refused: Refused) -> Iterator[None]:
    """Raises ``refused`` where the database holds already what is written within."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise refused from None
