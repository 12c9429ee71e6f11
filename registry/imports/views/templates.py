"""What a file of a kind has to look like: described, and as a file with one example."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from ...access import Action
from ...sheets import TYPES
from ...workplace import for_whom, page
from .. import templates
from ..kinds.base import Kind
from .reach import METHODS, kind_of


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
@require_safe
def columns(request: HttpRequest, kind: str) -> HttpResponse:
    found = kind_of(request, kind)
    return page(request, "imports/kind.html", {"kind": found, "columns": list(_columns(found))})


def _columns(kind: Kind) -> Iterator[dict[str, Any]]:
    for column in kind.columns:
        yield {"column": column, "key": column.name in kind.key, "aliases": ", ".join(column.aliases)}


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
@require_safe
def template(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    found = kind_of(request, kind)
    answer: HttpResponseBase
    if form == "csv":
        answer = HttpResponse(templates.csv_text(found), TYPES[form])
    elif form == "xlsx":
        answer = FileResponse(templates.xlsx_file(found), content_type=TYPES[form])
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="kepil-{found.code}.{form}"'
    return answer
