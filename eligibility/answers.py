"""One person's answers, by question, turned into the engine's facts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from .forms import FAMILY, STATUS
from .forms.base import UNKNOWN
from .rules.dates import last_day, month_of, month_text
from .rules.facts import Facts
from .rules.facts_json import parse
from .rules.json_values import month
from .rules.law import Law

Answers = Mapping[str, Any]
CIRCUMSTANCE_PAGES = {"status": STATUS, "family": FAMILY}
UNTIL = {"disability": "disability_until", "full_time_study": "study_until"}


def day_asked(answers: Answers, today: date) -> date:
    """The day of the check: today unless another one was chosen."""
    chosen = answers.get("date")
    return date.fromisoformat(chosen) if chosen else today


def facts(answers: Answers, law: Law, on: date) -> Facts:
    """The answers as facts, read by the same reader as every other input."""
    return parse(person(answers, on), law.rubrics, on.toordinal())


def person(answers: Answers, on: date) -> dict[str, Any]:
    """The answers as the ``person`` object of the contract; what was not asked or is not known is left out."""
    found: dict[str, Any] = {"circumstances": _circumstances(answers, on)}
    if answers.get("birth-date"):
        found["birth_date"] = answers["birth-date"]
    if answers.get("residence"):
        found["residence"] = answers["residence"]
    if "work" in answers:
        found |= _work(answers)
    level = answers.get("wellbeing")
    if level:
        found["wellbeing_level"] = False if level == "none" else level
    if answers.get("polyclinic"):
        found["polyclinic_attached"] = answers["polyclinic"] == "yes"
    if answers.get("care"):
        care = answers["care"]
        found["care_sought"] = [care["visit"]] if isinstance(care, dict) else []
    found |= _payments(answers, on)
    if "illness" in answers:
        found["diagnoses"] = _diagnoses(answers["illness"])
    if not _past_is_known(answers):
        found["known_from"] = on.isoformat()
    return found


def _past_is_known(answers: Answers) -> bool:
    past = answers.get("past")
    return past is not None and past["rest"] != UNKNOWN


def _circumstances(answers: Answers, on: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for page, names in CIRCUMSTANCE_PAGES.items():
        answer = answers.get(page)
        if answer is None:
            continue
        for name in names:
            if name in answer["yes"]:
                found[name] = _held(name, answer)
            elif answer["rest"] == "no":
                found[name] = False
    custody = answers.get("custody")
    if custody:
        found |= {"imprisonment": False, "remand": False, "house_arrest": False}
        if custody == "minimum":
            found["imprisonment"] = {"security": "minimum"}
        elif custody != "none":
            found[custody] = True
    return _with_past(found, answers, on)


def _held(name: str, answer: Mapping[str, Any]) -> Any:
    if name == "raising_child_under_3" and answer.get("child_birth_date"):
        return {"child_birth_date": answer["child_birth_date"]}
    until = answer.get(UNTIL.get(name, ""))
    return {"to": until} if until else True


def _with_past(found: dict[str, Any], answers: Answers, on: date) -> dict[str, Any]:
    """Add what ended within the last year; a beginning before that is given as the day before the year."""
    past: dict[str, Any] = answers.get("past") or {}
    for name in past.get("yes", []):
        first = past.get(f"{name}_from")
        year_ago = on.replace(day=1) - timedelta(days=400)
        ended = {
            "from": f"{first}-01" if first else year_ago.isoformat(),
            "to": _end_of(past[f"{name}_to"], on),
        }
        if ended["to"] < ended["from"]:
            continue  # said to have ended in the month of the check, of which no day has passed
        held = found.get(name)
        now = [] if held in (None, False) else [{} if held is True else held]
        found[name] = [ended, *now]
    return found


def _end_of(text: str, on: date) -> str:
    """Last day of the month; in the month of the check itself the day before it: by then it has ended."""
    ended = month(text, "past")
    end = on.toordinal() - 1 if ended == month_of(on.toordinal()) else last_day(ended)
    return date.fromordinal(end).isoformat()


def _work(answers: Answers) -> dict[str, Any]:
    answer = answers["work"]
    incomes = answers.get("income") or {}
    work: list[dict[str, Any]] = []
    for kind in answer["yes"]:
        if kind == "suspended":
            work.append({"kind": "entrepreneur", "suspended": True})
        else:
            work.append({"kind": kind, "monthly_income": incomes.get(kind)})
    care = answers.get("care")
    if isinstance(care, dict) and care["worked"] == "yes":
        work.append({"kind": "employee", "from": care["visit"], "to": care["visit"]})
    return {"work": work} if work or answer["rest"] == "no" else {}


def _payments(answers: Answers, on: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    pension = answers.get("pension-contributions")
    if pension:
        found["last_pension_contribution"] = pension["month"] if isinstance(pension, dict) else False
    paid = answers.get("contributions")
    if paid is None:
        return found
    this = month_of(on.toordinal())
    found["contributions"] = _contributions(paid, answers, this)
    if answers.get("five-years") is None or _may_be_longer(paid, this):
        found["contributions_known_from"] = month_text(this - 12)
    return found


def _may_be_longer(paid: Any, this: int) -> bool:
    """A self-payer's months that reach back to the edge of what was asked may be the rest of a year paid ahead, as
    long as they end so late that the status may still be kept after them."""
    if not isinstance(paid, dict) or paid["choice"] != "some" or paid["payer"] != "self_payer":
        return False
    return all(month_text(number) in paid["months"] for number in range(this - 12, this - 5))


def _contributions(paid: Any, answers: Answers, this: int) -> list[dict[str, Any]]:
    if not isinstance(paid, dict):
        return []
    kind = paid["payer"]
    if paid["choice"] == "all":
        periods = [{"kind": kind, "from": month_text(this - 12)}]
        if not _goes_on(kind, answers):
            periods[0]["to"] = month_text(this)
    elif paid["choice"] == "ahead":
        periods = [{"kind": kind, "from": paid["first_ahead"], "to": paid["last_ahead"]}]
    else:
        periods = [{"kind": kind, "from": text, "to": text} for text in paid["months"]]
    if answers.get("five-years") == "yes" and periods:
        newest = max(month(period.get("to") or month_text(this), "contributions") for period in periods)
        periods.append({"kind": kind, "from": month_text(newest - 59), "to": month_text(newest)})
    return periods


def _goes_on(kind: str, answers: Answers) -> bool:
    """Payments of a job that goes on go on with it."""
    working = (answers.get("work") or {}).get("yes") or []
    jobs = {"employee": {"employee", "subsidised_job"}, "entrepreneur": {"entrepreneur", "private_practice"}}
    return bool(jobs.get(kind, {kind}) & set(working))


def _diagnoses(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    suspected = "suspected" in answer["yes"]
    onset = {"myocardial_infarction": answer.get("infarction_since"), "stroke": answer.get("stroke_since")}
    found: list[dict[str, Any]] = []
    for group in answer["yes"]:
        if group == "suspected":
            continue
        code = answer.get("icd10") if group == "other" else None
        item = {"icd10": code} if code else {"group": group}
        since = onset.get(group)
        found.append({**item, "since": since, "suspected": suspected and since is None})
    return found
