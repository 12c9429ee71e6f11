"""Putting notices into the outbox. They are sent later, by another process: registry/notices/sending.py."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..models import Application, Citizen, Notice
from .texts import EMAIL, SMS

KINDS = ("received", "papers_wanted", "decided", "withdrawn", "revoked", "cover_ends", "care_changes")


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
    ``values`` never name a ground, an illness or a reason; what the text says of the application is added here."""
    found = made(now, kind, key, application=application, citizen=citizen, values=values)
    if found is not None:
        put_all([found])


def put_all(notices: Iterable[Notice]) -> None:
    """One query. Keys that are there already are left as they are."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def made(
    now: datetime,
    kind: str,
    key: str,
    *,
    application: Application | None = None,
    citizen: Citizen | None = None,
    values: Mapping[str, Any] | None = None,
) -> Notice | None:
    """The notice, not saved; None where there is no way to reach the addressee."""
    addressee = application or citizen
    if addressee is None or kind not in KINDS:
        raise ValueError(f"no notice of kind {kind!r} without an addressee")
    to = addressee.phone or addressee.email
    if not to:
        return None
    return Notice(
        key=key,
        kind=kind,
        channel=SMS if addressee.phone else EMAIL,
        to=to,
        language=addressee.language,
        values=_of_application(kind, application) | dict(values or {}),
        application=application,
        citizen=citizen or (application.citizen if application else None),
        created_at=now,
        not_before=now,
    )


def _of_application(kind: str, application: Application | None) -> dict[str, str]:
    if application is None:
        return {}
    found = {"reference": application.reference}
    if kind == "received":
        found["until"] = application.due_on.isoformat()
    if kind == "papers_wanted":
        found["until"] = application.paper_requests.latest("pk").due_on.isoformat()
    return found
