"""The picture of a region, and its numbers as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.presentation import long_date
from eligibility.rules import law as law_module

from ... import access, log
from ...log import Verb
from ...models import District, Region
from ...requests import account_of, who
from ...sheets import TYPES
from ...workplace import for_whom, page
from .. import files, words
from ..contents import Contents, contents
from ..reach import scope_of
from ..reading import Cover, Scope

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@for_whom("picture")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    scope = scope_of(account, request.GET)
    found = contents(scope, law_module.load())
    told: dict[str, Any] = {
        "scope": scope,
        "found": found,
        "everywhere": not account.region_id,
        "regions": [] if account.region_id else Region.objects.all(),
        "districts": District.objects.filter(region=scope.region) if scope.region else [],
        "may_see_ledger": access.may(account, "ledger"),
    }
    if found is not None:
        told |= {"day": long_date(found.picture.day), "tiles": _tiles(found), "before": _before(found)}
        told["part"] = "" if scope.region else _part(found, len(told["regions"]))
    return page(request, "picture/overview.html", told)


@require_http_methods(METHODS)
@for_whom("picture")
def export(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return redirect("picture")
    scope = scope_of(account_of(request), request.POST)
    kind = request.POST.get("kind", "")
    found = contents(scope, law_module.load()) if kind in TYPES else None
    if found is None:
        return redirect("picture")
    log.write(who(request), Verb.EXPORTED, details=_told(scope, found, kind))
    body = files.as_csv(found) if kind == "csv" else files.as_xlsx(found)
    answer = HttpResponse(body, content_type=TYPES[kind])
    where = scope.district.pk if scope.district else scope.region.pk if scope.region else "kz"
    answer["Content-Disposition"] = f'attachment; filename="kepil-{where}-{found.picture.day}.{kind}"'
    return answer


def _told(scope: Scope, found: Contents, kind: str) -> dict[str, object]:
    return {
        "what": "picture",
        "format": kind,
        "region": scope.region.pk if scope.region else "",
        "district": scope.district.pk if scope.district else "",
        "day": found.picture.day.isoformat(),
    }


def _tiles(found: Contents) -> list[tuple[str, str, str]]:
    """Name, people, share."""
    cover = found.picture.cover
    parts = {"insured": cover.insured, "uninsured": cover.uninsured, "doubtful": cover.doubtful}
    return [
        (
            str(words.COVERS[kind]),
            words.people(people),
            words.share(people / cover.total if cover.total and people else None),
        )
        for kind, people in parts.items()
    ]


def _part(found: Contents, regions: int) -> str:
    """Where the country is not counted as a whole, how much of it is."""
    counted = sum(bool(place.cover.total) for place in found.picture.places)
    if counted >= regions:
        return ""
    text = _("Not the whole country: of %(all)s regions, %(counted)s have been counted.")
    return text % {"all": regions, "counted": counted}


def _before(found: Contents) -> str:
    """How the share has changed since the end of the month before, in hundredths of all people."""
    earlier = [
        (day, cover) for day, cover in found.picture.days.items() if day < found.picture.day and cover.share is not None
    ]
    if not earlier or found.picture.cover.share is None:
        return ""
    day, cover = earlier[-1]
    points = _points(found.picture.cover, cover)
    return _("%(points)s percentage points since %(day)s") % {"points": points, "day": long_date(day)}


def _points(now: Cover, before: Cover) -> str:
    change = round(((now.share or 0) - (before.share or 0)) * 1000)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    whole, tenth = divmod(abs(change), 10)
    return f"{sign}{words.decimal(whole, tenth)}"
