"""The language of the pages, kept in a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language for the page that the person is on."""
    return switch(request, request.POST.get("language", ""), request.POST.get("next", ""))


def switch(request: HttpRequest, code: str, where: str) -> HttpResponse:
    """To the page ``where``, in the language of the code; an address of another host leads to the first page."""
    own = where.startswith("/") and where.isprintable()
    if not own or not url_has_allowed_host_and_scheme(where, {request.get_host()}, request.is_secure()):
        where = reverse("start")
    response = HttpResponseRedirect(where)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response
