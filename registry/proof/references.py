"""The reference of a certificate: 100 random bits in the letters of the codes of kept answers."""

import hmac

from eligibility.keeping import characters, groups, is_code, new_code

__all__ = ["digest", "groups", "new_code", "read"]


def read(typed: str) -> str:
    """The reference in what was typed or scanned, however it is spaced and in whichever letters that look like the
    right ones; the same text where it is none."""
    found = characters(typed)
    return found if is_code(found) else typed


def digest(reference: str) -> str:
    """What the database keeps. 100 random bits need no slow hashing."""
    return hmac.digest(b"kepil: reference of a certificate", reference.encode(errors="replace"), "sha256").hex()
