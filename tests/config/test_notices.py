"""The environment of notices: what cannot be meant stops the start, and no password is quoted."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import notices

TOKEN = "a-key-of-sixteen-or-more"


def test_the_portal_is_the_first_host_unless_it_is_named(monkeypatch):
    monkeypatch.delenv("PORTAL_URL", raising=False)
    assert notices.portal("PORTAL_URL", hosts=[".kepil.example", "other"], debug=False) == "https://kepil.example"
    assert notices.portal("PORTAL_URL", hosts=[], debug=True) == "http://127.0.0.1:8000"
    monkeypatch.setenv("PORTAL_URL", "https://osms.example:8443/")
    assert notices.portal("PORTAL_URL", hosts=["kepil.example"], debug=False) == "https://osms.example:8443"


@pytest.mark.parametrize(
    "value",
    [
        "http://kepil.example",
        "kepil.example",
        "https://",
        "https://*",
        "https://kepil.example/portal",
        "https://kepil.example/?a=b",
        "https://me@kepil.example",
        "https://kepil.example:port",
        "https://[kepil",
        "https://" + "k" * 25 + ".example",
        " ",
    ],
)
def test_an_address_that_no_notice_could_name(monkeypatch, value: str):
    monkeypatch.setenv("PORTAL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_URL"):
        notices.portal("PORTAL_URL", hosts=["kepil.example"], debug=False)


@pytest.mark.parametrize(("debug", "default"), [(True, "console"), (False, "none")])
def test_the_default_provider(monkeypatch, debug: bool, default: str):
    monkeypatch.delenv("NOTICE_SMS_PROVIDER", raising=False)
    assert notices.provider("NOTICE_SMS_PROVIDER", ("http",), debug=debug) == default


@pytest.mark.parametrize("value", ["console", "smtp", "HTTP ", "", "None"])
def test_a_provider_that_is_none(monkeypatch, value: str):
    monkeypatch.setenv("NOTICE_SMS_PROVIDER", value)
    with pytest.raises(ImproperlyConfigured, match="NOTICE_SMS_PROVIDER"):
        notices.provider("NOTICE_SMS_PROVIDER", ("http",), debug=False)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp+tls://me:p%40ss@mail.example", ("mail.example", 587, "me", "p@ss", True, False)),
        ("smtp+ssl://me:pass@mail.example:4650", ("mail.example", 4650, "me", "pass", False, True)),
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_mail_server(monkeypatch, url: str, found: tuple[object, ...]):
    monkeypatch.setenv("EMAIL_URL", url)
    assert notices.mail_server("EMAIL_URL") == found


@pytest.mark.parametrize(
    "url", ["", "mail.example", "https://mail.example", "smtp://", "smtp://me@mail.example", "smtp://mail.example:mail"]
)
def test_a_mail_server_that_cannot_be_meant(monkeypatch, url: str):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        notices.mail_server("EMAIL_URL")


@pytest.mark.parametrize("value", ["", "kepil", "Kepil <kepil@example.org>", "a@b.example\nBcc: c@d.example"])
def test_a_sender_that_is_no_address(monkeypatch, value: str):
    monkeypatch.setenv("EMAIL_FROM", value)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        notices.sender("EMAIL_FROM")


@pytest.fixture
def gateway(monkeypatch):
    for name, value in {"URL": "https://sms.example/send", "TOKEN": TOKEN, "FIELDS": "to=to,text=text,id=id"}.items():
        monkeypatch.setenv(f"SMS_GATEWAY_{name}", value)
    return monkeypatch


def test_a_gateway(gateway):
    gateway.setenv("SMS_GATEWAY_FIELDS", "text=message, to=phone, id=message_id")
    fields = {"to": "phone", "text": "message", "id": "message_id"}
    assert notices.gateway("SMS_GATEWAY") == ("https://sms.example/send", TOKEN, fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", ""),
        ("URL", "http://sms.example/send"),
        ("URL", "https://me:secret@sms.example/send"),
        ("URL", "https://sms.example/se nd"),
        ("TOKEN", ""),
        ("TOKEN", "short"),
        ("TOKEN", "sixteen letters or more"),
        ("TOKEN", "кілт-кілт-кілт-кілт"),
        ("FIELDS", "to=to,text=text"),
        ("FIELDS", "to=to,text=text,id="),
        ("FIELDS", "to=to,text=text,id=id,id=id"),
        ("FIELDS", "to,text,id"),
    ],
)
def test_a_gateway_that_cannot_be_meant(gateway, name: str, value: str):
    gateway.setenv(f"SMS_GATEWAY_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"SMS_GATEWAY_{name}") as caught:
        notices.gateway("SMS_GATEWAY")
    assert "secret" not in str(caught.value)
