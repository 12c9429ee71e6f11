"""ClamAV's daemon, asked over its socket with INSTREAM."""

import re
import socket
from time import monotonic
from typing import Final, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .scanning import Verdict

MOST_SECONDS: Final = 5.0
LONGEST_ANSWER: Final = 1_000
CHUNK: Final = 64 * 1024
CLEAN: Final = b"stream: OK\x00"
INFECTED: Final = re.compile(rb"stream: [^\x00]+ FOUND\x00")
TCP: Final = re.compile(r"tcp://([^/:\[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})")
UNIX: Final = re.compile(r"unix:(/[^\x00]+)")


class Address(NamedTuple):
    family: socket.AddressFamily
    where: str | tuple[str, int]


def address(text: str) -> Address:
    """``tcp://host:port`` or ``unix:/path``. Raises ImproperlyConfigured."""
    if match := TCP.fullmatch(text):
        host = match[1].strip("[]")
        return Address(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, int(match[2])))
    if match := UNIX.fullmatch(text):
        return Address(socket.AF_UNIX, match[1])
    raise ImproperlyConfigured("CLAMD_ADDRESS must be like tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl")


class Clamd:
    """Everything but a complete "OK" or "FOUND" within MOST_SECONDS is a failure."""

    def scan(self, content: bytes) -> Verdict:
        """Raises OSError where the daemon is down or slow."""
        family, where = address(settings.CLAMD_ADDRESS)
        deadline = monotonic() + MOST_SECONDS
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            connection.settimeout(_left(deadline))
            connection.connect(where)
            _send(connection, content, deadline)
            return _verdict(_received(connection, deadline))


def _send(connection: socket.socket, content: bytes, deadline: float) -> None:
    pieces = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    connection.sendall(b"zINSTREAM\x00")
    for piece in pieces:
        connection.settimeout(_left(deadline))
        connection.sendall(len(piece).to_bytes(4) + piece)
    connection.sendall(bytes(4))


def _received(connection: socket.socket, deadline: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\x00") and len(answer) <= LONGEST_ANSWER:
        connection.settimeout(_left(deadline))
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer


def _verdict(answer: bytes) -> Verdict:
    if answer == CLEAN:
        return Verdict.CLEAN
    return Verdict.INFECTED if INFECTED.fullmatch(answer) else Verdict.FAILED


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
