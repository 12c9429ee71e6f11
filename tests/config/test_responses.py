"""Headers that no page may lack, files that may be cached, and logs that never quote a person."""

import io
import logging
from typing import TextIO

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

CANARY = "Айгүл 850101300123"


def fail(request: HttpRequest) -> HttpResponse:
    try:
        int(request.POST["name"])
    except ValueError as error:
        raise RuntimeError(f"cannot use {request.POST['name']}") from error
    raise AssertionError


def own_headers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Cache-Control": "max-age=60"})


urlpatterns = [path("fail/", fail), path("own/", own_headers)]


def console() -> "logging.StreamHandler[TextIO]":
    return next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)


here = pytest.mark.urls(__name__)


def test_every_page_carries_the_protecting_headers(client: Client):
    headers = client.get("/no-such-page/").headers
    policy = set(headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src 'none'",
        "script-src 'none'",
        "object-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }
    assert headers["Cache-Control"] == "no-store"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@here
def test_a_view_may_say_otherwise_about_caching(client: Client):
    assert client.get("/own/").headers["Cache-Control"] == "max-age=60"


@here
def test_a_failing_page_carries_the_headers_and_logs_no_personal_data(client: Client, monkeypatch):
    client.raise_request_exception = False
    written = io.StringIO()
    monkeypatch.setattr(console(), "stream", written)
    response = client.post("/fail/", {"name": CANARY})
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "Internal Server Error: /fail/" in written.getvalue()
    assert "in fail" in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    assert "builtins.RuntimeError" in written.getvalue()
    assert not any(part in written.getvalue() for part in CANARY.split())


def test_an_iin_in_an_address_is_masked_in_the_log():
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/850101300123/",)})
    assert console().format(record).endswith("Not Found: /<IIN>/")


def test_only_the_bootstrap_file_in_use_is_served():
    assert finders.find("bootstrap/css/bootstrap.min.css")
    assert finders.find("bootstrap/js/bootstrap.min.js") is None
    assert finders.find("css/bootstrap.min.css") is None
    listed = [name for finder in finders.get_finders() for name, _ in finder.list([])]
    assert [name for name in listed if "bootstrap" in name] == [
        "css/bootstrap.min.css",
        "css/bootstrap.min.css.map",
    ]
