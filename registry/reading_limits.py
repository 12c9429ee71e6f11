"""How many people staff may look up: for each account, and for each polyclinic as a whole. See reading_limits.toml.

reading_limits.check(who, attached_here)     # raises TooMany; before the answer, outside of a transaction
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from . import log, sliding, tables
from .log import Verb, Who
from .models import Account
from .sliding import Window

FILE = Path(__file__).with_name("reading_limits.toml")
LOOK_UP, SEARCH, SHOW_NUMBER = "look_up", "search", "show_number"


class TooMany(Exception):
    """So many have been looked up. ``until``: when the next one may be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many in any hour and on a day."""

    hour: int
    day: int


@dataclass(frozen=True, slots=True)
class Limits:
    account: Numbers
    place: Numbers | None
    """Of all accounts of a polyclinic together."""


def too_many(until: datetime) -> str:
    """What whoever is refused is told. A part of a minute counts as a whole one."""
    when = (until + timedelta(seconds=59)).astimezone(get_current_timezone())
    texts = {"time": when.strftime("%H:%M"), "day": when.strftime("%d.%m.%Y")}
    return _("You have looked up as many people as one account may. Try again after %(time)s on %(day)s.") % texts


def check(who: Who, attached_here: bool) -> None:
    """Count a look-up at the desk, whether it finds anybody or not. Raises TooMany instead.

    Not concerned: a person who is attached to the polyclinic, and whoever asks about himself. Not within a
    transaction: it would hold up the whole polyclinic, and take the entry about a refusal back with it."""
    if not attached_here:
        _take(LOOK_UP, who)


def check_search(who: Who) -> None:
    """Count a search for people in the back office. As ``check``."""
    _take(SEARCH, who)


def check_show_number(who: Who) -> None:
    """Count that a whole number is shown in the back office. As ``check``."""
    _take(SHOW_NUMBER, who)


@cache
def load(file: Path = FILE) -> dict[str, Limits]:
    """Raises TableError where a number is missing or not a positive whole one."""
    table = tables.read(file)
    if set(table) != {LOOK_UP, SEARCH, SHOW_NUMBER}:
        raise tables.TableError(f"{file.name}: must hold exactly {LOOK_UP}, {SEARCH} and {SHOW_NUMBER}")
    return {
        name: Limits(_numbers(file, entry.get("account")), _numbers(file, entry["place"]) if "place" in entry else None)
        for name, entry in table.items()
    }


def _take(kind: str, who: Who) -> None:
    if who.account is None:
        return
    try:
        sliding.take(list(_windows(kind, who.account, who.now)), who.now)
    except sliding.Full as full:
        _tell(who, kind, full)
        raise TooMany(full.until) from None


def _windows(kind: str, account: Account, now: datetime) -> Iterator[Window]:
    """Those of the account first: the rows of the polyclinic are locked as briefly as possible."""
    limits = load()[kind]
    whose = [("account", account.pk, limits.account)]
    if limits.place is not None and account.polyclinic_id is not None:
        whose.append(("place", account.polyclinic_id, limits.place))
    for of, number, most in whose:
        yield sliding.hour(f"{kind}, {of}, hour", str(number), most.hour, now)
        yield sliding.day(f"{kind}, {of}, day", str(number), most.day, now)


def _tell(who: Who, kind: str, full: sliding.Full) -> None:
    """One entry an hour and account is enough for the alarm; a robot shall not fill the log."""
    assert who.account is not None
    try:
        sliding.take([sliding.hour(f"{kind}, told", str(who.account.pk), 1, who.now)], who.now)
    except sliding.Full:
        return
    log.write(who, Verb.LOOK_UP_REFUSED, details={"limit": full.name})


def _numbers(file: Path, entry: Any) -> Numbers:
    if not isinstance(entry, dict) or set(entry) != {"hour", "day"}:
        raise tables.TableError(f"{file.name}: needs hour and day")
    if not all(map(tables.is_count, entry.values())):
        raise tables.TableError(f"{file.name}: hour and day must be positive whole numbers")
    return Numbers(**entry)
