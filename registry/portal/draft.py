"""An application that is not sent yet: in the session, for a day at most, and nowhere else.

There may be one of each kind: for the confirmation of a ground, and for attachment to a polyclinic."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.utils.crypto import salted_hmac


class Kind(NamedTuple):
    """Keys of the session. ``sent``: of the reference and, until it was shown once, the secret of the last one sent."""

    draft: str
    sent: str


APPLICATION = Kind("application_draft", "application_sent")
ATTACHMENT = Kind("attachment_draft", "attachment_sent")
DRAFT, SENT = APPLICATION

LEFT_OUT = ("csrfmiddlewaretoken", "language")
MOST_TYPED = 4000
"""Characters in all boxes together; more than that nobody types there."""
Draft = dict[str, Any]


IDENTITY = ("iin", "surname", "given_name", "patronymic", "phone", "email")


def begin(session: SessionBase, ground: str) -> None:
    """An application for the ground."""
    choose(session, APPLICATION, ground=ground)


def choose(session: SessionBase, kind: Kind, **chosen: Any) -> None:
    """What was typed of the person so far stays, and so does the token of the form."""
    begun = load(session, kind) or {"token": str(uuid4())}
    session[kind.draft] = {**begun, **chosen}


def load(session: SessionBase, kind: Kind = APPLICATION) -> Draft:
    """Token, what was chosen, ``you`` as it was accepted, ``typed`` as it stands in the boxes; empty where nothing was
    begun."""
    return dict(session.get(kind.draft) or {})


def keep(session: SessionBase, you: Mapping[str, Any], kind: Kind = APPLICATION) -> None:
    """Who the person is and how to reach him."""
    rest = {name: kept for name, kept in load(session, kind).items() if name != "typed"}
    session[kind.draft] = {**rest, "you": dict(you)}


def keep_typed(session: SessionBase, typed: Mapping[str, list[str]], kind: Kind = APPLICATION) -> None:
    """What stands in the boxes, unchecked, while the language is changed; nobody fills the database with it."""
    boxes = {name: values for name, values in typed.items() if name not in LEFT_OUT}
    if sum(len(text) for name, values in boxes.items() for text in (name, *values)) <= MOST_TYPED:
        session[kind.draft] = {**load(session, kind), "typed": boxes}


def typed_again(kept: Draft) -> QueryDict | None:
    """What stood in the boxes before the language was changed; None where it was not."""
    if "typed" not in kept:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        data.setlist(name, values)
    return data


def token(session: SessionBase, kind: Kind = APPLICATION) -> UUID:
    """Of this form: however often it is sent, it makes one application."""
    return UUID(load(session, kind)["token"])


def fingerprint(draft: Draft, person: Mapping[str, Any], on: date) -> str:
    """Of everything that a person is shown before sending, so that nothing else is sent than what was looked at."""
    shown = json.dumps([draft, person, on.isoformat()], sort_keys=True, ensure_ascii=False)
    return salted_hmac("registry.portal.draft", shown, algorithm="sha256").hexdigest()


def sent(session: SessionBase, reference: str, secret: str, kind: Kind = APPLICATION) -> None:
    """Forget everything that was typed; keep what the next page shows."""
    session.pop(kind.draft, None)
    session[kind.sent] = {"reference": reference, "secret": secret}


def take_secret(session: SessionBase, kind: Kind = APPLICATION) -> tuple[str, str | None]:
    """The reference of what was sent last, and its secret the first time only. Raises KeyError where nothing was."""
    kept = session[kind.sent]
    if kept.get("secret"):
        session[kind.sent] = {"reference": kept["reference"]}
    return kept["reference"], kept.get("secret")


def forget_sent(session: SessionBase) -> None:
    """What was sent last, of either kind."""
    for kind in (APPLICATION, ATTACHMENT):
        session.pop(kind.sent, None)


def identity_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """From what a form about a person has kept, the fields of that name in the drafts of the verbs."""
    return {name: told[name] for name in IDENTITY} | {"birth_date": date.fromisoformat(told["birth_date"])}
