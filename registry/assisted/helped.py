"""Who is being helped: kept in the session of whoever helps, a quarter of an hour after the last page at most, apart
from the check that anybody may make in the same browser and from the person in hand at the desk."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase

from ..models import Account

KEY = "assisted"
IDLE = timedelta(minutes=15)
MOST_TYPED = 8000
"""Characters in all boxes together that are kept while the language is changed; more than that nobody types."""


def new_token() -> str:
    return str(uuid4())


@dataclass(slots=True)
class Helped:
    """One person without a name. ``token`` is on every page about him, so that what was opened for the one before is
    never taken for his. ``shown``: the questions on the page last seen; None before the first. ``told``: whether an
    answer was shown. ``form``: of the application, the same however often it is sent; ``sent``: what became of it."""

    account: int
    token: str = field(default_factory=new_token)
    answers: dict[str, Any] = field(default_factory=lambda: {"subject": "self"})
    shown: list[str] | None = None
    typed: dict[str, list[str]] = field(default_factory=dict)
    told: bool = False
    form: str = field(default_factory=new_token)
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def begun(self) -> bool:
        """Whether anything was answered that the answer rests on."""
        return not self.answers.keys() <= {"subject", "date"}

    def keep_typed(self, typed: Mapping[str, list[str]]) -> None:
        """What stands in the boxes, unchecked, while the language is changed."""
        filled = {name: values for name, values in typed.items() if any(values) and name != "csrfmiddlewaretoken"}
        fits = sum(len(text) for name, values in filled.items() for text in (name, *values)) <= MOST_TYPED
        self.typed = filled if fits else {}


def of(session: SessionBase, account: Account, now: datetime) -> Helped:
    """Whom the account is helping, for another quarter of an hour; somebody new where there is nobody any more."""
    kept = dict(session.get(KEY) or {})
    if kept and kept["account"] == account.pk and now - datetime.fromisoformat(kept.pop("seen")) < IDLE:
        helped = Helped(**kept)
    else:
        helped = Helped(account.pk)
    keep(session, helped, now)
    return helped


def keep(session: SessionBase, helped: Helped, now: datetime) -> None:
    session[KEY] = asdict(helped) | {"seen": now.isoformat()}


def drop(session: SessionBase) -> None:
    """The next person: nothing of this one is left."""
    session.pop(KEY, None)
