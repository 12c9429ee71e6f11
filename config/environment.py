"""Typed readers for environment variables: a value that cannot be meant stops the start, unquoted."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

FLAGS = dict.fromkeys(("true", "1", "yes", "on"), True) | dict.fromkeys(("false", "0", "no", "off"), False)
DATABASES = ("postgres", "postgresql", "sqlite")
CONTACTS = ("mailto:", "https://")
SHORTEST_KEY = 50
FEWEST_KEY_CHARACTERS = 10


def flag(name: str, *, default: bool) -> bool:
    """A yes/no value. django-environ's own bool() reads every typing error as False."""
    value = env.str(name, default=str(default))
    try:
        return FLAGS[value.strip().lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(FLAGS)}.") from None


def text(name: str, *, default: str) -> str:
    """A value that may not be set to nothing."""
    value: str = env.str(name, default=default).strip()
    if not value:
        raise ImproperlyConfigured(f"{name} must not be empty.")
    return value


def words(name: str) -> list[str]:
    """A list separated by commas, empty when the variable is absent."""
    return [word.strip() for word in env.str(name, default="").split(",") if word.strip()]


def required_words(name: str) -> list[str]:
    found = words(name)
    if not found:
        raise ImproperlyConfigured(f"{name} is required when DEBUG is off: one or more values, separated by commas.")
    return found


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A list of addresses and networks separated by commas, empty when the variable is absent."""
    try:
        found = [ip_network(word) for word in words(name)]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be addresses or networks such as 10.0.0.5 or 10.1.0.0/24, separated by commas; "
            "host names are not looked up."
        ) from None
    if any(network.prefixlen == 0 for network in found):
        raise ImproperlyConfigured(f"{name} must not be all addresses: then anybody could claim to be anybody.")
    return found


def contact(name: str, *, default: str) -> str:
    """An address that people write to, as security.txt wants it."""
    value: str = env.str(name, default=default).strip()
    if value and not value.startswith(CONTACTS):
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(CONTACTS)}")
    if any(character.isspace() for character in value):
        raise ImproperlyConfigured(f"{name} must be one address.")
    return value


def secret_key(name: str) -> str:
    """A key that must be set, and be long and varied enough to sign with."""
    key: str = env.str(name, default="")
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_KEY_CHARACTERS:
        raise ImproperlyConfigured(
            f"{name} is required when DEBUG is off: at least {SHORTEST_KEY} random characters, "
            'for instance from: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return key


def database(name: str, *, default: str) -> dict[str, Any]:
    """Django's settings of one database, from an address such as postgres://user:password@host:5432/kepil.

    A server that is reached through its socket directory is written postgres:////directory/kepil.
    """
    address = env.str(name, default=default)
    if address.partition("://")[0] not in DATABASES:
        raise ImproperlyConfigured(f"{name} must begin with {', '.join(DATABASES)} and ://")
    try:
        found: dict[str, Any] = env.db_url_config(address)
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read: is the port a number?") from None
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{name} does not name a database.")
    return found | (on_sqlite(found) if address.startswith("sqlite") else ON_POSTGRESQL)


ON_POSTGRESQL = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def on_sqlite(found: dict[str, Any]) -> dict[str, Any]:
    """Readers do not wait for the writer (WAL); a writer waits its turn at the start of its transaction."""
    return {
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        | found.get("OPTIONS", {}),
    }
