"""The one application that is open in this browser, for a ground or for attachment: sent here, or opened with its
reference and secret.

It closes an hour after it was last looked at, so that a phone that was lent shows nothing the day after.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from ..models import Application, AttachmentRequest

OPENED = "application_opened"
ANSWER = "application_answer"
OPEN_FOR = timedelta(hours=1)


def open_for(session: SessionBase, row: Application | AttachmentRequest, now: datetime) -> None:
    """In place of any other."""
    close(session)
    session[OPENED] = {"pk": row.pk, "seen": now.isoformat(), "attachment": isinstance(row, AttachmentRequest)}


def application(session: SessionBase, now: datetime) -> Application | None:
    """The application, for another hour; None where none is open, or no longer."""
    pk = _opened(session, now, attachment=False)
    rows = Application.objects.select_related("region", "district", "office", "citizen")
    return rows.filter(pk=pk).first() if pk else None


def attachment_request(session: SessionBase, now: datetime) -> AttachmentRequest | None:
    """As ``application``, of one for attachment."""
    pk = _opened(session, now, attachment=True)
    return AttachmentRequest.objects.select_related("polyclinic", "citizen").filter(pk=pk).first() if pk else None


def _opened(session: SessionBase, now: datetime, *, attachment: bool) -> int | None:
    kept = session.get(OPENED)
    if not kept or kept.get("attachment", False) != attachment:
        return None
    if now - datetime.fromisoformat(kept["seen"]) > OPEN_FOR:
        close(session)
        return None
    session[OPENED] = {**kept, "seen": now.isoformat()}
    return int(kept["pk"])


def keep_answer(session: SessionBase, answer: str) -> None:
    """What was typed about the papers, while the language is changed; an empty one forgets it."""
    session.pop(ANSWER, None)
    if answer:
        session[ANSWER] = answer


def answer(session: SessionBase) -> str:
    return str(session.get(ANSWER, ""))


def close(session: SessionBase) -> None:
    """The answers to the check stay."""
    session.pop(OPENED, None)
    session.pop(ANSWER, None)
