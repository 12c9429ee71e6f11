"""What the rows of a person tell on a day: which of them speak, and what their silence means.

This is where "no row" becomes "no" or stays "not known"; registry/facts.py writes the outcome down, as the engine's
``person`` object and as its facts.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from eligibility.rules.facts import FIRST_MONTH, LAST_MONTH, NEVER
from eligibility.rules.json_values import LAST_YEAR, MOST_ITEMS

from .bulk.records import Attachment, Contribution, Ground, Record, Visit, Work
from .working_days import day_of

CIRCUMSTANCE_OF = {
    "pensioner": "pension",
    "disability": "disability",
    "full_time_student": "full_time_study",
    "pregnant": "pregnancy",
    "parent_of_child_under_3": "raising_child_under_3",
    "parental_leave": "parental_leave",
    "carer_of_disabled_child": "caring_for_disabled_child",
    "carer_of_first_group_person": "caring_for_first_group_person",
    "awarded_mother": "mother_award",
    "targeted_assistance": "targeted_assistance",
    "kandas": "kandas_status",
    "convict": "imprisonment",
    "detainee": "remand",
    "house_arrest": "house_arrest",
    "registered_unemployed": "registered_unemployed",
    "temporary_status": "temporary_status",
}
"""Ground → the circumstance that a confirmation of it states."""
LEVEL_OF = {"wellbeing_crisis": "D", "wellbeing_emergency": "E"}
"""Ground → the level of well-being that a confirmation of it states."""
SERVICE = "serviceman"
"""A ground that a ministry's list states and that is a kind of work to the engine."""

T = TypeVar("T")
ONE_DAY = timedelta(days=1)
LAST_DAY = date(LAST_YEAR, 12, 31)
"""What begins later, or ends later, lies beyond every question."""
CARD = ("A", "B", "C")
"""Levels that a family card tells; a D or E has to be confirmed."""

Level = tuple[str, date, date | None]
"""Level, first day, last day."""
NO_CIRCUMSTANCES: dict[str, list[Ground]] = {}


class Told(NamedTuple):
    """``None``: not told, which the engine reads as "not known". Days are closed, an end that is None is open.

    ``complete``: circumstances that are not named are known to be absent. ``verified``: grounds that hold on the day
    and of which an officer verified more than that they hold."""

    birth: date | None
    residence: str | None
    complete: bool
    circumstances: dict[str, list[Ground]]
    works: Sequence[Work] | None
    levels: Sequence[Level] | None
    last_pension: int | None
    attached: bool | None
    care_sought: Sequence[date] | None
    contributions: Sequence[Contribution] | None
    contributions_from: int
    known_from: date
    verified: Sequence[Ground]


def told_of(record: Record, on: date) -> Told:
    """Of a question about the day ``on``."""
    complete_from = record.complete_from
    complete = complete_from is not None and complete_from <= on
    grounds = [row for row in record.grounds if row[1] <= LAST_DAY] if record.grounds else ()
    circumstances = _circumstances(grounds, on, complete) if grounds else NO_CIRCUMSTANCES
    residence: str | None = record.residence or None
    verified = [row for row in grounds if row[5] and _covers(row[1], row[2], on)] if grounds else ()
    if residence == "kandas" and not complete and not verified and "kandas_status" not in circumstances:
        residence = None  # or the engine would take the status for granted, which nobody confirmed
    contributions, contributions_from = _contributions(record, on)
    return Told(
        record.birth_date,
        residence,
        complete,
        circumstances,
        _works(record.works, grounds, on, complete),
        _levels(record, grounds, on),
        _last_pension(record.last_pension_month),
        _attached(record.attachments, on, complete),
        _care_sought(record.visits, on, complete),
        contributions,
        contributions_from,
        complete_from if complete and complete_from is not None else on,
        verified,
    )


def next_turn_of(record: Record, on: date) -> date | None:
    """The first day after ``on`` for which the rows as they are tell something else."""
    complete_from = record.complete_from
    days: list[date | None] = [day for _, starts, ends in record.attachments for day in (starts, _day_after(ends))]
    verified = [day_of(row[6]) for row in record.grounds if row[5]] if record.grounds else ()
    if complete_from is None or on < complete_from or verified:
        # what a record that is not complete tells, or an officer for as long as his ground holds, depends on the day
        days += [day for row in record.works for day in (row[1], _day_after(row[2]))]
        days += [day for row in record.grounds for day in (row[1], _day_after(row[2]))]
        days += [day for _, day in record.visits]
        days += [complete_from, *verified]
    if record.contributions and record.contributions_complete_from is None:
        days.append(date(on.year + on.month // 12, on.month % 12 + 1, 1))  # of which month they are told completely
    if record.wellbeing_level in CARD and record.wellbeing_level_since is None:
        days += _forgotten(record, on)
    return min([day for day in days if day is not None and day > on], default=None) if days else None


def _forgotten(record: Record, on: date) -> list[date]:
    """A card without a day tells of the day asked about and nothing of the day before: which is another thing once care
    was sought on it, or once there is such a day in the year."""
    first = [on + ONE_DAY] if (on.month, on.day) == (1, 1) else []
    return first + [day + ONE_DAY for _, day in record.visits if day < LAST_DAY]


def _day_after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + ONE_DAY


def _covers(starts: date, ends: date | None, on: date) -> bool:
    return starts <= on and (ends is None or on <= ends)


def _circumstances(grounds: Sequence[Ground], on: date, complete: bool) -> dict[str, list[Ground]]:
    """A complete record tells every circumstance. Of another one only those that hold on the day are told: an ended
    confirmation does not say that there is no other one."""
    found: dict[str, list[Ground]] = {}
    for row in grounds:
        name = CIRCUMSTANCE_OF.get(row[3])
        if name is not None:
            found.setdefault(name, []).append(row)
    if complete:
        return found
    return {name: rows for name, rows in found.items() if any(_covers(row[1], row[2], on) for row in rows)}


def _works(rows: Sequence[Work], grounds: Sequence[Ground], on: date, complete: bool) -> Sequence[Work] | None:
    """Work that is known to go on is told even where the record is not complete; that there is none is not."""
    if rows and rows[-1][1] > LAST_DAY:
        rows = [row for row in rows if row[1] <= LAST_DAY]
    if grounds:
        service = [(row[0], row[1], row[2], SERVICE, None, False) for row in grounds if row[3] == SERVICE]
        rows = [*rows, *service] if service else rows
    return rows if complete or any(_covers(row[1], row[2], on) for row in rows) else None


def _levels(record: Record, grounds: Sequence[Ground], on: date) -> Sequence[Level] | None:
    """A–C of the family card, which is neither D nor E; and over it the confirmed levels with their days. A card's D or
    E that nobody confirmed is not known, and neither are the days that nothing speaks of. A card without a day holds
    now, and of the days before nothing is known."""
    levels: list[Level] = []
    if record.wellbeing_level in CARD:
        since = record.wellbeing_level_since or on
        if since <= LAST_DAY:
            levels.append((record.wellbeing_level, since, None))
    for row in grounds:
        level = LEVEL_OF.get(row[3])
        if level is not None:
            ends = None if row[2] is None or row[2] > LAST_DAY else row[2]
            levels = [*without(levels, row[1], ends), (level, row[1], ends)]
    return levels or None


def without(
    periods: Sequence[tuple[T, date, date | None]], starts: date, ends: date | None
) -> list[tuple[T, date, date | None]]:
    """Dated things without what of them lies within ``starts``..``ends`` (closed; None: open)."""
    left: list[tuple[T, date, date | None]] = []
    end = ends or date.max
    for thing, first, last in periods:
        if (last or date.max) < starts or end < first:
            left.append((thing, first, last))
            continue
        if first < starts:
            left.append((thing, first, starts - ONE_DAY))
        if end < (last or date.max):
            left.append((thing, end + ONE_DAY, last))
    return left


def _last_pension(month: int | None) -> int | None:
    return month if month is None or month == NEVER else min(max(month, FIRST_MONTH), LAST_MONTH)


def _attached(rows: Sequence[Attachment], on: date, complete: bool) -> bool | None:
    for _, starts, ends in rows:
        if starts <= on and (ends is None or on <= ends):
            return True
    return False if complete else None


def _care_sought(rows: Collection[Visit], on: date, complete: bool) -> Sequence[date] | None:
    """The days of the visits, those nearest to the day asked about where they are very many. In a record that is not
    complete they are told only where one is of the year asked about: without one they would deny it."""
    if not rows:
        return () if complete else None
    days = sorted({day for _, day in rows})
    if not complete and not any(day.year == on.year and day <= on for day in days):
        return None
    half = MOST_ITEMS // 2
    before = [day for day in days if day <= on][-half:]
    return [*before, *[day for day in days if day > on][:half]]


def _contributions(record: Record, on: date) -> tuple[Sequence[Contribution] | None, int]:
    """Paid months, and the month from which they are completely told. Without a month from which the record is
    complete, only what is paid is known."""
    rows, complete_from = record.contributions, record.contributions_complete_from
    if complete_from is None:
        if not rows:
            return None, FIRST_MONTH
        this = on.year * 12 + on.month - 1
        paid = any(first <= this <= last for _, _, first, last in rows)
        complete_from = this if paid else this + 1
    return rows, min(max(complete_from, FIRST_MONTH), LAST_MONTH)
