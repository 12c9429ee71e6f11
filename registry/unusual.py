"""Finds unusual reading in the log: by account and day, by the numbers of reading_alarms.toml.

Every question is bounded by the time of the entries, for which the log has an index. A day is one in Asia/Almaty.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncHour

from . import tables
from .log import Verb
from .models import Account, LogEntry, Visit
from .models.accounts import CLINICAL
from .working_days import midnight

FILE = Path(__file__).with_name("reading_alarms.toml")
READINGS = (
    Verb.READ_APPLICATION,
    Verb.READ_CITIZEN,
    Verb.READ_DOCUMENT,
    Verb.READ_IIN,
    Verb.READ_HISTORY,
    Verb.READ_DIAGNOSES,
    Verb.READ_LEDGER,
    Verb.READ_LIST,
    Verb.SEARCHED,
    Verb.LOOKED_UP,
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEEDED = {
    "many": {"times", "weeks", "floor"},
    "no_visit": {"share", "floor"},
    "night": {"from", "until", "usual"},
    "household": {"usual"},
    "refused": {"usual"},
}
KINDS = tuple(NEEDED)
Usual = Mapping[tuple[str, int], float]
"""Role and hour of the day → the median of the readings of an account in that hour."""


class Unusual(NamedTuple):
    kind: str
    account: int
    number: int
    usual: int
    """The most that would not have been unusual."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it has gone by ``until``."""

    day: date
    until: datetime

    @property
    def begins(self) -> datetime:
        return midnight(self.day)

    def entries(self) -> "QuerySet[LogEntry]":
        """Those of staff."""
        end = min(midnight(self.day + DAY), self.until + timedelta(microseconds=1))
        return LogEntry.objects.filter(at__gte=self.begins, at__lt=end, actor__isnull=False)

    def readings(self) -> "QuerySet[LogEntry]":
        return self.entries().filter(verb__in=READINGS)


@cache
def load(file: Path = FILE) -> Mapping[str, Any]:
    """Raises TableError where a number is missing or is none."""
    table = tables.read(file)
    if set(table) != set(NEEDED):
        raise tables.TableError(f"{file.name}: must hold exactly {', '.join(NEEDED)}")
    for name, needed in NEEDED.items():
        numbers = [table[name].get(key) for key in needed]
        if not table[name].get("source") or any(type(number) not in (int, float) or number < 0 for number in numbers):
            raise tables.TableError(f"{file.name}: {name} needs numbers for {', '.join(sorted(needed))} and a source")
    return table


def usual_of(day: date, role: str = "") -> Usual:
    """What was usual in the weeks before the day, of all roles or one. One question, over those weeks of the log."""
    since = midnight(day - timedelta(weeks=load()["many"]["weeks"]))
    before = LogEntry.objects.filter(at__gte=since, at__lt=midnight(day), actor__isnull=False, verb__in=READINGS)
    before = before.filter(role=role) if role else before
    hours = before.order_by().annotate(hour=TruncHour("at")).values("role", "actor", "hour")
    counts: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in hours.annotate(number=Count("pk")):
        counts[row["role"], row["hour"].hour].append(row["number"])
    return {key: median(numbers) for key, numbers in counts.items()}


def most_usual(usual: Usual, role: str, hour: int) -> int:
    """The most readings in an hour that are not unusual."""
    rules = load()["many"]
    return max(int(rules["floor"]), int(rules["times"] * usual.get((role, hour), 0)))


def by_hour(account: Account, day: date) -> dict[int, int]:
    """What the account read on the day, by the hour of the day."""
    hours = _whole(day).readings().filter(actor=account).annotate(hour=TruncHour("at")).values("hour")
    return {row["hour"].hour: row["number"] for row in hours.annotate(number=Count("pk"))}


def behind(kind: str, account: Account, day: date) -> "QuerySet[LogEntry]":
    """The entries that an alarm is about, newest first."""
    whole, rows = _whole(day), LogEntry.objects.none()
    match kind:
        case "many":
            rows = whole.readings()
        case "no_visit":
            rows = _looked_up(day).filter(came=False)
        case "night":
            rows = _at_night(whole)
        case "household":
            rows = _of_own_people(whole)
        case "refused":
            rows = _refusals(whole)
    return rows.filter(actor=account).order_by("-at", "-pk")


def found(day: Day, usual: Usual) -> list[Unusual]:
    """What was unusual on the day so far, but for ``no_visit``."""
    return [*_many(day, usual), *_night(day), *_household(day), *_refused(day)]


def without_visit(day: date) -> list[Unusual]:
    """Of a day whose look-ups are all older than 24 hours."""
    counts = _by_account(
        _looked_up(day),
        known=Count("citizen", distinct=True),
        unknown=Count("pk", filter=Q(citizen__isnull=True)),
        came_here=Count("citizen", distinct=True, filter=Q(came=True)),
    )
    return [item for row in counts if (item := _stayed_away(**row)) is not None]


def _looked_up(day: date) -> "QuerySet[Any]":
    """At the desk, with whether a visit followed."""
    came = Visit.objects.filter(
        citizen=OuterRef("citizen"),
        polyclinic=OuterRef("actor__polyclinic"),
        day__range=(day, day + DAY),
        struck_at__isnull=True,
    )
    looked_up = _whole(day).entries().filter(verb=Verb.LOOKED_UP, role__in=CLINICAL)
    return looked_up.annotate(came=Exists(came))


def _stayed_away(actor: int, known: int, unknown: int, came_here: int) -> Unusual | None:
    rules, people = load()["no_visit"], known + unknown
    most = max(rules["floor"], int(rules["share"] * people))
    return Unusual("no_visit", actor, people - came_here, most) if people - came_here > most else None


def _many(day: Day, usual: Usual) -> Iterator[Unusual]:
    """Any sixty minutes that end on the day; the hour is that in which they end."""
    before = Day(day.day - DAY, day.begins).readings().filter(at__gte=day.begins - HOUR)
    rows = [row for part in (before, day.readings()) for row in part.values_list("actor", "role", "at")]
    rows.sort(key=lambda row: (row[0], row[2]))
    for account, own in groupby(rows, key=lambda row: int(row[0])):
        worst = _worst(own, day.begins, usual)
        if worst is not None:
            yield Unusual("many", account, *worst)


def _worst(rows: Iterable[tuple[int, str, datetime]], begins: datetime, usual: Usual) -> tuple[int, int] | None:
    """The largest number within sixty minutes that is unusual, and what would not have been."""
    within: deque[datetime] = deque()
    worst: tuple[int, int] | None = None
    for _, role, at in rows:
        within.append(at)
        while at - within[0] >= HOUR:
            within.popleft()
        most = most_usual(usual, role, at.astimezone(begins.tzinfo).hour)
        if at >= begins and len(within) > max(most, worst[0] if worst else 0):
            worst = len(within), most
    return worst


def _night(day: Day) -> list[Unusual]:
    return _more_than("night", _at_night(day))


def _household(day: Day) -> list[Unusual]:
    return _more_than("household", _of_own_people(day))


def _refused(day: Day) -> list[Unusual]:
    return _more_than("refused", _refusals(day))


def _at_night(day: Day) -> "QuerySet[LogEntry]":
    rules = load()["night"]
    morning = Q(at__lt=day.begins + rules["until"] * HOUR)
    return day.readings().filter(morning | Q(at__gte=day.begins + rules["from"] * HOUR))


def _of_own_people(day: Day) -> "QuerySet[LogEntry]":
    own = Q(citizen=F("actor__citizen")) | Q(citizen__household=F("actor__citizen__household"))
    return day.readings().filter(own)


def _refusals(day: Day) -> "QuerySet[LogEntry]":
    return day.entries().filter(verb=Verb.LOOK_UP_REFUSED)


def _whole(day: date) -> Day:
    return Day(day, midnight(day + DAY))


def _more_than(kind: str, entries: "QuerySet[LogEntry]") -> list[Unusual]:
    usual: int = load()[kind]["usual"]
    counts = _by_account(entries, number=Count("pk"))
    return [Unusual(kind, row["actor"], row["number"], usual) for row in counts if row["number"] > usual]


def _by_account(entries: "QuerySet[LogEntry]", **counts: Count) -> list[dict[str, Any]]:
    return [dict(row) for row in entries.order_by("actor").values("actor").annotate(**counts)]
