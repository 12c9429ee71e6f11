"""Putting notices into the outbox. They are sent later, by another process."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..models import Application, Citizen, Notice

KINDS = ("received", "papers_wanted", "decided", "withdrawn", "revoked", "cover_ends")


def put(
    now: datetime,
    kind: str,
    key: str,
    *,
    application: Application | None = None,
    citizen: Citizen | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """In the caller's transaction: what is rolled back is never sent. The same key is put in once.

    To the phone, else to the e-mail address, of the application, else of the citizen; without either, to nobody.
    ``values`` never name a ground, an illness or a reason."""
    addressee = application or citizen
    if addressee is None or kind not in KINDS:
        raise ValueError(f"no notice of kind {kind!r} without an addressee")
    to = addressee.phone or addressee.email
    if not to:
        return
    Notice.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "channel": "sms" if addressee.phone else "email",
            "to": to,
            "language": addressee.language,
            "values": dict(values or {}),
            "application": application,
            "citizen": citizen or (application.citizen if application else None),
            "created_at": now,
            "not_before": now,
        },
    )
