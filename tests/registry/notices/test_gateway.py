"""The gateway for text messages, against a server that does everything wrong that servers do."""

import socket
import ssl

import pytest

from registry.notices.gateway import Gateway, opener
from registry.notices.outcomes import NotSent, Permanent, Transient, Uncertain

from .conftest import FIELDS, TOKEN, Fake

TO, TEXT = "+77010000000", "Kepil: өтінішіңіз қабылданды"


@pytest.mark.parametrize("path", ["ok", "created"])
def test_a_message_that_was_taken(fake: Fake, path: str):
    fake.gateway(path).send(TO, "", TEXT)
    assert fake.asked == [(f"/{path}", {"phone": TO, "message": TEXT}, f"Bearer {TOKEN}")]


@pytest.mark.parametrize(
    ("path", "outcome", "code"),
    [
        ("400", Permanent, "http_400"),
        ("404", Permanent, "http_404"),
        ("401", Transient, "http_401"),
        ("429", Transient, "http_429"),
        ("500", Transient, "http_500"),
        ("503", Transient, "http_503"),
        ("502", Uncertain, "http_502"),
        ("504", Uncertain, "http_504"),
        ("garbage", Uncertain, "answer"),
        ("unnamed", Uncertain, "answer"),
        ("not-an-object", Uncertain, "answer"),
        ("empty-number", Uncertain, "answer"),
        ("yes", Uncertain, "answer"),
        ("deep", Uncertain, "answer"),
        ("no-content", Uncertain, "answer"),
        ("other-success", Uncertain, "answer"),
        ("hangs-up", Uncertain, "broken_off"),
    ],
)
def test_every_other_answer(fake: Fake, path: str, outcome: type[NotSent], code: str):
    with pytest.raises(outcome) as caught:
        fake.gateway(path).send(TO, "", TEXT)
    assert caught.value.code == code
    assert len(fake.asked) == 1


def test_a_redirect_is_not_followed(fake: Fake):
    with pytest.raises(Transient, match="http_307"):
        fake.gateway("redirect").send(TO, "", TEXT)
    assert [path for path, *_ in fake.asked] == ["/redirect"]


def test_who_does_not_answer_in_time_may_have_taken_the_message(fake: Fake):
    with pytest.raises(Uncertain, match="broken_off"):
        fake.gateway("slow", timeout=0.2).send(TO, "", TEXT)


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Transient, match="not_connected"):
        Gateway(f"https://127.0.0.1:{port}/", TOKEN, FIELDS).send(TO, "", TEXT)


def test_an_unknown_certificate_is_not_talked_to(fake: Fake):
    strict = Gateway(f"{fake.address}/ok", TOKEN, FIELDS, opener(ssl.create_default_context()))
    with pytest.raises(Transient, match="not_connected"):
        strict.send(TO, "", TEXT)
    assert fake.asked == []


def test_only_https():
    with pytest.raises(ValueError, match="https"):
        Gateway("http://127.0.0.1/", TOKEN, FIELDS)


def test_the_key_is_not_shown(fake: Fake):
    assert TOKEN not in repr(fake.gateway("ok"))
