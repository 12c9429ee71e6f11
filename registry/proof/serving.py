"""Handing a certificate over as a file."""

import logging
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from eligibility.printing.pdf import PrintingError
from eligibility.views.page import page

from ..documents import serving
from ..documents.outcomes import Kind
from ..log import Who
from ..models import Application, Certificate
from ..requests import number_in
from .document import certificate_pdf
from .issuing import Issued
from .withdrawing import withdraw

logger = logging.getLogger(__name__)


def handed_over(
    request: HttpRequest, who: Who, issued: Issued, languages: Sequence[str], application: Application | None = None
) -> HttpResponse:
    """The PDF to save. Where none can be made, nobody has the certificate: it is withdrawn, and a page says so."""
    try:
        content = certificate_pdf(issued, languages)
    except PrintingError as error:
        logger.error("No certificate: %s", error)
        withdraw(who, issued.certificate, application)
        shown = {"title": _("The document could not be made"), "status": 503}
        return page(request, "eligibility/error.html", shown, status=503)
    return serving.attachment(f"kepil-{issued.certificate.day.isoformat()}", Kind.PDF, content)


def chosen(request: HttpRequest, rows: "QuerySet[Certificate]") -> Certificate:
    """The one of the rows that the form names. Raises Http404."""
    return get_object_or_404(rows, pk=number_in(request.POST, "certificate"))
