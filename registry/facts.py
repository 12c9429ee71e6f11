"""The bridge: from the rows of one citizen to the engine's ``person`` object, and to its facts.

What a row does not say is left out, which the engine reads as "not known". Only a record that is complete on the day
asked about (``complete_from``) makes of "no row" a "no": see registry/told.py. Illnesses are never read: no status
depends on them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from eligibility.rules import facts as engine
from eligibility.rules.dates import month_text
from eligibility.rules.facts import FIRST_MONTH, LAST_MONTH, NEVER, Facts
from eligibility.rules.facts_json import parse
from eligibility.rules.law import Law

from . import told as rows_told
from .bulk.records import Contribution, Ground, Record, record_of
from .by_value import rows
from .engine_facts import quick_facts
from .models import Citizen
from .told import CIRCUMSTANCE_OF, LAST_DAY, LEVEL_OF, ONE_DAY, Told, next_turn_of, told_of
from .working_days import day_of

__all__ = [
    "CIRCUMSTANCE_OF",
    "CONFIRMABLE",
    "LEVEL_OF",
    "ONE_DAY",
    "RELATED",
    "Person",
    "digest",
    "facts_of",
    "fetch",
    "next_turn",
    "person_objects",
    "person_of",
    "person_told",
    "read",
    "without",
]

Person = dict[str, Any]

CONFIRMABLE = (*CIRCUMSTANCE_OF, *LEVEL_OF)
RELATED = ("work_periods", "contributions", "confirmed_grounds", "attachments", "visits")
BATCH = 500
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def person_of(citizen: Citizen | Record, on: date) -> Person:
    """The engine's ``person`` object of the rows, for a question about the day ``on``. Of a citizen one query for each
    of ``RELATED`` that is not fetched already."""
    return person_told(told_of(_record(citizen), on), on)


def next_turn(citizen: Citizen | Record, on: date) -> date | None:
    """The first day after ``on`` for which the rows as they are make another object: a determination must be looked at
    again by then, whatever the engine made of the facts of ``on``."""
    return next_turn_of(_record(citizen), on)


def _record(citizen: Citizen | Record) -> Record:
    return citizen if isinstance(citizen, Record) else record_of(citizen)


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


def read(told: Told, law: Law, on: date) -> Facts:
    """What ``facts_of`` reads in the ``person`` object, which is not written where nothing in it needs to be checked.
    Raises FactsError."""
    found = quick_facts(told, on.toordinal())
    return facts_of(person_told(told, on), law, on) if found is None else found


def canonical(person: Person) -> str:
    """Its JSON: keys in order, no spaces, nothing escaped that need not be."""
    return _CANONICAL.encode(person)


def digest(person: Person) -> str:
    """Of the canonical JSON in UTF-8."""
    return digest_of(canonical(person))


def digest_of(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def person_told(told: Told, on: date) -> Person:
    """What is told, as the ``person`` object of the contract."""
    person: Person = {
        "birth_date": told.birth and told.birth.isoformat(),
        "residence": told.residence,
        "circumstances": _circumstances(told),
        "work": None if told.works is None else [_job(*row[1:]) for row in told.works],
        "wellbeing_level": told.levels and [{"level": row[0], **_days(row[1], row[2])} for row in told.levels],
        "last_pension_contribution": None if told.last_pension is None else _month_or_never(told.last_pension),
        "polyclinic_attached": told.attached,
        "care_sought": None if told.care_sought is None else [day.isoformat() for day in told.care_sought],
        "known_from": told.known_from.isoformat(),
    }
    if told.contributions is not None:
        joined = _joined(told.contributions)
        person["contributions"] = [
            {"kind": kind, "from": month_text(first), "to": month_text(last)} for kind, first, last in joined
        ]
        person["contributions_known_from"] = month_text(told.contributions_from)
    if told.verified:
        person = _with_verified(person, told.verified, on)
    if person["residence"] == "kandas" and "kandas_status" not in person["circumstances"]:
        person["residence"] = None
    return {key: value for key, value in person.items() if value is not None}


def _with_verified(person: Person, grounds: Sequence[Ground], on: date) -> Person:
    """What officers verified when they confirmed a ground that holds on the day, where the rows are silent. It counts
    from the day of the confirmation on; what rows tell of a record that is not complete, from the day they begin."""
    days: list[str] = []
    told_by_rows = [*(person["work"] or ())]
    for spells in person["circumstances"].values():
        told_by_rows += spells or ()
    for _, _, _, _, _, verified, confirmed_at in grounds:
        confirmed = day_of(confirmed_at)
        if confirmed > on:
            continue
        told = {name: value for name, value in verified.items() if person.get(name) is None}
        circumstances = {**verified.get("circumstances", {}), **person["circumstances"]}
        if "work" in told or circumstances != person["circumstances"]:
            days.append(confirmed.isoformat())
        person = {**person, **told, "circumstances": circumstances}
    if days:
        days += [period["from"] for period in told_by_rows if period["from"] <= on.isoformat()]
        person["known_from"] = max(days)
    return person


def _days(starts: date, ends: date | None) -> dict[str, str]:
    """A period of the contract; an end that lies beyond every question is none."""
    days = {"from": starts.isoformat()}
    return days if ends is None or ends > LAST_DAY else {**days, "to": ends.isoformat()}


def _circumstances(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(engine.CIRCUMSTANCES, False) if told.complete else {}
    for name, grounds in told.circumstances.items():
        found[name] = [_spell(row) for row in grounds]
    return found


def _spell(row: Ground) -> dict[str, str]:
    _, starts, ends, code, child_birth_date, _, _ = row
    days = _days(starts, ends)
    if child_birth_date is not None and CIRCUMSTANCE_OF[code] == "raising_child_under_3":
        days["child_birth_date"] = child_birth_date.isoformat()
    return days


def _job(starts: date, ends: date | None, kind: str, monthly_income: int | None, suspended: bool) -> Person:
    item: Person = {"kind": kind, **_days(starts, ends)}
    if monthly_income is not None:
        item["monthly_income"] = monthly_income
    if suspended:
        item["suspended"] = True
    return item


def without(periods: Sequence[Person], starts: date, ends: date | None) -> list[Person]:
    """Dated periods of the contract without what of them lies within ``starts``..``ends`` (closed; None: open)."""
    dated = [(period, date.fromisoformat(period["from"]), _last(period)) for period in periods]
    found = rows_told.without(dated, starts, ends)
    return [
        {**{key: value for key, value in period.items() if key != "to"}, **_days(first, last)}
        for period, first, last in found
    ]


def _last(period: Person) -> date | None:
    return date.fromisoformat(period["to"]) if period.get("to") else None


def _month_or_never(month: int) -> str | bool:
    return False if month == NEVER else month_text(month)


def _joined(rows: Iterable[Contribution]) -> list[tuple[str, int, int]]:
    """Periods of one kind that touch or overlap as one, cut to the months that the engine knows."""
    joined: list[tuple[str, int, int]] = []
    for _, kind, first, last in sorted(rows):
        first, last = max(first, FIRST_MONTH), min(last, LAST_MONTH)
        if last < first:
            continue
        before = joined[-1] if joined else None
        if before and before[0] == kind and first <= before[2] + 1:
            joined[-1] = (kind, before[1], max(before[2], last))
        else:
            joined.append((kind, first, last))
    return joined
