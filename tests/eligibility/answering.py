"""A person of a case answers the questionnaire: what he would tick and type, from the facts that the case names."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from eligibility.answers import CIRCUMSTANCE_PAGES
from eligibility.flow import next_question
from eligibility.forms.payments import PAST
from eligibility.rules import law as law_module
from eligibility.rules.dates import first_day, last_day, month_text
from eligibility.rules.json_values import month

LAW = law_module.load()
Json = dict[str, Any]


def asked_of(person: Json, on: date) -> Json:
    """The questions that this person is asked, in order, with his answers."""
    given: Json = {}
    while (question := next_question(given, LAW, on)) is not None:
        given[question.slug] = ANSWERS[question.slug](person, on)
    return given


def _complete(person: Json) -> bool:
    return person.get("unmentioned") == "no"


def _spells(held: Any) -> list[Json]:
    if held in (None, False):
        return []
    found = held if isinstance(held, list) else [held]
    return [{} if item is True else item for item in found]


def _now(held: Any, on: date) -> Json | None:
    """The spell that holds on the day."""
    day = on.isoformat()
    for item in _spells(held):
        start = item.get("from") or item.get("child_birth_date") or ""
        if start <= day <= (item.get("to") or "9999"):
            return item
    return None


def _ticks(page: str, person: Json, on: date) -> Json:
    told = person.get("circumstances") or {}
    names = CIRCUMSTANCE_PAGES[page]
    yes = [name for name in names if _now(told.get(name), on) is not None]
    sure = _complete(person) or all(name in told for name in names)
    return {"yes": yes, "rest": "no" if sure else "unknown"}


def _status(person: Json, on: date) -> Json:
    found = _ticks("status", person, on)
    told = person.get("circumstances") or {}
    for name, detail in (("disability", "disability_until"), ("full_time_study", "study_until")):
        end = (_now(told.get(name), on) or {}).get("to")
        if end:
            found[detail] = end
    return found


def _family(person: Json, on: date) -> Json:
    found = _ticks("family", person, on)
    child = _now((person.get("circumstances") or {}).get("raising_child_under_3"), on) or {}
    if "raising_child_under_3" in found["yes"]:
        found["child_birth_date"] = child.get("child_birth_date") or child.get("from")
    return found


def _custody(person: Json, on: date) -> str | None:
    told = person.get("circumstances") or {}
    for name in ("imprisonment", "remand", "house_arrest"):
        held = _now(told.get(name), on)
        if held is not None:
            return "minimum" if held.get("security") == "minimum" else name
    return "none" if _complete(person) else None


def _jobs(person: Json, on: date) -> list[Json]:
    day = on.isoformat()
    return [item for item in person.get("work") or [] if (item.get("from") or "") <= day <= (item.get("to") or "9999")]


def _work(person: Json, on: date) -> Json:
    kinds = ["suspended" if item.get("suspended") else item["kind"] for item in _jobs(person, on)]
    sure = _complete(person) or person.get("work") is not None
    return {"yes": list(dict.fromkeys(kinds)), "rest": "no" if sure else "unknown"}


def _income(person: Json, on: date) -> Json | None:
    found = {item["kind"]: item["monthly_income"] for item in _jobs(person, on) if item.get("monthly_income")}
    return found or None


def _wellbeing(person: Json, on: date) -> str | None:
    level = person.get("wellbeing_level")
    if level in ("A", "B"):
        return "C"
    return level or ("none" if _complete(person) or level is False else None)


def _polyclinic(person: Json, on: date) -> str | None:
    attached = person.get("polyclinic_attached", False if _complete(person) else None)
    return None if attached is None else "yes" if attached else "no"


def _care(person: Json, on: date) -> Any:
    visits = [day for day in person.get("care_sought") or [] if f"{on.year}-01-01" <= day <= on.isoformat()]
    if visits:
        jobs = _jobs(person, date.fromisoformat(min(visits)))
        worked = any(not item.get("suspended") for item in jobs)
        return {"visit": min(visits), "worked": "yes" if worked else "no"}
    return "no" if _complete(person) or person.get("care_sought") is not None else None


def _paid(person: Json) -> Iterator[tuple[int, str]]:
    for item in person.get("contributions") or []:
        last = month(item.get("to") or "2099-12", "to")
        for paid in range(month(item["from"], "from"), last + 1):
            yield paid, item["kind"]


def _contributions(person: Json, on: date) -> Any:
    if person.get("contributions") is None:
        return "none" if _complete(person) else None
    this = on.year * 12 + on.month - 1
    paid = dict(_paid(person))
    window = [number for number in range(this - 12, this + 1) if number in paid]
    own = [number for number in range(this - 18, this + 13) if paid.get(number) == "self_payer"]
    whole = bool(own) and own == list(range(own[0], own[-1] + 1)) and own[-1] >= this - 6
    if whole and (own[-1] > this or own[0] < this - 12 or len(own) == 12):
        ends = {"first_ahead": month_text(own[0]), "last_ahead": month_text(own[-1])}
        return {"choice": "ahead", "payer": "self_payer", **ends}
    if not window:
        return "none"
    if len(window) == 13:
        return {"choice": "all", "payer": paid[this]}
    return {"choice": "some", "payer": paid[window[-1]], "months": [month_text(number) for number in window]}


def _five_years(person: Json, on: date) -> str | None:
    numbers = {number for number, _kind in _paid(person) if number <= on.year * 12 + on.month - 1}
    if numbers and set(range(max(numbers) - 59, max(numbers) + 1)) <= numbers:
        return "yes"
    return "no" if _complete(person) else None


def _past(person: Json, on: date) -> Json:
    told = person.get("circumstances") or {}
    found: Json = {"yes": [], "rest": "no" if _complete(person) else "unknown"}
    this = on.year * 12 + on.month - 1
    for name in PAST:
        for item in _spells(told.get(name)):
            end = item.get("to") or "9999"
            if date.fromordinal(first_day(this - 12)).isoformat() <= end < on.isoformat():
                found["yes"].append(name)
                found[f"{name}_to"] = end[:7]
                if (item.get("from") or "") > date.fromordinal(last_day(this - 13)).isoformat():
                    found[f"{name}_from"] = item["from"][:7]
                break
    return found


def _pension_contributions(person: Json, on: date) -> Any:
    last = person.get("last_pension_contribution")
    this = on.year * 12 + on.month - 1
    if last and month(last, "last") > this - 14:
        return {"month": last}
    return "none" if last or last is False or _complete(person) else None


def _illness(person: Json, on: date) -> Json:
    found: Json = {"yes": [], "rest": "no"}
    for item in person.get("diagnoses") or []:
        group = item.get("group") or LAW.rubrics.group(item["icd10"])[0]
        found["yes"].append(group)
        if group == "other" and item.get("icd10"):
            found["icd10"] = item["icd10"]
        if item.get("suspected"):
            found["yes"].append("suspected")
        since = {"myocardial_infarction": "infarction_since", "stroke": "stroke_since"}.get(group)
        if since and item.get("since"):
            found[since] = item["since"]
    found["yes"] = list(dict.fromkeys(found["yes"]))
    return found


ANSWERS: dict[str, Any] = {
    "subject": lambda person, on: "self",
    "birth-date": lambda person, on: person.get("birth_date"),
    "residence": lambda person, on: person.get("residence") or ("citizen" if _complete(person) else None),
    "status": _status,
    "work": _work,
    "family": _family,
    "custody": _custody,
    "wellbeing": _wellbeing,
    "polyclinic": _polyclinic,
    "care": _care,
    "contributions": _contributions,
    "five-years": _five_years,
    "past": _past,
    "pension-contributions": _pension_contributions,
    "income": _income,
    "illness": _illness,
}
