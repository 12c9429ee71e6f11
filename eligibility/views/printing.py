"""The result as a PDF to take along. It is made when it is asked for and kept nowhere."""

import logging
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import answers, sitting
from ..forms.printing import PrintForm, PrintFormWithIllness
from ..plan import plan_of
from ..printing.blocks import Document
from ..printing.declared import Declared
from ..printing.document import Order, document
from ..printing.pdf import PrintingError, pdf
from ..rules.assess import assess
from .asked import Asked, asked, label
from .page import page

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def print_result(request: HttpRequest) -> HttpResponse:
    """Ask for whom the document is, or hand it over."""
    person = asked(request)
    if person is None:
        return redirect("start")
    form = print_form(request, person)
    if form.is_valid():
        order = replace(form.order(), left_out=tuple(sitting.left_out(request.session)))
        return hand_over(request, person, order)
    shown = {
        "subject": label(request),
        "title": _("For whom is the document?"),
        "fields": form.top_fields(),
        "faults": form.faults() if form.is_bound else [],
    }
    return page(request, "eligibility/print.html", shown, status=422 if form.is_bound else 200)


def print_form(request: HttpRequest, person: Asked) -> PrintForm:
    """For whom the document is; about an illness it asks only where one is known."""
    kind = PrintFormWithIllness if person.facts.diagnoses else PrintForm
    data = request.POST if request.method == "POST" else None
    return kind(data, on=person.day, person=answers.person(person.given, person.day))


def ordered(person: Asked, order: Order) -> Document:
    """The document. An illness that does not go in is left out before anything is worked out."""
    facts = person.facts if order.illness else replace(person.facts, diagnoses=())
    plan = plan_of(facts, assess(facts, person.law, person.on))
    return document(order, plan, Declared(person.given, person.day))


def hand_over(request: HttpRequest, person: Asked, order: Order) -> HttpResponse:
    """The PDF as a file to save."""
    try:
        content = pdf(ordered(person, order))
    except PrintingError as error:
        logger.error("No PDF: %s", error)
        title = _("The document could not be made")
        return page(request, "eligibility/error.html", {"title": title, "status": 503}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="kepil-{person.day.isoformat()}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
