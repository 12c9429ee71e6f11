"""A register as a file: for a purpose from the list, by POST, with an entry that names whose data went out."""

from collections.abc import Iterable

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eligibility.printing.pdf import PrintingError

from ... import log
from ...access import Action
from ...ledger.exports import content, csv_file, pdf_file, xlsx_file
from ...ledger.exports.content import FILES_OF, Head
from ...log import Verb
from ...models import Register, Role
from ...requests import account_of, who
from ...sheets import TYPES as SHEETS
from ...workplace import for_whom
from ..forms import ExportForm
from ..reach import METHODS, find
from .registers import one

TYPES = SHEETS | {"pdf": "application/pdf"}


@require_http_methods(METHODS)
@for_whom("ledger", Action.APPROVE, Role.FINANCE)
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = find(request, Register.objects.select_related("region", "drafted_by", "approved_by"), pk)
    if request.method != "POST":
        return redirect("finance-register", pk)  # the address of a page with errors, loaded again
    form = ExportForm(request.POST)
    if not form.is_valid():
        return one(request, row, form, status=422)
    if row.state not in FILES_OF:
        return one(request, row, status=422, refused=_("Only a register that is approved, sent or paid has files."))
    given = form.cleaned_data
    head = _logged(request, row, given["kind"], given["purpose"])
    try:
        return _file(head, given["kind"])
    except PrintingError:
        return one(request, row, form, status=503, refused=_("The file could not be made. Try again in a minute."))


def _logged(request: HttpRequest, row: Register, kind: str, purpose: str) -> Head:
    """The totals name nobody; the lines name everybody whose record is not blocked."""
    with transaction.atomic():
        people: Iterable[int] = ()
        if kind != "pdf":
            people = row.entries.filter(citizen__blocked=False).order_by().values_list("citizen", flat=True).distinct()
        lines = row.entries.count()
        details = {"register": row.pk, "format": kind, "lines": lines, "rows": sorted(people)}
        log.write(who(request, purpose), Verb.EXPORTED, details=details)
    return Head(row, lines, account_of(request), localtime(timezone.now()), purpose)


def _file(head: Head, kind: str) -> HttpResponseBase:
    answer: HttpResponseBase
    if kind == "csv":
        answer = StreamingHttpResponse(csv_file.stream(head, content.rows(head.register)))
    elif kind == "xlsx":
        answer = FileResponse(xlsx_file.write(head, content.rows(head.register)))
    else:
        answer = HttpResponse(pdf_file.write(head))
    answer["Content-Type"] = TYPES[kind]
    answer["Content-Disposition"] = f'attachment; filename="kepil-register-{head.register}.{kind}"'
    return answer
