"""Whom a reader's picture may be about. Nobody sees rows here, so registry/access.py has none to cut: this is the one
place that confines whoever belongs to a region to it."""

from collections.abc import Mapping

from django.http import Http404

from ..models import Account, District, Region, Run
from .reading import Scope

CODE_LENGTH = 9


def scope_of(account: Account, asked: Mapping[str, str]) -> Scope:
    """``asked``: ``region`` (heeded only of whoever sees the whole country) and ``district``, both by code.

    Raises Http404 where there is none of that code, or it lies elsewhere."""
    region = account.region if account.region_id else _region(asked.get("region", ""))
    code = asked.get("district", "")
    if not code:
        return Scope(region)
    rows = District.objects.filter(region=region) if region else District.objects.none()
    district = rows.filter(pk=code).first() if _is_code(code) else None
    if district is None:
        raise Http404
    return Scope(region, district)


def find_run(account: Account, pk: int) -> Run:
    """A what-if of the account's region; whoever sees the whole country reaches all. Raises Http404."""
    rows = Run.objects.filter(kind=Run.Kind.WHAT_IF).select_related("region").defer("samples")
    if account.region_id:
        rows = rows.filter(region=account.region_id)
    run = rows.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def _region(code: str) -> Region | None:
    if not code:
        return None
    region = Region.objects.filter(pk=code).first() if _is_code(code) else None
    if region is None:
        raise Http404
    return region


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= CODE_LENGTH
