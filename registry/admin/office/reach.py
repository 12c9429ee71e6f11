"""Which rows an officer reaches here, and who works here at all."""

from collections.abc import Callable
from functools import wraps

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from ... import access
from ...models import Account, Application, Proposal
from ...requests import account_of

Page = Callable[..., HttpResponse]


def works_here(account: Account) -> bool:
    """Whether the role decides on applications."""
    return access.may(account, "application", access.Action.PROPOSE)


def applications(account: Account) -> "QuerySet[Application]":
    """Those of the region, but for people who had their record blocked."""
    return access.visible(account, Application.objects.exclude(citizen__blocked=True))


def proposals(account: Account) -> "QuerySet[Proposal]":
    found = Proposal.objects.exclude(application__citizen__blocked=True).exclude(ground__citizen__blocked=True)
    return access.visible(account, found)


def for_officers(page: Page) -> Page:
    """To all others the page is not there."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not works_here(account_of(request)):
            raise Http404
        return page(request, *args, **kwargs)

    return guarded
