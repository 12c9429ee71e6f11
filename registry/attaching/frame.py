"""What all verbs of attachment have in common: one transaction, the rows locked, rights and version checked, one entry
in the log."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from .. import access, log
from ..access import Action
from ..log import Verb, Who
from ..models import Account, AttachmentRequest, Citizen
from ..refusals import NotAllowed, Stale

State = AttachmentRequest.State
LOGGED = {
    "withdraw": Verb.ATTACHMENT_WITHDRAWN,
    "accept": Verb.ATTACHMENT_ACCEPTED,
    "refuse": Verb.ATTACHMENT_REFUSED,
}


@dataclass(slots=True)
class Case:
    """The request, locked, and the person's row, locked, where the registry has one. ``by`` None: the applicant."""

    who: Who
    by: Account | None
    row: AttachmentRequest
    citizen: Citizen | None
    details: dict[str, Any] = field(init=False, default_factory=dict)

    def close(self, state: str) -> None:
        self.row.state, self.row.closed_at, self.row.decided_by = state, self.who.now, self.by


@contextmanager
def on_request(who: Who, verb: str, request: AttachmentRequest, version: int | None = None) -> Iterator[Case]:
    """Do the verb with ``case.row``; it is saved at the end. ``version``: of the page; applicants have none.

    The person's row is locked first, as everywhere. Raises NotAllowed, Stale, Account.DoesNotExist."""
    with attempts_recorded(who, verb, request), transaction.atomic():
        citizen = Citizen.objects.select_for_update(of=("self",)).filter(iin=request.iin).first()
        row = locked(request)
        case = Case(who, account_of(who) if who.account else None, row, citizen)
        _check_case(case, version)
        yield case
        row.citizen = case.citizen
        row.version += 1
        row.save()
        details = {"attachment_request": row.pk, **case.details}
        log.write(who, LOGGED[verb], citizen=case.citizen, details=details)


def locked(request: AttachmentRequest) -> AttachmentRequest:
    """The row as it stands, kept from everybody else until the end of the transaction."""
    rows = AttachmentRequest.objects.select_for_update(of=("self",)).select_related("polyclinic")
    return rows.get(pk=request.pk)


def account_of(who: Who) -> Account:
    """As it is now: it may have been disabled or moved since the page was opened."""
    if who.account is None:
        raise NotAllowed("account")
    return Account.objects.select_related("citizen").get(pk=who.account.pk)


def stranger(account: Account, polyclinic: int, citizen: Citizen | None, iin: str) -> str:
    """Why the account may not touch the request, as a code of registry/refusals.py; empty where it may."""
    if not access.may(account, "attachment", Action.WRITE):
        return "account"
    if account.polyclinic_id != polyclinic:
        return "other_polyclinic"
    if access.is_blocked(citizen, iin):
        return "blocked"
    return "own_case" if access.is_own_case(account, citizen, iin) else ""


def check(code: str) -> None:
    if code:
        raise NotAllowed(code)


def _check_case(case: Case, version: int | None) -> None:
    row = case.row
    if case.by is None:
        check("" if case.who.applicant else "account")
    else:
        check(stranger(case.by, row.polyclinic_id, case.citizen, row.iin))
    check_version(version, row)
    check("" if row.state == State.RECEIVED else "decided")


def check_version(seen: int | None, row: AttachmentRequest) -> None:
    """Raises Stale where the page showed another version than the present one."""
    if seen is not None and seen != row.version:
        raise Stale(row.decided_by, row.closed_at or row.submitted_at, row.state)


def attempts_recorded(who: Who, verb: str, request: AttachmentRequest | None = None) -> AbstractContextManager[None]:
    """As of the log, about a request."""
    about = {"attachment_request": request.pk} if request else {}
    citizen = request.citizen if request else None
    return log.attempts_recorded(who, f"attachment_{verb}", citizen=citizen, details=about)
