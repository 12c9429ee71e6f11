"""The person whom somebody at the desk has in hand: kept in the session, never in an address.

Of somebody the registry knows it is the row number; of anybody else the number that was typed. Both are forgotten at
the same time, so that a page which is opened again later tells nothing apart.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from .. import by_value, requests
from ..models import Citizen

KEY: Final = "in_hand"
FIELD: Final = "person"
"""Of every form about him: the token of whom its page was opened for, see templates/desk/of_person.html."""
KEPT: Final = timedelta(minutes=15)
"""After the last use."""
STAMPED: Final = timedelta(seconds=30)
"""The session is written at most this often."""


def take(request: HttpRequest, citizen: Citizen | None, number: str = "", purpose: str = "") -> None:
    """From now on the pages of the desk are about him. ``number``: of somebody whom the registry does not know, or
    whose record is blocked; kept only where there is no row. ``purpose``: why he was looked up."""
    who = {"citizen": citizen.pk} if citizen else {"number": number}
    before = request.session.get(KEY) or {}
    token = before.get("token") if before.items() >= who.items() else None
    seen = {"seen": _moment(request), "fresh": True}
    request.session[KEY] = {**who, "purpose": purpose, "token": token or str(uuid4()), **seen}


def come_into_registry(request: HttpRequest, citizen: Citizen) -> None:
    """The one in hand, whom the registry did not know until now; pages that were opened before stay his."""
    held = {key: value for key, value in request.session.get(KEY, {}).items() if key != "number"}
    request.session[KEY] = {**held, "citizen": citizen.pk, "seen": _moment(request), "fresh": True}


def citizen(request: HttpRequest) -> Citizen | None:
    """The person in hand; None where the registry does not know him, or nobody is in hand (see ``is_held``). A record
    that is blocked is not there. One query."""
    found = row(request)
    return found if found is not None and not found.blocked else None


def row(request: HttpRequest) -> Citizen | None:
    """As ``citizen``, but the record may be blocked: for the log alone. One query, found or not."""
    held = _held(request)
    if held is None:
        return None
    field, value = ("id", held["citizen"]) if "citizen" in held else ("iin", held["number"])
    return by_value.row(Citizen, field, value)


def is_held(request: HttpRequest) -> bool:
    """Whether anybody is in hand, known or not."""
    return _held(request) is not None


def is_another(request: HttpRequest) -> bool:
    """Whether what was sent comes from a page about somebody else, as from a second window or a page gone back to."""
    held = _held(request)
    return held is not None and FIELD in request.POST and request.POST[FIELD] != held.get("token", "")


def number(request: HttpRequest) -> str:
    """What was typed of somebody whom the registry does not know; empty of one whom it knows."""
    held = _held(request) or {}
    return str(held.get("number", ""))


def purpose(request: HttpRequest) -> str:
    """The code of why he was looked up."""
    held = _held(request) or {}
    return str(held.get("purpose", ""))


def is_fresh(request: HttpRequest) -> bool:
    """Whether he was taken in hand just now and nothing of him was shown yet; true once."""
    held = _held(request)
    if held is None or not held.get("fresh"):
        return False
    request.session[KEY] = {**held, "fresh": False}
    return True


def drop(session: SessionBase) -> None:
    session.pop(KEY, None)


def _held(request: HttpRequest) -> dict[str, Any] | None:
    held: dict[str, Any] | None = request.session.get(KEY)
    if held is None:
        return None
    age = _moment(request) - held["seen"]
    if age >= KEPT.total_seconds():
        drop(request.session)
        return None
    if age >= STAMPED.total_seconds():
        request.session[KEY] = held = {**held, "seen": _moment(request)}
    return held


def _moment(request: HttpRequest) -> float:
    now: datetime = requests.who(request).now
    return now.timestamp()
