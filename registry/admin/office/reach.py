"""Which cases an officer reaches here, and who works here at all."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from ... import access, log
from ...log import Verb
from ...models import Account, Application
from ...requests import who
from ..base import find

BESIDE = ("citizen", "region", "district", "office", "officer", "decision__decided_by", "decision__proposed_by")
"""Rows that the page of a case needs beside the application."""


def works_here(account: Account) -> bool:
    """Whether the role decides on applications."""
    return access.may(account, "application", access.Action.PROPOSE)


def applications(account: Account) -> "QuerySet[Application]":
    return access.visible(account, Application.objects.all())


def find_case(request: HttpRequest, pk: int) -> Application:
    return find(request, Application.objects.select_related(*BESIDE), pk)


def refuse_blocked(request: HttpRequest, application: Application) -> None:
    """Raises Http404 where the person, who came into the registry after he applied, had his record blocked."""
    if application.citizen is not None and application.citizen.blocked:
        log.write(who(request), Verb.REJECTED_ATTEMPT, details={"blocked": True}, application=application)
        raise Http404
