"""Letters through Django's own back end, to a mail server on this machine that says what the test wants."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend

from registry.notices.outcomes import NotSent, Permanent, Transient, Uncertain
from registry.notices.providers import Letters

SUBJECT, BODY = "Kepil: сізге хабар бар", "Сәлеметсіз бе!\n\nABCD-EFGH өтінішіңіз қабылданды.\n"
HANG_UP = ""


@dataclass
class MailServer:
    says: dict[str, str] = field(default_factory=dict)
    """Command → answer in place of the usual one; empty: the server hangs up."""
    port: int = 0
    letters: list[bytes] = field(default_factory=list)

    def connect(self) -> EmailBackend:
        return EmailBackend(host="127.0.0.1", port=self.port, username="", password="", timeout=3)


USUAL = {
    "HELLO": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 ok",
}


@pytest.fixture
def server() -> Iterator[MailServer]:
    found = MailServer()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            command = "HELLO"
            while True:
                answer = (USUAL | found.says).get(command, "250 ok")
                if answer == HANG_UP:
                    return
                self.wfile.write(f"{answer}\r\n".encode())
                if answer.startswith("354"):
                    found.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    command = "."
                else:
                    command = self.rfile.readline().decode().strip().upper()[:4]
                if command == "":
                    return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Talk) as running:
        found.port = running.server_address[1]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield found
        running.shutdown()
        thread.join()


def test_a_letter_arrives_as_it_was_written(server: MailServer, settings):
    settings.DEFAULT_FROM_EMAIL = "kepil@example.org"
    Letters(server.connect).send("aigul@example.org", SUBJECT, BODY)
    (content,) = server.letters
    letter = message_from_bytes(content, policy=policy.default)
    assert letter["To"] == "aigul@example.org"
    assert letter["From"] == "kepil@example.org"
    assert letter["Subject"] == SUBJECT
    assert letter.get_content().replace("\r\n", "\n") == BODY


@pytest.mark.parametrize(
    ("says", "outcome", "code"),
    [
        ({"HELLO": "421 too busy"}, Transient, "not_connected"),
        ({"HELLO": HANG_UP}, Transient, "not_connected"),
        ({"MAIL": "550 not you"}, Transient, "sender"),
        ({"RCPT": "550 nobody here"}, Permanent, "refused"),
        ({"RCPT": "450 come back later"}, Transient, "refused_for_now"),
        ({"DATA": "552 too large"}, Permanent, "refused"),
        ({".": "451 try again"}, Transient, "refused_for_now"),
        ({".": "554 spam"}, Permanent, "refused"),
        ({".": HANG_UP}, Uncertain, "broken_off"),
    ],
)
def test_what_becomes_of_a_letter_that_was_not_taken(server: MailServer, says, outcome: type[NotSent], code: str):
    server.says = says
    with pytest.raises(outcome) as caught:
        Letters(server.connect).send("aigul@example.org", SUBJECT, BODY)
    assert caught.value.code == code


def test_a_server_that_hangs_up_after_taking_the_letter_has_it(server: MailServer):
    server.says = {"QUIT": HANG_UP}
    Letters(server.connect).send("aigul@example.org", SUBJECT, BODY)
    assert len(server.letters) == 1


@pytest.mark.parametrize("address", ["a@example.org\nBcc: all@example.org", "a@example.org, b@example.org", "@"])
def test_an_address_that_is_none_is_not_tried_again(server: MailServer, address: str):
    with pytest.raises(Permanent):
        Letters(server.connect).send(address, SUBJECT, BODY)
    assert server.letters == []


def test_nobody_there():
    with pytest.raises(Transient, match="not_connected"):
        Letters(lambda: EmailBackend(host="127.0.0.1", port=1, timeout=1)).send("a@example.org", SUBJECT, BODY)


def test_the_back_end_of_the_settings_is_used():
    Letters().send("a@example.org", SUBJECT, BODY)
    assert [letter.subject for letter in mail.outbox] == [SUBJECT]
