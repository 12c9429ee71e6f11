"""A document on its way to an officer's disk. It is never shown inside the portal's own pages."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from . import names
from .outcomes import Kind

CONTENT_TYPES: Final = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attachment(document_title: str, kind: str, content: bytes) -> HttpResponse:
    """To be saved, under a name whose ending is always that of the kind. Who may have it, the view has decided.

    Raises ValueError for a kind that is none.
    """
    known = Kind(kind)
    name = names.title(document_title.replace("/", " ").replace("\\", " "))
    disposition = content_disposition_header(True, f"{name}.{known.value}")
    assert disposition is not None
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[known],
        headers=HEADERS | {"Content-Disposition": disposition, "Content-Length": str(len(content))},
    )
