"""Taking an import in, and putting it aside."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import Action
from ...refusals import Refused
from ...requests import who
from ...workplace import for_whom
from .. import applying, bringing, tasks
from ..forms import ModeForm
from .preview import shown
from .reach import METHODS, find


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    row, kind = find(request, pk)
    if request.method != "POST":
        return redirect("import", pk)  # the address of a page with errors, loaded again
    form = ModeForm(request.POST)
    if not form.is_valid():
        return shown(request, row, kind, status=422, refused=form.faults()[0][1])
    try:
        with transaction.atomic():
            tasks.enqueue(applying.begin(who(request), row, kind, form.cleaned_data["mode"]))
    except Refused as refused:
        row.refresh_from_db()
        return shown(request, row, kind, status=422, refused=refused.message)
    messages.success(request, _("The rows are being taken in. You may leave this page; the work goes on."))
    return redirect("import", pk)


@require_http_methods(METHODS)
@for_whom("import", Action.WRITE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row, kind = find(request, pk)
    if request.method != "POST":
        return redirect("import", pk)
    try:
        bringing.cancel(who(request), row, kind)
    except Refused as refused:
        row.refresh_from_db()
        return shown(request, row, kind, status=422, refused=refused.message)
    messages.success(request, _("The file is put aside and deleted. Nothing in the registry was changed."))
    return redirect("imports")
