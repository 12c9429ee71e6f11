"""Whom the finance pages serve, and which region they are about."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from .. import access, log
from ..access import Action
from ..log import Verb
from ..models import LedgerEntry, Region, Role
from ..requests import account_of, who

Row = TypeVar("Row", bound=Model)

READERS = (Role.FINANCE, Role.OFFICER, Role.APPROVER, Role.AUDITOR)
METHODS = ["GET", "HEAD", "POST"]
"""Others are refused to everybody; whether a page may be sent something is told to those who may see it."""


def may_act(request: HttpRequest) -> bool:
    return access.may(request.user, "ledger", Action.PROPOSE)


def check_may_act(request: HttpRequest) -> None:
    """Raises PermissionDenied for those who only read."""
    if not may_act(request):
        raise PermissionDenied


def region_of(request: HttpRequest) -> Region | None:
    """The account's own; of whoever sees the whole country the one that the address names, None until he chooses.

    Raises Http404 where there is no such region."""
    account = account_of(request)
    if account.region_id:
        return Region.objects.get(pk=account.region_id)
    code = request.GET.get("region", "")
    if not code:
        return None
    region = Region.objects.filter(pk=code).first() if code.isascii() and code.isdigit() else None
    if region is None:
        raise Http404
    return region


def find(request: HttpRequest, rows: "QuerySet[Row]", pk: int) -> Row:
    """The row that the account reaches. Raises Http404 for every other one; whoever tries the entry of a person whose
    record is blocked leaves an entry in the log."""
    try:
        return access.find(request.user, rows, pk)
    except Http404:
        blocked = access.find_blocked(request.user, rows, pk=pk)
        if isinstance(blocked, LedgerEntry):
            log.write(who(request), Verb.REJECTED_ATTEMPT, citizen=blocked.citizen, details={"blocked": True})
        raise
