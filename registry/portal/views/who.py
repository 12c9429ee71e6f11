"""Who asks: an applicant, whose name nobody has checked."""

from django.http import HttpRequest
from django.utils import timezone

from eligibility.addresses import client_address

from ...log import Who


def applicant(request: HttpRequest) -> Who:
    return Who(now=timezone.now(), applicant=True, address=client_address(request))
