"""An applicant's document on its way to the officer's disk: only a clean one, and each reading leaves an entry."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from ... import log
from ...documents import serving, storage
from ...log import Verb
from ...models import Document
from ...requests import who
from ..base import ScopedAdmin, find


def document(desk: ScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    row = find(request, Document.objects.select_related("application__citizen"), pk)
    if row.scan != Document.Scan.CLEAN:
        raise Http404  # the page of the case says why it cannot be opened
    try:
        content = storage.open_stored(row.key)
    except storage.UnknownKeyError:
        raise Http404 from None
    log.write(who(request), Verb.READ_DOCUMENT, application=row.application, details={"document": row.pk})
    return serving.attachment(row.title, row.kind, content)
