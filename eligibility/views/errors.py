"""Pages for what went wrong: each says what happened and what to do, and keeps what was typed."""

from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _

from .. import sitting
from ..questions import BY_SLUG
from .calculator import calculator_again
from .check import question_form, question_page


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


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, _("Something went wrong on our side"))


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """A limit of limits.py is reached; ``seconds`` until it is worth trying again."""
    response = _error(request, 429, _("Too many attempts"), minutes=ceil(seconds / 60))
    response.headers["Retry-After"] = str(seconds)
    return response


def _error(request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    return render(request, "eligibility/error.html", {"title": title, "status": status, **more}, status=status)
