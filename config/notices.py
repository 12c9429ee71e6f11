"""Readers for the environment variables of notices; as in config/environment.py, what cannot be meant stops the start
and is not quoted, because it may hold a password."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_domain_name, validate_email, validate_ipv4_address

from config.environment import env, text

LONGEST_PORTAL = 40
"""So that a text message in Kazakh keeps to two segments."""
FIELDS = ("to", "text", "id")
SHORTEST_TOKEN = 16
MAIL = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtp+ssl": (465, False, True)}
"""Scheme → usual port, STARTTLS, TLS from the start."""


class MailServer(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    tls: bool
    ssl: bool


def provider(name: str, real: tuple[str, ...], *, debug: bool) -> str:
    """The name of a provider. Without DEBUG nothing is printed instead of being sent."""
    offered = (*real, "none", *(("console",) if debug else ()))
    found = text(name, default="console" if debug else "none")
    if found not in offered:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(offered)}.")
    return found


def portal(name: str, *, hosts: Sequence[str], debug: bool) -> str:
    """The address of the portal without a slash at its end."""
    default = "http://127.0.0.1:8000" if debug else f"https://{hosts[0].removeprefix('.')}"
    found = text(name, default=default).rstrip("/")
    parts = _split(name, found)
    secure = parts.scheme == "https" or (debug and parts.scheme == "http")
    plain = not (parts.path or parts.query or parts.fragment or parts.username) and not any(map(str.isspace, found))
    if not (secure and plain and _is_host(parts.hostname) and len(found) <= LONGEST_PORTAL):
        raise ImproperlyConfigured(
            f"{name} must be https:// and a host name, at most {LONGEST_PORTAL} characters. "
            "Without it, it is made of the first of ALLOWED_HOSTS."
        )
    return found


def mail_server(name: str) -> MailServer:
    url = _split(name, _required(name))
    try:
        port, tls, ssl = MAIL[url.scheme]
        found = MailServer(
            url.hostname or "", url.port or port, unquote(url.username or ""), unquote(url.password or ""), tls, ssl
        )
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be smtp+tls://user:password@host:587 or alike.") from None
    if not _is_host(found.host) or bool(found.user) != bool(found.password):
        raise ImproperlyConfigured(f"{name} needs a host, and a user with his password or neither.")
    return found


def sender(name: str) -> str:
    found = _required(name)
    try:
        validate_email(found)
    except ValidationError:
        raise ImproperlyConfigured(f"{name} must be an e-mail address.") from None
    return found


def gateway(prefix: str) -> tuple[str, str, dict[str, str]]:
    """Address, token and names of fields."""
    url, token = _required(f"{prefix}_URL"), _required(f"{prefix}_TOKEN")
    parts = _split(f"{prefix}_URL", url)
    if parts.scheme != "https" or not _is_host(parts.hostname) or parts.username or any(map(str.isspace, url)):
        raise ImproperlyConfigured(f"{prefix}_URL must be an https:// address without a password in it.")
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise ImproperlyConfigured(f"{prefix}_TOKEN must be {SHORTEST_TOKEN} or more plain characters.")
    return url, token, _fields(f"{prefix}_FIELDS")


def _fields(name: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text(name, default="to=to,text=text,id=id").split(",")]
    found = {key.strip(): value.strip() for key, _, value in pairs}
    if sorted(found) != sorted(FIELDS) or not all(found.values()) or len(pairs) != len(FIELDS):
        raise ImproperlyConfigured(f"{name} must name each of {', '.join(FIELDS)}, as in to=phone,text=message,id=id")
    return found


def _required(name: str) -> str:
    found: str = env.str(name, default="").strip()
    if not found:
        raise ImproperlyConfigured(f"{name} is required by the provider that was chosen.")
    return found


def _split(name: str, url: str) -> SplitResult:
    try:
        found = urlsplit(url)
        found.port  # noqa: B018 – reading it says whether it is a number
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read as an address.") from None
    return found


def _is_host(host: str | None) -> bool:
    if host == "localhost":
        return True
    for valid in (validate_domain_name, validate_ipv4_address):
        with suppress(ValidationError):
            valid(host or "")
            return True
    return False
