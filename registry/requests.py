"""From a request to what the registry's verbs and rights take: who asks, from where and when."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from eligibility.addresses import client_address

from .log import Who
from .models import Account


def who(request: HttpRequest, purpose: str = "") -> Who:
    """The account that is signed in, or nobody; ``purpose``: the code of why a record is read."""
    account = request.user if isinstance(request.user, Account) else None
    return Who(now=timezone.now(), account=account, address=client_address(request), purpose=purpose)


def applicant(request: HttpRequest) -> Who:
    """Whoever applies or has the secret of an application: nobody has checked his name."""
    return Who(now=timezone.now(), applicant=True, address=client_address(request))


def account_of(request: HttpRequest) -> Account:
    """The account that is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user
