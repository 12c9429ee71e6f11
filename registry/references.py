"""Reference and secret of whatever somebody without an account has sent: with both, he comes back to it."""

import hmac
import secrets
from typing import TypeVar

from django.db.models import Model, QuerySet

from eligibility import keeping

from .models import Application, AttachmentRequest

LENGTH = 8
GROUP = 4
LONGEST_TYPED = 100
"""Characters of a reference or a secret that are looked at."""
Row = TypeVar("Row", bound=Model)


def new() -> str:
    """A plain reference that nobody has yet, in neither table."""
    while True:
        plain = "".join(secrets.choice(keeping.ALPHABET) for _ in range(LENGTH))
        taken = (Application, AttachmentRequest)
        if not any(model.objects.filter(reference=shown(plain)).exists() for model in taken):
            return plain


def shown(plain: str) -> str:
    """As it is stored and shown: ABCD-EFGH."""
    return f"{plain[:GROUP]}-{plain[GROUP:]}"


def digest(reference: str, secret: str) -> str:
    """The secret has 100 random bits, so it needs no slow hashing; bound to its reference, it opens nothing else."""
    return hmac.digest(b"kepil: secret of an application", f"{reference}:{secret}".encode(), "sha256").hex()


def with_secret(rows: "QuerySet[Row]", reference: str, secret: str) -> Row | None:
    """The row, where both are right, however they were typed; the same work where they are not. A row without a
    digest, which was taken at a desk, is opened by nothing."""
    plain = keeping.characters(reference[:LONGEST_TYPED])
    row = rows.filter(reference=shown(plain)).first()
    given = digest(plain, keeping.characters(secret[:LONGEST_TYPED]))
    kept = getattr(row, "secret_digest", "") or "-" * len(given)
    right = hmac.compare_digest(given, kept)
    return row if row is not None and right else None
