"""An application that is not sent yet: in the session, for a day at most, and nowhere else."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac

DRAFT = "application_draft"
SENT = "application_sent"
"""Reference and, until it was shown once, secret of the application that was sent last."""

LEFT_OUT = ("csrfmiddlewaretoken", "language")
MOST_TYPED = 4000
"""Characters in all boxes together; more than that nobody types there."""
Draft = dict[str, Any]


def begin(session: SessionBase, ground: str) -> None:
    """For the ground; what was typed of the person so far stays, and so does the token of the form."""
    _put(session, {**_begun(session), "ground": ground})


def load(session: SessionBase) -> Draft:
    """Token, ground, ``you`` as it was accepted, ``typed`` as it stands in the boxes; empty where nothing was begun."""
    return dict(session.get(DRAFT) or {})


def keep(session: SessionBase, you: Mapping[str, Any]) -> None:
    """Who the person is and how to reach him."""
    rest = {name: kept for name, kept in load(session).items() if name != "typed"}
    _put(session, {**rest, "you": dict(you)})


def keep_typed(session: SessionBase, typed: Mapping[str, list[str]]) -> None:
    """What stands in the boxes, unchecked, while the language is changed; nobody fills the database with it."""
    boxes = {name: values for name, values in typed.items() if name not in LEFT_OUT}
    if sum(len(text) for name, values in boxes.items() for text in (name, *values)) <= MOST_TYPED:
        _put(session, {**load(session), "typed": boxes})


def token(session: SessionBase) -> UUID:
    """Of this form: however often it is sent, it makes one application."""
    return UUID(load(session)["token"])


def fingerprint(draft: Draft, person: Mapping[str, Any], on: date) -> str:
    """Of everything that a person is shown before sending, so that nothing else is sent than what was looked at."""
    shown = json.dumps([draft, person, on.isoformat()], sort_keys=True, ensure_ascii=False)
    return salted_hmac("registry.portal.draft", shown, algorithm="sha256").hexdigest()


def sent(session: SessionBase, reference: str, secret: str) -> None:
    """Forget everything that was typed; keep what the next page shows."""
    session.pop(DRAFT, None)
    session[SENT] = {"reference": reference, "secret": secret}


def take_secret(session: SessionBase) -> tuple[str, str | None]:
    """The reference of what was sent last, and its secret the first time only. Raises KeyError where nothing was."""
    kept = session[SENT]
    if kept.get("secret"):
        session[SENT] = {"reference": kept["reference"]}
    return kept["reference"], kept.get("secret")


def _begun(session: SessionBase) -> Draft:
    return load(session) or {"token": str(uuid4())}


def _put(session: SessionBase, draft: Draft) -> None:
    session[DRAFT] = draft
