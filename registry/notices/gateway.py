"""Text messages by an HTTP gateway: one POST of JSON a message, over https only, no redirects, answers checked."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from django.conf import settings

from .outcomes import Permanent, Transient, Uncertain

TIMEOUT = 5
"""Seconds without a byte."""
LARGEST_ANSWER = 64 * 1024
TAKEN = (200, 201, 202)
PASSING = (401, 403, 407, 408, 425, 429)
"""Answers that are about the gateway's mood or our key, not about the message."""
FROM_A_PROXY = (502, 504)
"""Somebody on the way lost the gateway's answer: the message may have been taken."""


class Opener(Protocol):
    def open(self, request: Request, *, timeout: float) -> Any: ...


class NoRedirect(HTTPRedirectHandler):
    """The message and the key go to the address that was set, and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None  # the 3xx is then an HTTPError


def opener(context: ssl.SSLContext | None = None) -> OpenerDirector:
    return build_opener(ProxyHandler({}), NoRedirect, HTTPSHandler(context=context or ssl.create_default_context()))


@dataclass(frozen=True)
class Gateway:
    """``fields``: the gateway's names for ``to``, ``text`` and, in its answer, the number ``id`` of what it took."""

    url: str
    token: str = field(repr=False)
    fields: Mapping[str, str]
    opener: Opener = field(default_factory=opener)
    timeout: float = TIMEOUT

    @classmethod
    def of_settings(cls) -> "Gateway":
        return cls(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN, settings.SMS_GATEWAY_FIELDS)

    def __post_init__(self) -> None:
        if not self.url.startswith("https://"):
            raise ValueError("the gateway's address must begin with https://")

    def send(self, to: str, subject: str, body: str) -> None:
        """Text messages have no subject."""
        status, content = self._asked(self._request(to, body))
        if status not in TAKEN or not _names(content, self.fields["id"]):
            raise Uncertain("answer")

    def _request(self, to: str, text: str) -> Request:
        content = json.dumps({self.fields["to"]: to, self.fields["text"]: text}, ensure_ascii=False)
        headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
        headers["Authorization"] = f"Bearer {self.token}"
        return Request(self.url, content.encode(), headers, method="POST")  # noqa: S310 – https, looked at above

    def _asked(self, request: Request) -> tuple[int, bytes]:
        try:
            with self.opener.open(request, timeout=self.timeout) as answer:
                return answer.status, answer.read(LARGEST_ANSWER)
        except HTTPError as error:
            with error:
                raise _judged(error.code) from None
        except URLError as error:  # the request did not get through; what fails later is another error
            raise Transient("not_connected") from error
        except (OSError, HTTPException) as error:
            raise Uncertain("broken_off") from error


def _judged(status: int) -> Transient | Permanent | Uncertain:
    """An answer that is not a success. A redirect is about the address that was set, not about the message."""
    code = f"http_{status}"
    if status in FROM_A_PROXY:
        return Uncertain(code)
    if status < 400 or status >= 500 or status in PASSING:
        return Transient(code)
    return Permanent(code)


def _names(content: bytes, name: str) -> bool:
    """Whether the answer is an object that gives the message a number."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return False
    number = answer.get(name) if isinstance(answer, dict) else None
    return isinstance(number, str | int) and not isinstance(number, bool) and number != ""
