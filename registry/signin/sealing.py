"""Keys of second factors as they lie in the database: encrypted with a key that is not in it."""

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = "1."
"""Of the encrypted text; whoever changes its making raises it."""
NONCE = 12


class Unreadable(Exception):
    """The text was sealed with a key that is no longer among the settings, or was tampered with."""


def seal(text: str) -> str:
    nonce = os.urandom(NONCE)
    sealed = _cipher(settings.SECOND_FACTOR_KEY).encrypt(nonce, text.encode(), VERSION.encode())
    return VERSION + base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str) -> str:
    """The text. Raises Unreadable."""
    try:
        raw = base64.b64decode(sealed.removeprefix(VERSION), validate=True)
    except ValueError:
        raise Unreadable from None
    for key in (settings.SECOND_FACTOR_KEY, *settings.SECOND_FACTOR_KEY_FALLBACKS):
        try:
            return _cipher(key).decrypt(raw[:NONCE], raw[NONCE:], VERSION.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    raise Unreadable


@lru_cache(maxsize=8)
def _cipher(key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kepil second factor")
    return AESGCM(derived.derive(key.encode()))
