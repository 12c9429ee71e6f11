"""Looking a person up at the desk by the exact number, and what the registry answers about him.

Somebody whom the registry does not know, somebody of whom it knows nothing and somebody whose record is blocked are
answered alike and with the same work. Everything is worked out live by the engine.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from . import iin, log
from .log import Verb, Who
from .models import Citizen

Attached = Literal["here", "elsewhere", "nowhere", "unknown"]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A condition of article 26-1 that keeps a person of level D or E from cover. ``outcome``: no, unknown or unclear;
    ``again_on``: the first day on which it may be otherwise by itself."""

    code: str
    outcome: str
    again_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk may know of a person on ``day``. ``to_treat``: attached here, or a visit was recorded here today;
    only then there are a name, a birth date and the token of free care."""

    day: date
    status: str
    since: date | None = None
    until: date | None = None
    payer: str = ""
    ends_by: str = ""
    attached: Attached = "unknown"
    visit_today: bool = False
    to_treat: bool = False
    name: str = ""
    birth_date: date | None = None
    token: bool = False
    lacking: tuple[Lacking, ...] = ()
    routes: tuple[str, ...] = field(default=())


def look_up(who: Who, number: str) -> Citizen | None:
    """Find the person by his whole number, for ``who.purpose``, and write that down. None: the registry does not know
    him, or he asked that his record be blocked. The same queries either way."""
    found = Citizen.objects.filter(iin=iin.clean(number), blocked=False).first()
    log.write(who, Verb.LOOKED_UP, citizen=found)
    return found


def read(who: Who, citizen: Citizen | None) -> Found:
    """What the desk of the account's polyclinic is told. Raises LawRangeError where the law of the day is not known."""
    raise NotImplementedError
