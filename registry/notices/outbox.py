"""Putting notices into the outbox. They are sent later, by another process: registry/notices/sending.py."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..models import Application, AttachmentRequest, Citizen, Notice
from .texts import EMAIL, SMS

KINDS = (
    *("received", "papers_wanted", "decided", "withdrawn", "revoked", "cover_ends"),
    *("attachment_received", "attachment_decided", "attachment_withdrawn"),
    "care_changes",
)


def put(
    now: datetime,
    kind: str,
    key: str,
    *,
    application: Application | None = None,
    request: AttachmentRequest | None = None,
    citizen: Citizen | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """In the caller's transaction: what is rolled back is never sent. The same key is put in once.

    To the phone, else to the e-mail address, of the application or the request, else of the citizen; without either,
    to nobody. ``values`` never name a ground, an illness or a reason; what the text says of it is added here."""
    found = made(now, kind, key, application=application, request=request, citizen=citizen, values=values)
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
    request: AttachmentRequest | None = None,
    citizen: Citizen | None = None,
    values: Mapping[str, Any] | None = None,
) -> Notice | None:
    """The notice, not saved; None where there is no way to reach the addressee."""
    addressee = application or request or citizen
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
        values=_of_application(kind, application) | _of_request(kind, request) | dict(values or {}),
        application=application,
        citizen=citizen or _person_of(application, request),
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


def _of_request(kind: str, request: AttachmentRequest | None) -> dict[str, str]:
    if request is None:
        return {}
    found = {"reference": request.reference}
    if kind == "attachment_received":
        found["until"] = request.due_on.isoformat()
    return found


def _person_of(application: Application | None, request: AttachmentRequest | None) -> Citizen | None:
    asked = application or request
    return asked.citizen if asked else None
