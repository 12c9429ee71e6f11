"""What a file of a kind has to look like: described, and as a file with one example."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from ...access import Action
from ...requests import account_of
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
    context = {
        "kind": found,
        "columns": list(_columns(found)),
        "names_polyclinics": any(column.name == "polyclinic" for column in found.columns),
    }
    return page(request, "imports/kind.html", context)


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


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
@require_safe
def polyclinics(request: HttpRequest) -> HttpResponse:
    """Their numbers, for files that name them."""
    answer = HttpResponse(templates.polyclinics_csv(account_of(request).region_id), TYPES["csv"])
    answer["Content-Disposition"] = 'attachment; filename="kepil-polyclinics.csv"'
    return answer
