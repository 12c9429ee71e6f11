"""The plan: what to do, by when, with which papers and where, in the order of the days."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import fragments
from .presentation import long_date
from .result import HEADLINE, can_be_confirmed, headline, span
from .rules.assess import Assessment, assess
from .rules.care import services
from .rules.changes import Change
from .rules.deadlines import Deadline, coming_loss, deadlines, deadlines_for, first_loss, lead_of
from .rules.facts import Facts
from .rules.routes import AFTER_CHILDHOOD, coming_of_age
from .rules.truth import unique
from .texts import entry, ground_name, words

NOW, SOME_DAY = 0, 10**7
"""Places in the order of days for what has to be begun now and for what has no day."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way to act. ``due``: when to begin; ``reason``: what it is counted from; ``basis``: what that rests on."""

    code: str
    texts: dict[str, Any]
    day: int
    due: str
    late: bool
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A line of the list of dates; ``code`` of the step that it leads to, if any; ``late``: begin now."""

    day: int
    when: str
    text: str
    code: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's answer, the loss of cover that something has to be done about, and the answer on that day."""

    facts: Facts
    result: Assessment
    turns_adult: int | None
    loss: Change | None
    at_loss: Assessment | None

    @property
    def codes(self) -> tuple[str, ...]:
        """All ways: those of today, and those that open when the cover ends."""
        if self.at_loss is None:
            return self.result.routes
        coming = self.at_loss.routes
        if self.turns_adult:
            in_force = self.at_loss.law.at(self.at_loss.on).routes
            coming = tuple(code for code in AFTER_CHILDHOOD if code in in_force)
        return tuple(code for code in unique((*self.result.routes, *coming)) if code != "nothing_to_do")

    def steps(self, left_out: list[str]) -> list[Step]:
        """In the order of the days on which they have to be begun; those without a day keep the order of the answer."""
        found = {item.route: item for item in self.deadlines()}
        steps = [_step(self.result, code, found.get(code)) for code in self.codes if code not in left_out]
        return sorted(steps, key=lambda step: step.day)

    def deadlines(self) -> tuple[Deadline, ...]:
        if self.loss is None:
            return deadlines(self.result, self.facts)
        return deadlines_for(self.codes, self.result, self.facts)


def plan_of(facts: Facts, result: Assessment) -> Plan:
    """The plan for an answer. A child's cover ends with childhood, and from a year before that is what it is about."""
    turns_adult = coming_of_age(facts, result.law.at(result.on), result.on)
    loss = first_loss(result) if turns_adult else coming_loss(result)
    return Plan(facts, result, turns_adult, loss, assess(facts, result.law, loss.on) if loss else None)


def context(plan: Plan, left_out: list[str]) -> dict[str, Any]:
    """Everything that the template of the plan needs; it decides nothing itself."""
    result, steps = plan.result, plan.steps(left_out)
    return {
        "mark": HEADLINE[result.status],
        "headline": headline(result),
        "span": span(result),
        "day": long_date(result.on),
        "dates": dates(plan, steps),
        "steps": steps,
        "choices": [(code, fragments.route_texts(code)["name"], code not in left_out) for code in plan.codes],
        "adult": _coming_of_age(plan, steps),
        "illnesses": _illnesses(plan),
        "free": _free(plan),
        "insured": result.status == "insured",
        "to_confirm": can_be_confirmed(result, plan.codes),
    }


def dates(plan: Plan, steps: list[Step]) -> list[Dated]:
    """The dated things of the plan, oldest first: what to begin, the 18th birthday and the last day of the cover."""
    found = [Dated(step.day, step.due, step.texts["name"], step.code, step.late) for step in steps if _is_dated(step)]
    if plan.turns_adult and plan.turns_adult > plan.result.on:
        found.append(Dated(plan.turns_adult, long_date(plan.turns_adult), _("18th birthday")))
    if plan.loss:
        name = ground_name(plan.loss.because)
        text = _("Last day of the cover: %(ground)s") % {"ground": name}
        found.append(Dated(plan.loss.on - 1, long_date(plan.loss.on - 1), text))
    return sorted(found, key=lambda item: item.day)


def next_date(plan: Plan, left_out: list[str]) -> Dated | None:
    """The first thing to begin that has a day; None where nothing has one."""
    return next((item for item in dates(plan, plan.steps(left_out)) if item.code), None)


def _is_dated(step: Step) -> bool:
    return step.day != SOME_DAY and bool(step.reason)


def _step(result: Assessment, code: str, deadline: Deadline | None) -> Step:
    texts = fragments.route_texts(code)
    if deadline is None or (deadline.by is None and deadline.earliest is None):
        return Step(code, texts, SOME_DAY, "", False, "", "")
    reason = ""
    if deadline.cover_ends is not None:
        ground = ground_name(deadline.because)
        reason = _("Because the cover on the ground “%(ground)s” ends on %(day)s.") % {
            "ground": ground,
            "day": long_date(deadline.cover_ends),
        }
    day = NOW if deadline.late else deadline.by or deadline.earliest or NOW
    return Step(code, texts, day, due(deadline), deadline.late, reason, basis(result, code))


def due(deadline: Deadline) -> str:
    """When to begin, in words; the deadline must have a day."""
    by = long_date(deadline.by) if deadline.by else ""
    earliest = long_date(deadline.earliest) if deadline.earliest else ""
    if deadline.late:
        return _("Begin now: the day was %(day)s") % {"day": by}
    if by and earliest:
        return _("From %(first)s, at the latest on %(last)s") % {"first": earliest, "last": by}
    return _("Not later than %(day)s") % {"day": by} if by else _("Not before %(day)s") % {"day": earliest}


def basis(result: Assessment, code: str) -> str:
    """What the time that was counted rests on: an official time, or our own advice."""
    lead = lead_of(result.law, result.law.at(result.on), code)
    if lead is None:
        return ""
    if lead.months is not None:
        return ngettext(
            "No official time was found; we count %(count)s month. This is our advice.",
            "No official time was found; we count %(count)s months. This is our advice.",
            lead.months,
        ) % {"count": lead.months}
    if not lead.working_days:
        return ""
    return ngettext(
        "Counted: %(count)s working day of the official time.",
        "Counted: %(count)s working days of the official time.",
        lead.working_days,
    ) % {"count": lead.working_days}


def _coming_of_age(plan: Plan, steps: list[Step]) -> dict[str, Any] | None:
    """What ends at 18, and each way after it with its first possible day, its last day and where it begins."""
    turns, loss = plan.turns_adult, plan.loss
    if turns is None:
        return None
    ways = {item.route: item for item in plan.deadlines() if item.route in AFTER_CHILDHOOD}
    return {
        "birthday": long_date(turns),
        "cover_ends": long_date(loss.on - 1) if loss else "",
        "ways": [_way(ways[step.code], step) for step in _in_order(steps, ways)] if loss else [],
        "note": words(entry("notes", "eighteenth_birthday_month")["text"]),
    }


def _in_order(steps: list[Step], ways: dict[str, Deadline]) -> list[Step]:
    return sorted((step for step in steps if step.code in ways), key=lambda step: AFTER_CHILDHOOD.index(step.code))


def _way(deadline: Deadline, step: Step) -> dict[str, Any]:
    return {
        "code": step.code,
        "name": step.texts["name"],
        "first": long_date(deadline.earliest) if deadline.earliest else _("already now"),
        "last": long_date(deadline.by) if deadline.by else "",
        "late": deadline.late,
        "where": step.texts["channels"][0]["name"],
        "papers": step.texts["papers"],
    }


def _illnesses(plan: Plan) -> list[dict[str, Any]]:
    """Who pays for each illness on the day on which the cover ends, or today where there is none."""
    then = plan.at_loss or plan.result
    if plan.at_loss is None and plan.result.status == "insured":
        return []
    return [
        {
            "name": words(entry("diagnoses", item.group)["name"]),
            "package": item.package,
            "notes": [words(entry("notes", code)["text"]) for code in item.notes if code == "insulin_uninsured"],
        }
        for item in then.diagnoses
    ]


def _free(plan: Plan) -> list[str]:
    """What stays free when there is no cover; nothing for those who lose none."""
    then = plan.at_loss or plan.result
    if plan.at_loss is None and plan.result.status == "insured":
        return []
    found = services(then.law.at(then.on).services, "not_insured", plan.facts.residence)
    return [words(entry("services", item.code)["name"]) for item in found if item.covered == "yes"]
