"""Answers kept for a month without a name: a code that only the person has finds them and opens them.

From the code come two keys that tell nothing about each other or about it: one to look the row up, one to decrypt it.
The code has 100 random bits, so it needs no slow hashing, and whoever has the database without it can read nothing.
"""

import json
import os
import secrets
import unicodedata
from datetime import date, timedelta
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .models import KeptAnswers

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U."""
CODE_LENGTH = 20
GROUP = 5
KEPT_DAYS = 30
"""The code opens on the day of keeping and on this many days after it."""

VERSION = 1
"""Of the encrypted text. Whoever changes the shape of an answer raises it and still reads the older one for 30 days."""
BLOCK = 4096
"""Bytes; the text is filled up to a multiple, so that its length does not tell how much was answered."""
NONCE = 12
MISSING = bytes(NONCE + BLOCK + 16)
"""What is decrypted, in vain, where there is no row: a wrong code takes the same work as an expired one."""

# How the letters of a code are misread or mistyped, also on a Cyrillic keyboard.
LOOK_ALIKES = str.maketrans("OILUАВСЕНКМОРТХУІЗҮҺӨ", "011VABCEHKM0PTXY13YH0")

People = list[dict[str, Any]]


class Opened(NamedTuple):
    """What a code led to, and the key of the row, by which it can be deleted."""

    people: People
    look_up: str


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def groups(code: str) -> list[str]:
    """The code as it is shown: in pieces that can be read out and written down."""
    return [code[start : start + GROUP] for start in range(0, len(code), GROUP)]


def characters(typed: str) -> str:
    """The letters and digits of what was typed, read as a code; whether they are one is not looked at."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(filter(str.isalnum, plain)).translate(LOOK_ALIKES)


def is_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and set(text) <= set(ALPHABET)


def keep(people: People, today: date) -> tuple[str, date]:
    """Store the answers of all people; the code, which is known to nobody afterwards, and the last day it opens."""
    code, last_day = new_code(), today + timedelta(days=KEPT_DAYS)
    KeptAnswers.objects.create(look_up=look_up(code), sealed=seal(code, people), last_day=last_day)
    return code, last_day


def find(code: str, today: date) -> Opened | None:
    """What was kept under the code; None where there is nothing, or no longer, or it was tampered with."""
    key = look_up(code)
    row = KeptAnswers.objects.filter(pk=key, last_day__gte=today).first()
    people = unseal(code, bytes(row.sealed) if row else MISSING)
    return None if people is None else Opened(people, key)


def delete(key: str) -> None:
    """Delete what was kept, by the key with which it was opened."""
    KeptAnswers.objects.filter(pk=key).delete()


def look_up(code: str) -> str:
    """The key of the row."""
    return _derive(code, b"kepil: look up kept answers").hex()


def seal(code: str, people: People) -> bytes:
    """The answers encrypted, with the nonce in front."""
    text = json.dumps({"version": VERSION, "people": people}, ensure_ascii=False).encode()
    padded = text.ljust(-(-len(text) // BLOCK) * BLOCK)
    nonce = os.urandom(NONCE)
    return nonce + _cipher(code).encrypt(nonce, padded, look_up(code).encode())


def unseal(code: str, sealed: bytes) -> People | None:
    """The answers; None where one bit is not as it was sealed with this code, or in a version that nobody reads."""
    try:
        text = _cipher(code).decrypt(sealed[:NONCE], sealed[NONCE:], look_up(code).encode())
    except (InvalidTag, ValueError):
        return None
    held = json.loads(text)
    people: People | None = held["people"] if held["version"] == VERSION else None
    return people


def _cipher(code: str) -> AESGCM:
    return AESGCM(_derive(code, b"kepil: encrypt kept answers"))


def _derive(code: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(code.encode())
