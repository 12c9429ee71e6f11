"""What the region owes, what is paid and what the year will cost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.presentation import long_month, money, month_name, percent
from eligibility.rules import law as law_module
from eligibility.rules.dates import month_of
from eligibility.texts import entry, source, term, words

from ...counts import told
from ...ledger import amounts, forecast, wages
from ...ledger.forecast import Year
from ...ledger.money import tenge
from ...models import Region, Role
from ...requests import account_of
from ...working_days import day_of
from ...workplace import for_whom, page
from ..chart import chart
from ..reach import METHODS, READERS, may_act, region_of
from ..waiting import waiting


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS, Role.ANALYST)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    region = region_of(request)
    if region is None:
        return page(request, "finance/regions.html", {"regions": Region.objects.all(), "title": _("Contributions")})
    present = month_of(day_of(timezone.now()).toordinal())
    year = _year(request, present // forecast.MONTHS)
    found = forecast.of_year(region, year, present, law_module.load())
    counts_only = account_of(request).role == Role.ANALYST
    context: dict[str, Any] = {
        "region": region,
        "chosen": request.GET.get("region"),
        "year": found,
        "years": wages.years(),
        "present": long_month(present),
        "rate": _rate(present),
        "may_act": may_act(request),
        "months": _months(found, counts_only),
    }
    if not counts_only:
        context |= {"waiting": waiting(region, found) if may_act(request) else []}
        context |= {"chart": chart(found), "sums": _sums(found), "places": _places(found)}
    return page(request, "finance/overview.html", context)


def _year(request: HttpRequest, present: int) -> int:
    """The one that the address names, else the present one, as far as the law knows it."""
    known = wages.years()
    asked = next((year for year in known if str(year) == request.GET.get("year")), None)
    return asked or min(max(present, known[0]), known[-1])


def _rate(present: int) -> dict[str, Any] | None:
    value = amounts.rate(present, law_module.load())
    if value is None or value.amount is None:
        return None
    note = words(entry("notes", value.note)["text"]) if value.note else ""
    said = {"share": percent(value.amount), "source": source(value.act, value.article), "note": note}
    return said | {"certainty": term("certainties", value.certainty)}


def shown(sum_: int | None) -> str:
    """A sum, or that it is not known."""
    return _("not known") if sum_ is None else money(tenge(sum_))


def _sums(year: Year) -> list[tuple[str, str]]:
    return [
        (_("Owed up to now"), shown(year.due)),
        (_("Paid"), shown(year.paid)),
        (_("Approved or sent, not paid yet"), shown(year.moving)),
        _left(year),
        (_("Still to come this year"), shown(year.coming)),
        (_("The whole year"), shown(year.whole)),
    ]


def _left(year: Year) -> tuple[str, str]:
    if year.open is not None and year.open < 0:
        return _("Paid more than is owed"), shown(-year.open)
    return _("Not paid of what is owed"), shown(year.open)


def _months(year: Year, counts_only: bool) -> list[dict[str, Any]]:
    """Those of counts alone are told of five people or more, and without sums that would tell of fewer."""
    rows = []
    for item in year.months:
        few = counts_only and told(item.people) is None
        sums = [shown(item.due), shown(item.moving), shown(item.paid)]
        rows.append(
            {
                "name": month_name(item.month),
                "ahead": item.ahead,
                "people": "–" if few else item.people,
                "sums": ["–"] * len(sums) if few else sums[:1] if counts_only else sums,
            }
        )
    return rows


def _places(year: Year) -> list[dict[str, Any]]:
    return [
        {
            "name": item.district.name if item.district else _("District not known"),
            "people": item.people,
            "sums": [shown(item.due), shown(item.moving), shown(item.paid), shown(item.coming)],
        }
        for item in year.places
    ]
