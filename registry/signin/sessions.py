"""The session of somebody of staff: begun by a second factor, ended by idleness, by age or by signing out."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from ..models import Account

KEY = "staff"
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
STAMPED = timedelta(seconds=30)
"""The session is written at most this often, so it may end this much earlier, never later."""
PROVED = timedelta(minutes=10)
"""How long after a code the second factor may be replaced without another one."""


class Ended(StrEnum):
    NO_SECOND_FACTOR = "no_second_factor"
    IDLE = "idle"
    OLD = "old"


def begin(session: SessionBase, account: Account, now: datetime) -> None:
    """The account has just used its second factor."""
    moment = now.timestamp()
    session[KEY] = {"account": account.pk, "since": moment, "seen": moment, "proved": moment}


def ended(session: SessionBase, account: Account, now: datetime) -> Ended | None:
    """Why the session may not go on; None where it may."""
    state: dict[str, Any] = session.get(KEY) or {}
    if state.get("account") != account.pk:
        return Ended.NO_SECOND_FACTOR
    if now.timestamp() - state["since"] >= LONGEST.total_seconds():
        return Ended.OLD
    if now.timestamp() - state["seen"] >= IDLE.total_seconds():
        return Ended.IDLE
    return None


def touch(session: SessionBase, now: datetime) -> None:
    """The session is in use."""
    if now.timestamp() - session[KEY]["seen"] >= STAMPED.total_seconds():
        session[KEY] = session[KEY] | {"seen": now.timestamp()}


def prove(session: SessionBase, now: datetime) -> None:
    """The second factor was used once more."""
    session[KEY] = session[KEY] | {"proved": now.timestamp()}


def is_proved(session: SessionBase, now: datetime) -> bool:
    return now.timestamp() - float(session[KEY]["proved"]) < PROVED.total_seconds()
