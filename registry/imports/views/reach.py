"""What the pages of imports have in common: which rows they find, and where they lead."""

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from ...models import Import
from ...requests import account_of
from ..frame import kinds_of, visible
from ..kinds import KINDS
from ..kinds.base import Kind

METHODS = ["GET", "HEAD", "POST"]


def find(request: HttpRequest, pk: int) -> tuple[Import, Kind]:
    """Raises Http404 for one that the account does not reach as for one that is not there."""
    rows = visible(account_of(request)).select_related("uploaded_by", "applied_by", "region")
    try:
        row = rows.get(pk=pk)
    except (Import.DoesNotExist, OverflowError):
        raise Http404 from None
    return row, KINDS[row.kind]


def kind_of(request: HttpRequest, code: str) -> Kind:
    """Raises Http404 for a kind that the account may not bring as for one that there is not."""
    found = next((kind for kind in kinds_of(account_of(request)) if kind.code == code), None)
    if found is None:
        raise Http404
    return found


def runs_address() -> str:
    """Where everybody is determined anew; empty where there is no such page."""
    try:
        return reverse("runs")
    except NoReverseMatch:
        return ""
