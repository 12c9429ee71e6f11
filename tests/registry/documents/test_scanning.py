"""Nothing counts as clean but the plain word of a scanner."""

import socketserver
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from registry.documents import clamd, scanning
from registry.documents.scanning import Verdict, scan

from .making import VIRUS

Answer = Callable[["Handler"], None]


class Handler(socketserver.BaseRequestHandler):
    def setup(self) -> None:
        self.file = self.request.makefile("rb")

    def handle(self) -> None:
        answer: Answer = self.server.answer  # type: ignore[attr-defined]
        answer(self)

    def content(self) -> bytes:
        """As clamd reads it: the command, pieces with their lengths, and an empty piece."""
        assert self.file.read(10) == b"zINSTREAM\x00"
        pieces = []
        while length := int.from_bytes(self.file.read(4)):
            pieces.append(self.file.read(length))
        return b"".join(pieces)

    def say(self, answer: bytes) -> None:
        self.request.sendall(answer)


@contextmanager
def serving(server: Any, answer: Answer) -> Iterator[Any]:
    server.answer = answer
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def daemon(settings):
    """Starts a scanner that answers so, and makes it the portal's."""
    settings.DOCUMENT_SCANNER = "clamd"

    @contextmanager
    def daemon(answer: Answer) -> Iterator[None]:
        with serving(socketserver.TCPServer(("127.0.0.1", 0), Handler), answer) as (host, port):
            settings.CLAMD_ADDRESS = f"tcp://{host}:{port}"
            yield

    return daemon


def says(answer: bytes) -> Answer:
    def after_reading(handler: Handler) -> None:
        handler.content()
        handler.say(answer)

    return after_reading


def looks(handler: Handler) -> None:
    found = VIRUS in handler.content()
    handler.say(b"stream: Eicar-Test-Signature FOUND\x00" if found else b"stream: OK\x00")


def slow(handler: Handler) -> None:
    handler.content()
    time.sleep(0.3)
    handler.say(b"stream: OK\x00")


def drips(handler: Handler) -> None:
    """Always something, never all of it: each single wait is short."""
    handler.content()
    for letter in b"stream: OK\x00":
        time.sleep(0.05)
        try:
            handler.say(bytes((letter,)))
        except OSError:
            return


def floods(handler: Handler) -> None:
    handler.content()
    try:
        handler.say(b"stream: " + b"x" * 1_000_000)
    except OSError:
        return


def hangs_up(handler: Handler) -> None:
    """Before it has heard anything."""


def test_every_byte_reaches_the_scanner(daemon):
    heard = []

    def listens(handler: Handler) -> None:
        heard.append(handler.content())
        handler.say(b"stream: OK\x00")

    content = bytes(range(256)) * 1_000
    with daemon(listens):
        assert scan(content) is Verdict.CLEAN
    assert heard == [content]


def test_a_virus_is_found(daemon):
    with daemon(looks):
        assert scan(b"before" + VIRUS) is Verdict.INFECTED
        assert scan(b"nothing") is Verdict.CLEAN


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00",
        b"OK\x00",
        b"stream: OK",
        b"stream: O",
        b"stream: OK\x00more\x00",
        b"stream: OK\nstream: OK\x00",
        b"stream: ok\x00",
        b"stream:  OK\x00",
        b"INSTREAM size limit exceeded. ERROR\x00",
        b"stream: Can't allocate memory ERROR\x00",
        b"UNKNOWN COMMAND\x00",
        b"HTTP/1.1 200 OK\r\n\r\n\x00",
        b"\xff\xfe\x00",
        b"stream: FOUND",
        b"?stream: Eicar FOUND\x00",
    ],
)
def test_garbage_and_half_an_answer_are_failures(daemon, answer: bytes):
    with daemon(says(answer)):
        assert scan(b"anything") is Verdict.FAILED


@pytest.mark.parametrize("answer", [slow, drips, hangs_up, floods])
def test_a_scanner_that_is_slow_or_breaks_off_fails(daemon, answer: Answer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clamd, "MOST_SECONDS", 0.15)
    with daemon(answer):
        started = time.monotonic()
        assert scan(bytes(3_000_000)) is Verdict.FAILED
        assert time.monotonic() - started < 1


def test_five_seconds_is_the_longest():
    assert clamd.MOST_SECONDS <= 5


def test_a_scanner_that_is_down_fails(daemon, settings):
    with daemon(looks):
        pass
    assert scan(b"anything") is Verdict.FAILED
    settings.CLAMD_ADDRESS = "unix:/nowhere/clamd.ctl"
    assert scan(b"anything") is Verdict.FAILED


def test_the_socket_may_be_a_file(settings, tmp_path: Path):
    settings.DOCUMENT_SCANNER = "clamd"
    path = tmp_path / "clamd.ctl"
    settings.CLAMD_ADDRESS = f"unix:{path}"
    with serving(socketserver.UnixStreamServer(str(path), Handler), looks):
        assert scan(b"nothing") is Verdict.CLEAN


@pytest.mark.parametrize("text", ["", "127.0.0.1:3310", "tcp://host", "tcp://host:port", "unix:relative", "http://a:1"])
def test_an_address_that_cannot_be_meant_is_refused(text: str):
    with pytest.raises(ImproperlyConfigured):
        clamd.address(text)


def test_addresses():
    assert clamd.address("tcp://clamd.internal:3310").where == ("clamd.internal", 3310)
    assert clamd.address("tcp://[::1]:3310").where == ("::1", 3310)
    assert clamd.address("unix:/run/clamav/clamd.ctl").where == "/run/clamav/clamd.ctl"


def test_without_a_scanner_only_the_demonstration_finds_anything_clean(settings):
    settings.DOCUMENT_SCANNER = "none"
    settings.DEBUG = True
    assert scan(b"nothing") is Verdict.CLEAN
    assert scan(VIRUS) is Verdict.INFECTED
    settings.DEBUG = False
    assert scan(b"nothing") is Verdict.FAILED


class Breaks:
    def scan(self, content: bytes) -> Verdict:
        raise RuntimeError(content)


class TalksNonsense:
    def scan(self, content: bytes) -> Any:
        return "clean"


@pytest.mark.parametrize("name", [f"{__name__}.Breaks", f"{__name__}.TalksNonsense", "nowhere.Scanner", "", "clam"])
def test_any_other_scanner_fails_closed(settings, caplog: pytest.LogCaptureFixture, name: str):
    settings.DOCUMENT_SCANNER = name
    assert scan(b"Aigerim") is Verdict.FAILED
    assert "Aigerim" not in caplog.text


def test_the_test_virus_is_the_known_one():
    assert len(VIRUS) == 68
    assert scanning.is_test_virus(b"a" + VIRUS + b"b")
