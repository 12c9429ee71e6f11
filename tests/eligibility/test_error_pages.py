"""The pages for what went wrong: each says what happened and what to do, and the last one comes whatever is broken."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils.translation import gettext, ngettext, override

from eligibility.views import errors
from tests.eligibility.test_pages import main_of
from tests.eligibility.test_views import LANGUAGES, Page, speak


def refuse(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def limited(request: HttpRequest) -> HttpResponse:
    return errors.too_many(request, 61)


urlpatterns = [
    path("refuse/", refuse),
    path("fail/", fail),
    path("limited/", limited),
    path("", include("eligibility.urls")),
]
handler400, handler403 = "eligibility.views.errors.bad_request", "eligibility.views.errors.forbidden"
handler404, handler500 = "eligibility.views.errors.not_found", "eligibility.views.errors.server_error"
here = pytest.mark.urls(__name__)

WRONG = {
    400: ("/refuse/", "The request could not be read"),
    404: ("/no-such-page/", "There is no such page"),
    405: ("/check/clear/", "This address cannot be opened directly"),
    429: ("/limited/", "Too many attempts"),
    500: ("/fail/", "Something went wrong on our side"),
}


@here
@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", WRONG)
def test_an_error_page_helps(client: Client, status: int, language: str) -> None:
    address, title = WRONG[status]
    client.raise_request_exception = False
    speak(client, language)
    response = client.get(address)
    page = Page(response)
    with override(language):
        expected = gettext(title)
    assert (page.status, page.language, page.heading) == (status, language, expected)
    links = re.findall(r'href="([^"]+)"', main_of(response))
    assert {"tel:1414", "tel:103", "/check/", "/"} <= set(links)
    paragraphs = re.findall(r"<p>([^<]{20,})</p>", main_of(response))
    assert paragraphs, "it says nothing about what happened"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_was_open_too_long(language: str) -> None:
    client = Client(enforce_csrf_checks=True)
    speak(client, language)
    response = client.post("/check/clear/")
    with override(language):
        assert Page(response).heading == gettext("The page was open for too long")
    assert response.status_code == 403
    assert "tel:1414" in main_of(response)


@pytest.mark.parametrize("address", ["/check/clear/", "/language/"])
def test_a_refused_method_says_which_are_taken(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Allow"] == "POST"
    assert Page(response).heading
    assert client.head(address).status_code == 405


@here
@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (900, 15)])
def test_how_long_to_wait(seconds: int, minutes: int) -> None:
    request = RequestFactory().get("/")
    with override("ru"):
        response = errors.too_many(request, seconds)
        one, many = "You can try again in %(minutes)s minute.", "You can try again in %(minutes)s minutes."
        expected = ngettext(one, many, minutes) % {"minutes": minutes}
    assert expected in response.content.decode()
    assert response.headers["Retry-After"] == str(seconds)


def broken(*_args: Any, **_more: Any) -> Any:
    raise DatabaseError("secret")


@here
@pytest.mark.parametrize("what", ["eligibility.context._frame", "eligibility.views.errors.page", "template"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_page_comes_when_the_frame_is_broken(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, what: str, language: str
) -> None:
    client.raise_request_exception = False
    if what == "template":
        settings.TEMPLATES = []
    else:
        monkeypatch.setattr(what, broken)
    speak(client, language)
    response = client.get("/fail/")
    page = Page(response)
    with override(language):
        assert page.heading == gettext("Something went wrong on our side")
        assert gettext("Nothing was lost. Try again in a minute.") in response.content.decode()
    assert (page.status, page.language) == (500, language)
    assert {"tel:1414", "/"} <= set(page.attributes("href"))
    assert "secret" not in response.content.decode()


@here
def test_the_last_page_asks_neither_session_nor_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `django_db` mark: touching the database would fail here in any case; a session that breaks is added."""
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", broken)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    response = client.get("/", headers={"accept-language": "kk"})
    assert (response.status_code, Page(response).language) == (500, "kk")
    with override("kk"):
        assert Page(response).heading == gettext("Something went wrong on our side")


@here
def test_the_last_page_speaks_the_language_of_the_browser(client: Client) -> None:
    client.raise_request_exception = False
    for language in LANGUAGES:
        assert Page(client.get("/fail/", headers={"accept-language": language})).language == language
