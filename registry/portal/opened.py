"""The one application that is open in this browser: after sending it, or with its reference and secret.

It closes an hour after it was last looked at, so that a phone that was lent shows nothing the day after.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from ..models import Application

OPENED = "application_opened"
ANSWER = "application_answer"
OPEN_FOR = timedelta(hours=1)


def open_for(session: SessionBase, application: Application, now: datetime) -> None:
    """In place of any other."""
    close(session)
    session[OPENED] = {"pk": application.pk, "seen": now.isoformat()}


def application(session: SessionBase, now: datetime) -> Application | None:
    """The application, for another hour; None where none is open, or no longer."""
    kept = session.get(OPENED)
    if not kept:
        return None
    if now - datetime.fromisoformat(kept["seen"]) > OPEN_FOR:
        close(session)
        return None
    session[OPENED] = {"pk": kept["pk"], "seen": now.isoformat()}
    return Application.objects.select_related("region", "district", "office", "citizen").filter(pk=kept["pk"]).first()


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
