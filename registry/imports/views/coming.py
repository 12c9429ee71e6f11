"""The list of what was brought, and bringing a file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from eligibility.presentation import number

from ...access import Action, may
from ...models import Import
from ...refusals import Refused
from ...requests import account_of, who
from ...workplace import for_whom, page
from .. import tasks
from ..bringing import bring
from ..forms import FileForm
from ..frame import kinds_of, visible
from ..kinds import KINDS
from ..receiving import ToDisk
from ..words import STATES, without_numbers
from .reach import METHODS

PER_PAGE = 30


@csrf_exempt  # looked at below: Django would read the file into memory to find the token
def imports(request: HttpRequest) -> HttpResponseBase:
    """Where a file goes is decided before anything of it is read."""
    request.upload_handlers = [ToDisk(request, wanted=may(request.user, "import", Action.WRITE))]
    return _imports(request)


@csrf_protect
@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
def _imports(request: HttpRequest) -> HttpResponse:
    kinds = kinds_of(request.user)
    if request.method != "POST":
        return _list(request, FileForm(kinds=kinds))
    form = FileForm(request.POST, request.FILES, kinds=kinds)
    if not form.is_valid():
        return _list(request, form, status=422)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            row = bring(who(request), KINDS[given["kind"]], given["file"], account_of(request).region_id)
            tasks.enqueue(row)
    except Refused as refused:
        form.add_error("file", refused.message)
        return _list(request, form, status=422)
    messages.success(request, _("The file is received and is being read. Nothing in the registry is changed yet."))
    return redirect("import", row.pk)


def _list(request: HttpRequest, form: FileForm, status: int = 200) -> HttpResponse:
    found = visible(request.user).select_related("uploaded_by", "region")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_told(row) for row in shown],
        "page": shown,
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "kinds": kinds_of(request.user),
    }
    return page(request, "imports/imports.html", context, status)


def _told(row: Import) -> dict[str, Any]:
    return {
        "row": row,
        "kind": KINDS[row.kind].name,
        "state": STATES[row.state],
        "file": without_numbers(row.file_name),
        "rows": number(row.rows_read),
        "bad": number(row.bad) if row.bad else "",
    }
