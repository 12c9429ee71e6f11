"""The page for staff when the database does not answer: it says that nothing was saved, keeps what was typed, and its
button sends it once more. It asks nothing of the session or the database."""

import logging
import sys
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from eligibility.views import errors
from eligibility.views.page import page

from . import iin

logger = logging.getLogger(__name__)

UNANSWERED = (OperationalError, InterfaceError)
"""What a database raises that is gone, was stopped, or gave up waiting; nothing of the transaction is left then."""
STAFF_PAGES = ("/desk/", "/finance/", "/imports/", "/runs/", "/falling/", "/picture/")
AGAIN_AFTER = 5
"""Seconds."""
NOT_TYPED = "csrfmiddlewaretoken"


class Typed(NamedTuple):
    """``shown``: whole numbers of people stand in no hidden field."""

    name: str
    value: str
    shown: bool


def not_saved(request: HttpRequest) -> HttpResponse:
    """503. What was done in vain can be done again without doing it twice: every verb sees to that."""
    logger.exception("The database does not answer")
    with translation.override(translation.get_language_from_request(request)):
        sent = request.method == "POST"
        title = _("It was not saved") if sent else _("The page cannot be shown now")
        context = {"title": title, "sent": sent, "typed": _typed(request) if sent else []}
        response = page(request, "desk/not_saved.html", context, status=503)
    response.headers["Retry-After"] = str(AGAIN_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Also for what fails before a view of the staff is reached: the session, or who is signed in."""
    if _is_unanswered(request, sys.exc_info()[1]):
        return not_saved(request)
    return errors.server_error(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also for what fails after the view: of a session that could not be saved Django believes that it was deleted."""
    if _is_unanswered(request, exception):
        return not_saved(request)
    return errors.bad_request(request, exception)


def _is_unanswered(request: HttpRequest, error: BaseException | None) -> bool:
    """Whether the database did not answer, at whatever the failure of a staff page goes back to."""
    while error is not None and not isinstance(error, UNANSWERED):
        error = error.__context__
    return error is not None and request.path.startswith(STAFF_PAGES)


def _typed(request: HttpRequest) -> list[Typed]:
    pairs = [(name, value) for name, values in request.POST.lists() for value in values if name != NOT_TYPED]
    return [Typed(name, str(value), iin.is_valid(iin.clean(str(value)))) for name, value in pairs]
