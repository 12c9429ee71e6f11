"""The lists, fifty people a page. Every page leaves one entry that names whom it showed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eligibility.presentation import long_date, number
from eligibility.rules import law as law_module
from eligibility.rules.law import Law, LawRangeError

from ... import access, log
from ...access import Action
from ...desk.card import more_ways
from ...desk.views.said import said
from ...log import Verb
from ...models import Account, CoverEnd
from ...models.accounts import REGIONAL
from ...requests import account_of, number_in, who
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import ends as endings
from .. import filters, kinds, listing, weeks
from ..filters import Filters
from ..forms import ExportForm
from ..listing import ENDS, ON_PAPER, UNSEEN

MOST_PAGES = 20_000


@require_safe
@for_whom("falling")
def ends(request: HttpRequest) -> HttpResponse:
    return show(request, ENDS)


@require_safe
@for_whom("falling")
def unseen(request: HttpRequest) -> HttpResponse:
    return show(request, UNSEEN)


@require_safe
@for_whom("falling", None, *REGIONAL)
def on_paper(request: HttpRequest) -> HttpResponse:
    return show(request, ON_PAPER)


def show(request: HttpRequest, code: str, form: ExportForm | None = None, status: int = 200) -> HttpResponse:
    """``form``: of the file that was asked for, with what is wrong in it; its filters are in what was sent."""
    account = account_of(request)
    on, law = day_of(timezone.now()), law_module.load()
    chosen = choose(account, code, request)
    try:
        return _shown(request, account, code, on, law, chosen, form or ExportForm(), status)
    except LawRangeError:
        text = _("The law is not known here for %(day)s, so nothing can be said about the insurance.")
        return said(request, 503, _("No answer for this day"), text % {"day": long_date(on)}, _("Ask 1414."))


def choose(account: Account, code: str, request: HttpRequest) -> Filters:
    values = request.POST if request.method == "POST" else request.GET
    return filters.read(values, filters.districts(account), listing.KINDS[code](account))


def _shown(
    request: HttpRequest,
    account: Account,
    code: str,
    on: date,
    law: Law,
    chosen: Filters,
    form: ExportForm,
    status: int,
) -> HttpResponse:
    place, size = _page(request), kinds.numbers().page
    start = (place - 1) * size
    with transaction.atomic():
        part = listing.part(code, account, on, law, chosen, start, start + size)
        if place > 1 and not part.listed:
            raise Http404
        people = listing.how_many(code, account, on, law, chosen)
        _note(request, account, code, place, part)
    context: dict[str, Any] = {
        "part": part,
        "gone": part.listed - len(part.lines),
        "people": people,
        "number": place,
        "start": start + 1,
        "before": chosen.query(page=place - 1) if place > 1 else "",
        "after": chosen.query(page=place + 1) if start + part.listed < people else "",
        "pages": -(-people // size),
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "export_most": kinds.numbers().export,
        "chosen": chosen,
        "code": code,
        "clinical": filters.is_clinical(account),
        "more_ways": more_ways(),
    }
    context |= _frame(account, code, chosen) | (_overview(account, on, chosen) if code == ENDS else {})
    return page(request, "falling/list.html", context, status)


def _note(request: HttpRequest, account: Account, code: str, place: int, part: listing.Part) -> None:
    """An empty page shows nobody."""
    details: dict[str, Any] = {"list": code, "page": place, "rows": part.people}
    if access.may(account, "diagnosis", Action.WRITE) and code == ENDS:
        details["diagnoses"] = True
    if part.lines:
        log.write(who(request), Verb.READ_LIST, details=details)


def _page(request: HttpRequest) -> int:
    found = number_in(request.GET, "page") if "page" in request.GET else 1
    if found is None or not 0 < found <= MOST_PAGES:
        raise Http404
    return found


def _frame(account: Account, code: str, chosen: Filters) -> dict[str, Any]:
    return {
        "tabs": [
            (listing.TITLES[item], reverse(listing.URLS[item]), item == code) for item in listing.offered(account)
        ],
        "title": listing.TITLES[code],
        "districts": filters.districts(account),
        "kinds": listing.KINDS[code](account),
        "within": kinds.numbers().within if code == ENDS else (),
    }


def _overview(account: Account, on: date, chosen: Filters) -> dict[str, Any]:
    """Tiles for 30, 60 and 90 days, and the weeks that the filter leaves."""
    widest = Filters(kinds.numbers().horizon, chosen.district, chosen.kind)
    found = endings.counted(endings.rows(account, on, widest))
    inside: Callable[[int], list[endings.Number]] = partial(_inside, found, on)
    by_week = weeks.weeks(inside(chosen.within), on, chosen.until(on))
    worked_out = access.visible(account, CoverEnd.objects.all(), on).aggregate(day=Max("worked_out_on"))["day"]
    return {
        "tiles": [
            (
                days,
                number(sum(item.people for item in inside(days))),
                number(sum(item.people for item in inside(days) if item.first)),
            )
            for days in kinds.numbers().within
        ],
        "weeks": by_week,
        "chart": weeks.chart(by_week),
        "worked_out": long_date(worked_out) if worked_out else "",
    }


def _inside(found: list[endings.Number], on: date, days: int) -> list[endings.Number]:
    return [item for item in found if (item.last_day - on).days <= days]
