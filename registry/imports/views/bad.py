"""The bad rows: on a page, and as a file to mend them in."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ... import log
from ...access import Action
from ...log import Verb
from ...models import Import, ImportRow
from ...requests import who
from ...sheets import BYTE_ORDER_MARK, TYPES, line, safe
from ...workplace import for_whom, page
from ..frame import people_in
from ..kinds.base import Kind
from ..words import column_name, problem_text, without_numbers
from .reach import METHODS, find

PER_PAGE = 50
AT_ONCE = 1000


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
@require_safe
def bad(request: HttpRequest, pk: int) -> HttpResponse:
    row, kind = find(request, pk)
    shown = Paginator(_rows(row), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(shown)
    log.write(who(request), Verb.READ_LIST, details={"import": row.pk, "list": "bad", "rows": people_in(rows)})
    context = {"row": row, "kind": kind, "rows": [_told(item, kind) for item in rows], "page": shown}
    return page(request, "imports/bad.html", context)


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """With whole numbers, as they stood in the file that was brought."""
    row, kind = find(request, pk)
    if request.method != "POST":
        return redirect("import-bad", pk)
    details = {"import": row.pk, "format": "csv", "lines": row.bad, "rows": people_in(_rows(row).iterator(AT_ONCE))}
    log.write(who(request), Verb.EXPORTED, details=details)
    answer = StreamingHttpResponse(_csv(row, kind, translation.get_language() or ""), TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="kepil-import-{row.pk}-bad.csv"'
    return answer


def _rows(row: Import) -> Any:
    return ImportRow.objects.filter(of=row, difference=ImportRow.Difference.BAD).order_by("line")


def _told(item: ImportRow, kind: Kind) -> dict[str, Any]:
    return {
        "line": item.line,
        "problems": [
            {
                "column": column_name(kind, problem["column"]),
                "text": without_numbers(item.values.get(problem["column"], "")),
                "why": problem_text(problem["code"], problem["values"]),
            }
            for problem in item.problems
        ],
        "who": without_numbers(" ".join(item.values.get(name, "") for name in kind.key)),
    }


def _csv(row: Import, kind: Kind, language: str) -> Iterator[str]:
    """The columns as they were, so that the mended rows can be brought as they are; ours are passed over then."""
    with translation.override(language):
        titles = (_("Line"), _("Column"), _("What is wrong"), *(column.name for column in kind.columns))
        yield BYTE_ORDER_MARK + line(titles)
    for item in _rows(row).iterator(AT_ONCE):
        with translation.override(language):
            yield line(_cells(item, kind))


def _cells(item: ImportRow, kind: Kind) -> Iterable[str]:
    whys = [problem_text(problem["code"], problem["values"]) for problem in item.problems]
    where = [column_name(kind, problem["column"]) for problem in item.problems]
    yield str(item.line)
    yield safe("; ".join(where))
    yield safe(" ".join(whys))
    for column in kind.columns:
        yield safe(item.values.get(column.name, ""))
