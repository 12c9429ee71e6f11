"""Coming back to an application for attachment, opened with its reference and secret: the answer, withdrawing."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.views.page import page

from ... import attaching, log
from ...log import Verb
from ...models import AttachmentRequest
from ...refusals import Refused
from ...requests import applicant
from .. import attachment_status, opened, purposes, readings

View = Callable[[HttpRequest, AttachmentRequest], HttpResponse]


def of_opened(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """The view gets the request that is open in this browser; where none is, the secret is asked for."""

    @wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        row = opened.attachment_request(request.session, timezone.now())
        return redirect("application") if row is None else view(request, row)

    return handle


@require_safe
@of_opened
def show(request: HttpRequest, row: AttachmentRequest) -> HttpResponse:
    """State, what happens next, the answer, who looked."""
    _note_reading(request, row)
    consent = purposes.agreed(row.purpose, row.purpose_version)
    shown = attachment_status.context(row) | {
        "readings": readings.of_request(row),
        "consents": consent.parts(),
        "consented_on": readings.moment(row.consented_at),
    }
    return page(request, "registry/portal/attach/status.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@of_opened
def withdraw(request: HttpRequest, row: AttachmentRequest) -> HttpResponse:
    """Ask once more, then withdraw."""
    if request.method == "POST":
        with suppress(Refused):  # it was decided meanwhile: the page of the status says so
            attaching.withdraw(applicant(request), row)
        return redirect("attach-status")
    if row.state != AttachmentRequest.State.RECEIVED:
        return redirect("attach-status")
    _note_reading(request, row)
    shown = {
        "reference": row.reference,
        "action": reverse("attach-withdraw"),
        "back": reverse("attach-status"),
    }
    return page(request, "registry/portal/withdraw.html", shown)


def _note_reading(request: HttpRequest, row: AttachmentRequest) -> None:
    if request.method != "HEAD":
        log.write(applicant(request), Verb.READ_OWN, citizen=row.citizen, details={"attachment_request": row.pk})
