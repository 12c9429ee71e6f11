"""Pages for what went wrong: each says what happened, where, and what to do, and keeps what was typed.

They ask nothing of the session or the database, so that they come when these are what is broken.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import sitting
from ..questions import BY_SLUG
from .calculator import calculator_again
from .check import question_form, question_page
from .page import page

logger = logging.getLogger(__name__)

# Without style sheet, template or catalog of static files: what is left when everything else is broken.
PLAIN = """<!doctype html>
<html lang="{}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{}</title>
  </head>
  <body>
    <main>
      <h1>{}</h1>
      <p>{}</p>
      <p>{} <a href="tel:1414">1414</a></p>
      <p><a href="/">{}</a></p>
    </main>
  </body>
</html>
"""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, _("The request could not be read"))


def forbidden(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """A form whose cookie is gone: it shows what was typed once more, so that nothing has to be typed again."""
    match = resolve(request.path_info)
    if match.url_name == "calculator":
        return calculator_again(request)
    if match.url_name == "question" and match.kwargs["slug"] in BY_SLUG:
        asked = BY_SLUG[match.kwargs["slug"]]
        given = sitting.load(request.session)
        form = question_form(asked, given, data=request.POST, draft=True)
        return question_page(request, asked, given, form, status=403)
    return _error(request, 403, _("The page was open for too long"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404, _("There is no such page"))


def not_allowed(request: HttpRequest) -> HttpResponse:
    """An address that takes forms was opened as a page, or the other way round."""
    return _error(request, 405, _("This address cannot be opened directly"))


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Too many attempts; it is worth trying again after so many seconds."""
    minutes = max(1, -(-seconds // 60))
    wait = ngettext(
        "You can try again in %(minutes)s minute.", "You can try again in %(minutes)s minutes.", minutes
    ) % {"minutes": minutes}
    response = _error(request, 429, _("Too many attempts"), wait)
    response.headers["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The failure may have come before the language was chosen, so it is chosen here."""
    with translation.override(translation.get_language_from_request(request)):
        title = _("Something went wrong on our side")
        try:
            return _error(request, 500, title)
        except Exception:
            logger.exception("The error page itself failed")
            return _plain(title)


def _error(request: HttpRequest, status: int, title: str, wait: str = "") -> HttpResponse:
    context = {"title": title, "status": status, "wait": wait}
    return page(request, "eligibility/error.html", context, status=status)


def _plain(title: str) -> HttpResponse:
    again = _("Nothing was lost. Try again in a minute.")
    parts = (translation.get_language(), title, title, again, _("Help:"), _("To the first page"))
    return HttpResponse(format_html(PLAIN, *parts), status=500)
