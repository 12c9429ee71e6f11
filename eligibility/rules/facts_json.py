"""From one JSON object to facts. Whatever cannot be read is refused with its path and with what is allowed there."""

from collections.abc import Callable, Mapping
from typing import Any

from . import facts as f
from . import json_values as j
from .dates import EVER, FOREVER
from .icd import Rubrics

NO_WORK: tuple[f.Work, ...] = ()
NO_DAYS: tuple[int, ...] = ()
NO_DIAGNOSES: tuple[f.Diagnosis, ...] = ()
NO_LEVELS: tuple[tuple[str, f.Spell], ...] = ()
NO_END = "9999-12-31"
"""How many registers write a period that has no end."""

MOST_INCOME = 10**12
_ATTRIBUTES = {
    "raising_child_under_3": "child_birth_date",
    "imprisonment": "security",
    "disability": "group",
}
_PERSON = (
    "unmentioned",
    "birth_date",
    "residence",
    "work",
    "circumstances",
    "wellbeing_level",
    "last_pension_contribution",
    "polyclinic_attached",
    "care_sought",
    "contributions",
    "contributions_known_from",
    "diagnoses",
    "known_from",
)


def parse_request(data: Any, rubrics: Rubrics, on: int | None, today: int) -> tuple[int, f.Facts]:
    """The day asked about and the facts; ``on`` overrides the object's own, ``today`` serves where neither is given.
    Days are ordinals. Raises FactsError."""
    table = j.table(data, "$", ("on", "person"))
    if on is None:
        on = today if table.get("on") is None else j.day(table["on"], "on")
    if table.get("person") is None:
        raise j.FactsError("person", "is required: an object with the facts of one person")
    return on, parse(table["person"], rubrics, on)


def parse(data: Any, rubrics: Rubrics, on: int | None = None) -> f.Facts:
    """Facts of the ``person`` object. With ``on`` a birth after that day is refused."""
    person = j.table(data, "person", _PERSON)
    unmentioned = person.get("unmentioned")
    absent = unmentioned is not None and j.choice(unmentioned, "person.unmentioned", ("unknown", "no")) == "no"

    def read(key: str, reader: Callable[[Any, str], j.T], if_absent: j.T | None) -> j.T | None:
        value = person.get(key)
        if value is None:
            return if_absent if absent else None
        return reader(value, f"person.{key}")

    birth = read("birth_date", j.day, None)
    if birth is not None and on is not None and birth > on:
        raise j.FactsError("person.birth_date", "is after the day asked about")
    return f.Facts(
        birth=birth,
        residence=read("residence", lambda v, p: j.choice(v, p, f.RESIDENCES), "citizen"),
        work=read("work", _works, NO_WORK),
        circumstances=_circumstances(person, absent),
        level=read("wellbeing_level", _level, ""),
        levels=read("wellbeing_level", _levels, NO_LEVELS) or NO_LEVELS,
        last_pension=read("last_pension_contribution", _month_or_never, f.NEVER),
        attached=read("polyclinic_attached", j.flag, False),
        care_sought=read("care_sought", _days, NO_DAYS),
        paid=_paid(person, absent),
        diagnoses=read("diagnoses", lambda v, p: _diagnoses(v, p, rubrics), NO_DIAGNOSES),
        known_from=read("known_from", j.day, None) or EVER,
    )


def _level(value: Any, path: str) -> str:
    if value is False or isinstance(value, list):
        return ""
    if not isinstance(value, str) or value not in f.WELLBEING_LEVELS:
        raise j.FactsError(path, "must be one of: A, B, C, D, E, or false when there is none, or a list of periods")
    return value


def _levels(value: Any, path: str) -> tuple[tuple[str, f.Spell], ...]:
    """The newest first: where periods overlap, the one that began last counts."""
    found = j.items(value, path, _dated_level) if isinstance(value, list) else ()
    return tuple((level, spell) for _, level, spell in sorted(found, key=lambda item: item[:2], reverse=True))


def _dated_level(value: Any, path: str) -> tuple[int, str, f.Spell]:
    item = j.table(value, path, ("level", "from", "to"))
    level = j.choice(item.get("level"), f"{path}.level", f.WELLBEING_LEVELS)
    return j.day(item.get("from"), f"{path}.from"), level, _spell(item, path)


def _month_or_never(value: Any, path: str) -> int:
    return f.NEVER if value is False else j.month(value, path)


def _days(value: Any, path: str) -> tuple[int, ...]:
    return tuple(sorted(set(j.items(value, path, j.day))))


def _spell(table: dict[str, Any], path: str) -> f.Spell:
    start = table.get("from")
    end = table.get("to")
    first = None if start is None else j.day(start, f"{path}.from")
    last = FOREVER if end in (None, NO_END) else j.day(end, f"{path}.to")
    if first is not None and last < first:
        raise j.FactsError(f"{path}.to", "is before from: a period must end on or after the day it starts")
    return f.Spell(first, last)


def _works(value: Any, path: str) -> tuple[f.Work, ...]:
    return j.items(value, path, _work)


def _work(value: Any, path: str) -> f.Work:
    item = j.table(value, path, ("kind", "from", "to", "monthly_income", "suspended"))
    kind = j.choice(item.get("kind"), f"{path}.kind", f.WORK_KINDS)
    income = item.get("monthly_income")
    if income is not None and (isinstance(income, bool) or not isinstance(income, int)):
        raise j.FactsError(f"{path}.monthly_income", "must be a whole number of tenge")
    if income is not None and not 0 <= income <= MOST_INCOME:
        raise j.FactsError(f"{path}.monthly_income", f"must be from 0 to {MOST_INCOME} tenge")
    suspended = item.get("suspended")
    suspended = False if suspended is None else j.flag(suspended, f"{path}.suspended")
    if suspended and kind != "entrepreneur":
        raise j.FactsError(f"{path}.suspended", "is allowed only for kind entrepreneur")
    return f.Work(kind, _spell(item, path), income, suspended)


def _circumstances(person: dict[str, Any], absent: bool) -> Mapping[str, tuple[f.Spell, ...] | None]:
    value = person.get("circumstances")
    table = {} if value is None else dict(j.table(value, "person.circumstances", f.CIRCUMSTANCES))
    if table.get("kandas_status") is None and person.get("residence") == "kandas":
        table["kandas_status"] = True
    found: dict[str, tuple[f.Spell, ...] | None] = {}
    for name in f.CIRCUMSTANCES:
        held = table.get(name)
        if held is None:
            found[name] = () if absent else None
        else:
            found[name] = _spells(name, held, f"person.circumstances.{name}")
    return f.NO_CIRCUMSTANCES if found == f.NO_CIRCUMSTANCES else found


def _spells(name: str, value: Any, path: str) -> tuple[f.Spell, ...]:
    if value is False:
        return ()
    if value is True:
        return (f.Spell(),)
    if isinstance(value, dict):
        spells: tuple[f.Spell, ...] = (_circumstance(name, value, path),)
    elif isinstance(value, list):
        spells = j.items(value, path, lambda item, where: _circumstance(name, item, where))
    else:
        raise j.FactsError(path, "must be true, false, a period or a list of periods")
    if name in ("raising_child_under_3", "imprisonment"):
        return spells
    return f.merged(spells)


def _circumstance(name: str, value: Any, path: str) -> f.Spell:
    attribute = _ATTRIBUTES.get(name)
    item = j.table(value, path, ("from", "to", *([attribute] if attribute else [])))
    spell = _spell(item, path)
    extra = item.get(attribute) if attribute else None
    if extra is None:
        return spell
    where = f"{path}.{attribute}"
    if attribute == "child_birth_date":
        born = j.day(extra, where)
        return f.Spell(born if spell.start is None else spell.start, spell.end, child_birth=born)
    if attribute == "security":
        allowed = ("minimum", "medium", "maximum", "extraordinary")
        return f.Spell(spell.start, spell.end, minimum_security=j.choice(extra, where, allowed) == "minimum")
    if extra not in (1, 2, 3) or isinstance(extra, bool):
        raise j.FactsError(where, "must be 1, 2 or 3")
    return spell


def _paid(person: dict[str, Any], absent: bool) -> f.Paid | None:
    listed = person.get("contributions")
    if listed is None and not absent:
        return None
    bits: dict[str, int] = {}
    for kind, first, last in j.items([] if listed is None else listed, "person.contributions", _contribution):
        bits[kind] = bits.get(kind, 0) | f.month_bits(first, last)
    known_from = person.get("contributions_known_from")
    path = "person.contributions_known_from"
    return f.Paid(bits, f.FIRST_MONTH if known_from is None else j.month(known_from, path))


def _contribution(value: Any, path: str) -> tuple[str, int, int]:
    item = j.table(value, path, ("kind", "from", "to"))
    kind = j.choice(item.get("kind"), f"{path}.kind", f.CONTRIBUTION_KINDS)
    first = j.month(item.get("from"), f"{path}.from")
    end = item.get("to")
    last = f.LAST_MONTH if end is None else j.month(end, f"{path}.to")
    if last < first:
        raise j.FactsError(f"{path}.to", "is before from: a period must end in or after the month it starts")
    return kind, first, last


def _diagnoses(value: Any, path: str, rubrics: Rubrics) -> tuple[f.Diagnosis, ...]:
    return j.items(value, path, lambda item, where: _diagnosis(item, where, rubrics))


def _diagnosis(value: Any, path: str, rubrics: Rubrics) -> f.Diagnosis:
    item = j.table(value, path, ("icd10", "group", "since", "suspected"))
    code, group = item.get("icd10"), item.get("group")
    if code is None and group is None:
        raise j.FactsError(path, "needs icd10 or group")
    if code is not None and not (isinstance(code, str) and rubrics.exists(code)):
        raise j.FactsError(f"{path}.icd10", "must be an ICD-10 code of three or more characters, such as G80 or E11.9")
    if group is not None:
        group = j.choice(group, f"{path}.group", rubrics.groups)
    since = item.get("since")
    suspected = item.get("suspected")
    return f.Diagnosis(
        code,
        group,
        None if since is None else j.day(since, f"{path}.since"),
        False if suspected is None else j.flag(suspected, f"{path}.suspected"),
    )
