"""The people of a register, fifty a page, and where one line comes from. Every page leaves an entry of the reading."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.presentation import long_date, long_month, money, percent
from eligibility.rules import law as law_module

from ... import iin, log
from ...ledger import amounts
from ...ledger.collecting import portions
from ...ledger.lines import Line
from ...ledger.money import tenge
from ...ledger.words import OBLIGATIONS, because, kind
from ...log import Verb
from ...models import Citizen, LedgerEntry, Register, Role
from ...refusals import NotAllowed
from ...requests import account_of, number_in, who
from ...working_days import day_of
from ...workplace import for_whom, page
from ..reach import METHODS, READERS, find
from .registers import told

PER_PAGE = 50
MOST_PAGES = 20_000


class Shown(NamedTuple):
    """A line of a draft (``entry`` None) or an entry."""

    entry: int | None
    citizen: int
    month: int
    kind: str
    amount: int
    because: str


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS)
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    row = find(request, Register.objects.select_related("region"), pk)
    number = _page(request)
    start = (number - 1) * PER_PAGE
    found, refused = _lines(row, start)
    if not found and number > 1:
        raise Http404
    listed = found[:PER_PAGE]
    with transaction.atomic():
        details = {"register": row.pk, "page": number, "rows": sorted({line.citizen for line in listed})}
        log.write(who(request), Verb.READ_LEDGER, details=details)
        context = told(row) | {
            "lines": list(_named(listed)),
            "refused": refused,
            "number": number,
            "before": number - 1,
            "after": number + 1 if len(found) > PER_PAGE else None,
        }
        return page(request, "finance/people.html", context)


def _page(request: HttpRequest) -> int:
    number = number_in(request.GET, "page") if "page" in request.GET else 1
    if number is None or not 0 < number <= MOST_PAGES:
        raise Http404
    return number


def _lines(row: Register, start: int) -> tuple[Sequence[Shown], str]:
    """One more than the page holds; of a draft as they would be written now, or why they cannot be."""
    stop = start + PER_PAGE + 1
    if row.state == Register.State.DRAFTED:
        try:
            return [_planned(line) for line in islice(_drafted(row), start, stop)], ""
        except NotAllowed as refused:
            return [], refused.message
    names = ("pk", "citizen", "month", "kind", "amount", "because")
    return [Shown(*values) for values in row.entries.order_by("pk").values_list(*names)[start:stop]], ""


def _drafted(row: Register) -> Iterator[Line]:
    prices = amounts.Prices(row.region_id, law_module.load())
    return chain.from_iterable(portions(row.region_id, row.month, prices))


def _planned(line: Line) -> Shown:
    return Shown(None, line.citizen, line.month, line.kind, line.amount, line.because)


def _named(lines: Sequence[Shown]) -> Iterator[dict[str, Any]]:
    """With name and masked number; of whoever had his record blocked, without either."""
    citizens = Citizen.objects.in_bulk({line.citizen for line in lines})
    for line in lines:
        person = citizens[line.citizen]
        yield {
            "entry": None if person.blocked else line.entry,
            "person": None if person.blocked else person,
            "number": iin.masked(person.iin),
            "month": long_month(line.month),
            "kind": kind(line.kind),
            "sum": money(tenge(line.amount)),
            "because": because(line.because),
        }


@require_http_methods(METHODS)
@for_whom("ledger", None, *READERS)
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The line with its obligation and decision. The visit is a medical secret: only an auditor learns its number."""
    rows = LedgerEntry.objects.select_related(
        "citizen", "register", "wage__region", "obligation__ground__decision", "reverses", "reversal"
    )
    row = find(request, rows, pk)
    with transaction.atomic():
        details = {"register": row.register_id, "entry": row.pk}
        log.write(who(request), Verb.READ_LEDGER, citizen=row.citizen, details=details)
        return page(request, "finance/entry.html", _trace(row) | {"auditor": _is_auditor(request)})


def _is_auditor(request: HttpRequest) -> bool:
    return account_of(request).role == Role.AUDITOR


def _trace(row: LedgerEntry) -> dict[str, Any]:
    obligation, ground = row.obligation, row.obligation.ground
    decided = ground.decision.decided_at if ground.decision else ground.confirmed_at
    rate = amounts.rate(row.month, law_module.load())
    return {
        "row": row,
        "number": iin.masked(row.citizen.iin),
        "month": long_month(row.month),
        "kind": kind(row.kind),
        "sum": money(tenge(row.amount)),
        "because": because(row.because),
        "wage": money(row.wage.amount),
        "rate": percent(rate.amount) if rate and rate.amount is not None else "",
        "obligation": obligation,
        "obligation_kind": OBLIGATIONS[obligation.kind],
        "first": long_month(obligation.first_month),
        "last": long_month(obligation.last_month),
        "made": long_date(day_of(obligation.made_at)),
        "ended": long_date(day_of(obligation.ended_at)) if obligation.ended_at else "",
        "decided": long_date(day_of(decided)),
        "reversal": getattr(row, "reversal", None),
    }
