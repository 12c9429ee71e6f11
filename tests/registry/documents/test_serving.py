"""A document leaves the portal as a file to be saved, never as a page of the portal."""

from typing import Any, cast

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory

from config.middleware import Handler, response_headers
from registry.documents.serving import attachment


def test_no_browser_shows_or_keeps_it():
    response = attachment("certificate", "pdf", b"content")
    assert response.content == b"content"
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": "7",
        "Content-Disposition": 'attachment; filename="certificate.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def test_the_middleware_does_not_weaken_it():
    def view(request: HttpRequest) -> HttpResponse:
        return attachment("a", "jpg", b"content")

    guarded: Any = SecurityMiddleware(response_headers(cast(Handler, CSPMiddleware(view))))
    response = guarded(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("kind", "content_type"), [("jpg", "image/jpeg"), ("png", "image/png")])
def test_pictures(kind: str, content_type: str):
    response = attachment("a", kind, b"")
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="a.{kind}"'


@pytest.mark.parametrize(
    ("title", "disposition"),
    [
        ("Куәлік", "attachment; filename*=utf-8''%D0%9A%D1%83%D3%99%D0%BB%D1%96%D0%BA.pdf"),
        ('a"; filename="b.exe', r'attachment; filename="a\"; filename=\"b.exe.pdf"'),
        ("a\r\nSet-Cookie: b=c", 'attachment; filename="a Set-Cookie: b=c.pdf"'),
        ("../../etc/passwd", 'attachment; filename="etc passwd.pdf"'),
        ("C:\\a", 'attachment; filename="C: a.pdf"'),
        ("a\u202eb\0c", 'attachment; filename="abc.pdf"'),
        ("", 'attachment; filename="document.pdf"'),
    ],
)
def test_the_name_is_only_a_name(title: str, disposition: str):
    assert attachment(title, "pdf", b"")["Content-Disposition"] == disposition


@pytest.mark.parametrize("kind", ["", "html", "svg", "PDF", "text/html"])
def test_nothing_else_is_served(kind: str):
    with pytest.raises(ValueError, match="is not a valid Kind"):
        attachment("a", kind, b"<script>")
