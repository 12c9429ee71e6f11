"""Many browsers in one process: as little work a request as possible, because the server runs on the same machine."""

import asyncio
import re
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode

from bench.measuring import MILLISECONDS, QUERIES, WORKED

FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class Answer:
    """Milliseconds. ``server``: in the server; ``worked``: of the processor, without that of the database; ``whole``:
    from sending to the last byte."""

    status: int
    server: float
    worked: float
    whole: float
    queries: int
    body: bytes


@dataclass(slots=True)
class Browser:
    """One connection that is kept open and opened again where the server closed it."""

    address: str
    cookie: str = ""
    reader: asyncio.StreamReader | None = field(default=None, init=False)
    writer: asyncio.StreamWriter | None = field(default=None, init=False)

    async def ask(self, path: str, form: dict[str, str] | None = None) -> Answer:
        body = urlencode(form).encode() if form is not None else b""
        head = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {self.address}"]
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if form is not None:
            head += [f"Content-Type: {FORM}", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*head, "", ""]).encode() + body
        start = perf_counter()
        try:
            return await self._exchange(request, start)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()  # the server closes a connection that was idle; one that it took up it answers
            return await self._exchange(request, start)

    async def _exchange(self, request: bytes, start: float) -> Answer:
        if self.reader is None or self.writer is None:
            host, port = self.address.split(":")
            self.reader, self.writer = await asyncio.open_connection(host, int(port))
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body = await self.reader.readexactly(int(_header(head, "Content-Length")))
        whole = (perf_counter() - start) * 1000
        if _header(head, "Connection").lower() == "close":
            self.close()
        server, worked = float(_header(head, MILLISECONDS)), float(_header(head, WORKED))
        return Answer(int(head.split(" ", 2)[1]), server, worked, whole, int(_header(head, QUERIES)), body)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


def _header(head: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)\r$", head, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else "0"
