"""The bridge: from the rows of one citizen to the engine's ``person`` object, and from that to facts.

What a row does not say is left out, which the engine reads as "not known". Only a record that is complete on the day
asked about (``complete_from``) makes of "no row" a "no", and that is written out fact by fact. Illnesses are never
read: no status depends on them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from eligibility.rules import facts as engine
from eligibility.rules.dates import month_of, month_text
from eligibility.rules.facts import FIRST_MONTH, LAST_MONTH, NEVER, Facts
from eligibility.rules.facts_json import parse
from eligibility.rules.json_values import LAST_YEAR, MOST_ITEMS
from eligibility.rules.law import Law

from .by_value import rows
from .models import Citizen, ConfirmedGround, WorkPeriod
from .working_days import day_of

Person = dict[str, Any]

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
CONFIRMABLE = (*CIRCUMSTANCE_OF, *LEVEL_OF)

RELATED = ("work_periods", "contributions", "confirmed_grounds", "attachments", "visits")
BATCH = 500
ONE_DAY = timedelta(days=1)


def person_of(citizen: Citizen, on: date) -> Person:
    """The engine's ``person`` object of the rows, for a question about the day ``on``. One query for each of
    ``RELATED`` that is not fetched already."""
    complete = citizen.complete_from is not None and citizen.complete_from <= on
    grounds = [row for row in citizen.confirmed_grounds.all() if not row.void and row.starts.year <= LAST_YEAR]
    grounds.sort(key=lambda row: (row.starts, row.pk))
    person: Person = {
        "birth_date": citizen.birth_date and citizen.birth_date.isoformat(),
        "residence": citizen.residence or None,
        "circumstances": _circumstances(grounds, on, complete),
        "work": _work(citizen, grounds, on, complete),
        "wellbeing_level": _levels(citizen, grounds, on),
        "last_pension_contribution": _last_pension(citizen.last_pension_month),
        "polyclinic_attached": _attached(citizen, on, complete),
        "care_sought": _care_sought(citizen, on, complete),
        "known_from": (citizen.complete_from if complete and citizen.complete_from else on).isoformat(),
        **_contributions(citizen, on),
    }
    person = _with_verified(person, grounds, on)
    if person["residence"] == "kandas" and "kandas_status" not in person["circumstances"]:
        person["residence"] = None  # or the engine would take the status for granted, which nobody confirmed
    return {key: value for key, value in person.items() if value is not None}


def fetch(citizen: Citizen) -> None:
    """Fetch the rows of ``RELATED`` of one citizen, one query each, as ``prefetch_related`` does for many."""
    fetched = vars(citizen).setdefault("_prefetched_objects_cache", {})
    for name in RELATED:
        if name not in fetched:
            found = getattr(citizen, name).all()
            found._result_cache = rows(found.model, "citizen_id", citizen.pk)
            fetched[name] = found


def person_objects(citizens: "QuerySet[Citizen]", on: date, batch: int = BATCH) -> Iterator[tuple[Citizen, Person]]:
    """Every citizen of the rows with his ``person`` object, in the order of the row numbers. Six queries a batch,
    and no more than one batch in memory."""
    rows = citizens.order_by("pk").prefetch_related(*RELATED)
    last = 0
    while found := list(rows.filter(pk__gt=last)[:batch]):
        last = found[-1].pk
        while found:  # emptied before the next batch is read
            citizen = found.pop(0)
            yield citizen, person_of(citizen, on)


def facts_of(person: Person, law: Law, on: date) -> Facts:
    """Raises FactsError where the object cannot be read, as with a birth after the day."""
    return parse(person, law.rubrics, on.toordinal())


def digest(person: Person) -> str:
    """Of the canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(person, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _with_verified(person: Person, grounds: Sequence[ConfirmedGround], on: date) -> Person:
    """What officers verified when they confirmed a ground that holds on the day, where the rows are silent. It counts
    from the day of the confirmation on; what rows tell of a record that is not complete, from the day they begin."""
    days: list[str] = []
    told_by_rows = [*(person["work"] or ())]
    for spells in person["circumstances"].values():
        told_by_rows += spells or ()
    for row in grounds:
        confirmed = day_of(row.confirmed_at)
        if not row.verified or confirmed > on or not _covers(row.starts, row.ends, on):
            continue
        told = {name: value for name, value in row.verified.items() if person.get(name) is None}
        circumstances = {**row.verified.get("circumstances", {}), **person["circumstances"]}
        if "work" in told or circumstances != person["circumstances"]:
            days.append(confirmed.isoformat())
        person = {**person, **told, "circumstances": circumstances}
    if days:
        days += [period["from"] for period in told_by_rows if period["from"] <= on.isoformat()]
        person["known_from"] = max(days)
    return person


def _covers(starts: date, ends: date | None, on: date) -> bool:
    return starts <= on and (ends is None or on <= ends)


def _days(starts: date, ends: date | None) -> dict[str, str]:
    """A period of the contract; an end that lies beyond every question is none."""
    days = {"from": starts.isoformat()}
    return days if ends is None or ends.year > LAST_YEAR else {**days, "to": ends.isoformat()}


def _circumstances(grounds: Sequence[ConfirmedGround], on: date, complete: bool) -> dict[str, Any]:
    """A complete record tells every circumstance. Of another one only those that hold on the day are told: an ended
    confirmation does not say that there is no other one."""
    found: dict[str, Any] = dict.fromkeys(engine.CIRCUMSTANCES, False) if complete else {}
    for code, name in CIRCUMSTANCE_OF.items():
        rows = [row for row in grounds if row.code == code]
        if rows and (complete or any(_covers(row.starts, row.ends, on) for row in rows)):
            found[name] = [_spell(row) for row in rows]
    return found


def _spell(row: ConfirmedGround) -> dict[str, str]:
    days = _days(row.starts, row.ends)
    if row.code == "parent_of_child_under_3" and row.child_birth_date is not None:
        days["child_birth_date"] = row.child_birth_date.isoformat()
    return days


def _work(citizen: Citizen, grounds: Sequence[ConfirmedGround], on: date, complete: bool) -> list[Person] | None:
    """Work that is known to go on is told even where the record is not complete; that there is none is not."""
    rows = sorted(citizen.work_periods.all(), key=lambda row: (row.starts, row.pk))
    works = [_job(row) for row in rows if row.starts.year <= LAST_YEAR]
    service = [row for row in grounds if row.code == SERVICE]
    works += [{"kind": SERVICE, **_days(row.starts, row.ends)} for row in service]
    days = [(row.starts, row.ends) for row in rows] + [(row.starts, row.ends) for row in service]
    return works if complete or any(_covers(starts, ends, on) for starts, ends in days) else None


def _job(row: WorkPeriod) -> Person:
    item: Person = {"kind": row.kind, **_days(row.starts, row.ends)}
    if row.monthly_income is not None:
        item["monthly_income"] = row.monthly_income
    if row.suspended:
        item["suspended"] = True
    return item


def _levels(citizen: Citizen, grounds: Sequence[ConfirmedGround], on: date) -> list[Person] | None:
    """A–C of the family card, which is neither D nor E; and over it the confirmed levels with their days. A card's D or
    E that nobody confirmed is not known, and neither are the days that nothing speaks of. A card without a day holds
    now, and of the days before nothing is known."""
    levels: list[Person] = []
    since = citizen.wellbeing_level_since or on
    if citizen.wellbeing_level in ("A", "B", "C") and since.year <= LAST_YEAR:
        levels = [{"level": citizen.wellbeing_level, **_days(since, None)}]
    for row in grounds:
        if row.code in LEVEL_OF:
            held = {"level": LEVEL_OF[row.code], **_days(row.starts, row.ends)}
            levels = [*without(levels, row.starts, row.ends), held]
    return levels or None


def without(periods: Sequence[Person], starts: date, ends: date | None) -> list[Person]:
    """Dated periods of the contract without what of them lies within ``starts``..``ends`` (closed; None: open)."""
    left: list[Person] = []
    for period in periods:
        first, last = date.fromisoformat(period["from"]), date.fromisoformat(period.get("to") or date.max.isoformat())
        if last < starts or (ends or date.max) < first:
            left.append(period)
            continue
        if first < starts:
            left.append({**period, "to": (starts - ONE_DAY).isoformat()})
        if ends is not None and ends < last:
            left.append({**period, "from": (ends + ONE_DAY).isoformat()})
    return left


def _last_pension(month: int | None) -> str | bool | None:
    if month is None:
        return None
    return False if month == NEVER else month_text(min(max(month, FIRST_MONTH), LAST_MONTH))


def _attached(citizen: Citizen, on: date, complete: bool) -> bool | None:
    if any(_covers(row.starts, row.ends, on) for row in citizen.attachments.all()):
        return True
    return False if complete else None


def _care_sought(citizen: Citizen, on: date, complete: bool) -> list[str] | None:
    """The days of the visits, those nearest to the day asked about where they are very many. In a record that is not
    complete they are told only where one is of the year asked about: without one they would deny it."""
    days = sorted(_visit_days(citizen))
    if not complete and not any(day.year == on.year and day <= on for day in days):
        return None
    half = MOST_ITEMS // 2
    before = [day for day in days if day <= on][-half:]
    return [day.isoformat() for day in (*before, *[day for day in days if day > on][:half])]


def _visit_days(citizen: Citizen) -> set[date]:
    """Without the visits that were struck."""
    return {row.day for row in citizen.visits.all() if row.struck_at is None}


def _contributions(citizen: Citizen, on: date) -> Person:
    """Paid months as periods. Without a month from which the record is complete, only what is paid is known."""
    rows = [(row.kind, row.first_month, row.last_month) for row in citizen.contributions.all()]
    complete_from = citizen.contributions_complete_from
    if complete_from is None:
        if not rows:
            return {}
        this = month_of(on.toordinal())
        paid = any(first <= this <= last for _, first, last in rows)
        complete_from = this if paid else this + 1
    return {
        "contributions": [
            {"kind": kind, "from": month_text(first), "to": month_text(last)} for kind, first, last in _joined(rows)
        ],
        "contributions_known_from": month_text(min(max(complete_from, FIRST_MONTH), LAST_MONTH)),
    }


def _joined(rows: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Periods of one kind that touch or overlap as one, cut to the months that the engine knows."""
    joined: list[tuple[str, int, int]] = []
    for kind, first, last in sorted(rows):
        first, last = max(first, FIRST_MONTH), min(last, LAST_MONTH)
        if last < first:
            continue
        before = joined[-1] if joined else None
        if before and before[0] == kind and first <= before[2] + 1:
            joined[-1] = (kind, before[1], max(before[2], last))
        else:
            joined.append((kind, first, last))
    return joined


def next_turn(citizen: Citizen, on: date) -> date | None:
    """The first day after ``on`` for which the rows as they are make another object: a determination must be looked at
    again by then, whatever the engine made of the facts of ``on``."""
    complete_from = citizen.complete_from
    periods = [(row.starts, row.ends) for row in citizen.attachments.all()]
    days = [complete_from]
    if complete_from is None or on < complete_from:  # what a record that is not complete tells depends on the day
        periods += [(row.starts, row.ends) for row in citizen.work_periods.all()]
        periods += [(row.starts, row.ends) for row in citizen.confirmed_grounds.all() if not row.void]
        days += _visit_days(citizen)
    days += [day for starts, ends in periods for day in (starts, _day_after(ends))]
    return min((day for day in days if day is not None and day > on), default=None)


def _day_after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + ONE_DAY
