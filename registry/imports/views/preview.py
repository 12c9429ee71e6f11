"""One import: how far it is, what it would change, and what may be done with it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.presentation import number, short_date

from ... import log, retention
from ...access import Action
from ...log import Verb
from ...models import Import, ImportRow
from ...requests import who
from ...workplace import for_whom, page
from .. import bringing
from ..frame import people_in
from ..kinds.base import Kind
from ..tasks import UNDER_WAY
from ..words import DIFFERENCES, STATES, column_label, column_name, fault_text, form_text, problem_text, without_numbers
from .reach import METHODS, find, runs_address

SAMPLES = 20
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_REASONS = 20
REFRESH = 5
"""Seconds."""
SAME_FOR_ALL = frozenset({"choice", "too_long", "day_outside", "month_outside"})
"""Problems whose texts name what holds for the column."""
STILL = "still"
"""In the address: the page does not come anew by itself."""
SHOWN = (ImportRow.Difference.NEW, ImportRow.Difference.CHANGED)


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    row, kind = find(request, pk)
    return shown(request, row, kind)


def shown(request: HttpRequest, row: Import, kind: Kind, status: int = 200, refused: str = "") -> HttpResponse:
    """The page; while there is work on the import it comes anew by itself, unless that is switched off."""
    moving = row.state in UNDER_WAY
    context = about(row, kind) | {
        "refused": refused,
        "moving": moving,
        "still": STILL in request.GET,
        "every": REFRESH,
        "may_cancel": row.state in bringing.MAY_CANCEL,
    }
    if row.state in (Import.State.STAGED, Import.State.APPLIED, Import.State.APPLYING):
        found = {str(code): _sampled(row, code) for code in SHOWN}
        context |= _preview(row, kind, found)
        named = people_in(item for rows in found.values() for item in rows)
        log.write(who(request), Verb.READ_LIST, details={"import": row.pk, "list": "preview", "rows": named})
    response = page(request, "imports/import.html", context, status)
    if moving and STILL not in request.GET:
        response.headers["Refresh"] = f"{REFRESH}; url={reverse('import', args=[row.pk])}"
    return response


def about(row: Import, kind: Kind) -> dict[str, Any]:
    same = bringing.earlier(row)
    return {
        "row": row,
        "kind": kind,
        "state": STATES[row.state],
        "file": without_numbers(row.file_name),
        "form": form_text(row.form),
        "megabytes": number(max(1, round(row.size / 1024))),
        "fault": _fault(row, kind),
        "moved": _moved(row),
        "earlier": same,
        "earlier_state": STATES[same.state] if same else "",
        "others": ", ".join(without_numbers(name) for name in _others(row, kind)),
        "percent": _percent(row),
        "rows_read": number(row.rows_read),
        "rows_total": number(row.rows_total or 0),
        "rows_applied": number(row.rows_applied),
        "runs": runs_address() if row.state == Import.State.APPLIED else "",
    }


def _fault(row: Import, kind: Kind) -> str:
    return fault_text(kind, row.fault, row.fault_values) if row.fault and row.fault != "moved" else ""


def _moved(row: Import) -> list[tuple[str, str, str]]:
    """Where the counts at the end are others than those of the preview: what, before, now."""
    if row.fault != "moved":
        return []
    return [
        (str(name), number(row.fault_values[code]), number(getattr(row, code)))
        for code, name in DIFFERENCES.items()
        if row.fault_values.get(code) != getattr(row, code)
    ]


def _others(row: Import, kind: Kind) -> Sequence[str]:
    known = {column.name for column in kind.columns}
    return [name for name in row.columns if name and name not in known]


def _percent(row: Import) -> int | None:
    """How far it is; None where that is not known."""
    if row.state == Import.State.APPLYING:
        good = row.rows_read - row.bad
        return int(100 * row.rows_applied / good) if row.rows_applied and good else None
    if row.state == Import.State.STAGING and row.rows_total:
        return min(99, int(100 * row.rows_read / row.rows_total))
    return None


def _sampled(row: Import, difference: str) -> list[ImportRow]:
    return list(ImportRow.objects.filter(of=row, difference=difference).order_by("line")[:SAMPLES])


def _preview(row: Import, kind: Kind, found: Mapping[str, Sequence[ImportRow]]) -> dict[str, Any]:
    return {
        "counts": [(code, name, number(getattr(row, code))) for code, name in DIFFERENCES.items()],
        "samples": [(DIFFERENCES[code], _samples(rows, kind)) for code, rows in found.items() if rows],
        "reasons": _reasons(row, kind),
        "days": retention.load()["imports"]["days"],
        "good": number(row.rows_read - row.bad),
        "good_rows": row.rows_read - row.bad,
    }


def _samples(rows: Sequence[ImportRow], kind: Kind) -> list[dict[str, Any]]:
    return [
        {
            "line": item.line,
            "who": without_numbers(" ".join(item.values.get(name, "") for name in kind.key)),
            "changes": [
                {
                    "column": column_label(kind, change["column"]),
                    "before": _cell(change["before"]),
                    "after": _cell(change["after"]),
                }
                for change in item.changes
            ],
        }
        for item in rows
    ]


def _cell(text: str) -> str:
    """Days as people write them."""
    return short_date(date.fromisoformat(text)) if ISO_DAY.fullmatch(text) else without_numbers(text)


def _reasons(row: Import, kind: Kind) -> list[dict[str, Any]]:
    """Why rows are bad, the most frequent first; by the first thing that is wrong with each."""
    bad = ImportRow.objects.filter(of=row, difference=ImportRow.Difference.BAD).order_by()
    found = bad.values_list("problems__0__column", "problems__0__code").annotate(rows=Count("pk"), first=Min("line"))
    reasons = list(found.order_by("-rows", "first")[:MOST_REASONS])
    examples = {item.line: item for item in bad.filter(line__in=[line for *_, line in reasons])}
    return [
        {"column": column_name(kind, column), "why": _general(examples[line].problems[0]), "rows": number(rows)}
        for column, _, rows, line in reasons
    ]


def _general(problem: dict[str, Any]) -> str:
    """Of all rows with it: an ellipsis stands for what is another in each of them."""
    values = problem["values"] if problem["code"] in SAME_FOR_ALL else dict.fromkeys(problem["values"], "…")
    return problem_text(problem["code"], values).replace("….", "…")
