"""A gateway for text messages on this machine, with a certificate of its own, that misbehaves as its path says."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from registry.notices.gateway import Gateway, opener

TOKEN = "a token of sixteen letters or more"
FIELDS = {"to": "phone", "text": "message", "id": "number"}
ANSWERS: dict[str, tuple[int, bytes]] = {
    "ok": (200, b'{"number": "m-1"}'),
    "created": (201, b'{"number": 17}'),
    "other-success": (203, b'{"number": 17}'),
    "no-content": (204, b""),
    "garbage": (200, b"<html>Welcome to the hotel's network</html>"),
    "unnamed": (200, b'{"error": "no credit"}'),
    "not-an-object": (200, b'["m-1"]'),
    "empty-number": (200, b'{"number": ""}'),
    "yes": (200, b'{"number": true}'),
    "deep": (200, b"[" * 50_000),
    **{str(status): (status, b"{}") for status in (400, 401, 404, 429, 500, 502, 503, 504)},
}


@dataclass
class Fake:
    address: str
    context: ssl.SSLContext
    asked: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)
    """Path, content and key of every request."""

    def gateway(self, path: str, timeout: float = 5) -> Gateway:
        return Gateway(f"{self.address}/{path}", TOKEN, FIELDS, opener(self.context), timeout)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Self-signed, with its key, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = serialization.PrivateFormat.PKCS8
    text = key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "gateway.pem"
    file.write_bytes(text + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def fake(certificate: Path) -> Iterator[Fake]:
    found = Fake("", ssl.create_default_context(cafile=str(certificate)))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            found.asked.append((self.path, json.loads(content), self.headers["Authorization"]))
            self.answer(self.path.strip("/"))

        def do_GET(self) -> None:
            found.asked.append((self.path, {}, self.headers["Authorization"]))
            self.answer("ok")

        def answer(self, name: str) -> None:
            if name == "hangs-up":
                return
            if name == "slow":
                time.sleep(0.6)
                name = "ok"
            status, content = ANSWERS.get(name, (307, b""))
            self.send_response(status)
            if status == 307:
                self.send_header("Location", f"{found.address}/ok")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that has gone away
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found.address = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
