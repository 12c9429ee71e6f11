"""From what was entered to the engine's answer: facts, the assessment, the ways in and the year of payments."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import answers
from ..forms.calculator import WITH_ANSWERS
from ..rules.assess import Assessment, assess
from ..rules.decide import Decision, decide
from ..rules.dues import Due, fixed
from ..rules.facts import Facts
from ..rules.facts_json import parse
from ..rules.law import Law
from ..rules.money import contribution
from ..rules.payment_plan import SELF_PAYER, Plan, Ways, own_kind, ways, year

Values = Mapping[str, Any]
NO_PAST = {"yes": [], "rest": "no"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that the page says; ``kind``: the payments that the person makes himself, None when others pay."""

    law: Law
    facts: Facts
    decision: Decision
    result: Assessment
    monthly: tuple[Due, ...]
    kind: str | None
    ways: Ways | None
    year: Plan | None


def counted(values: Values, given: Mapping[str, Any], law: Law) -> Counted:
    """The engine's answer to what was entered; ``given``: the answers of the check about the person in hand."""
    day = date.fromisoformat(values["day"])
    facts = facts_of(values, given, law)
    decision = decide(facts, law, day.toordinal(), every_ground=True)
    kind = own_kind(decision)
    return Counted(
        law=law,
        facts=facts,
        decision=decision,
        result=assess(facts, law, day.toordinal()),
        monthly=_monthly(decision, kind),
        kind=kind,
        ways=ways(decision) if kind == SELF_PAYER else None,
        year=year(decision, kind) if kind and kind != SELF_PAYER else None,
    )


def _monthly(decision: Decision, kind: str | None) -> tuple[Due, ...]:
    """What is due a month. A self-payer's rate is the same whatever is paid already, so it is named all the same."""
    found = contribution(decision).monthly
    if not found and decision.status == "unknown" and kind == SELF_PAYER:
        return (fixed(decision.case.rules, SELF_PAYER),)
    return found


def facts_of(values: Values, given: Mapping[str, Any], law: Law) -> Facts:
    """The facts to count with. Payments that were not told stay not known."""
    day = date.fromisoformat(values["day"]).toordinal()
    facts = parse(person(values, given, law), law.rubrics, day)
    return replace(facts, paid=None) if values["paid"] is None else facts


def person(values: Values, given: Mapping[str, Any], law: Law) -> dict[str, Any]:
    """The ``person`` object of the contract. The calculation is for somebody whom nobody else pays for, as the page
    says: a circumstance that was not told is therefore absent."""
    day = date.fromisoformat(values["day"])
    with_answers = values["whom"] == WITH_ANSWERS and "subject" in given
    told: dict[str, Any] = dict(given) if with_answers else {"past": NO_PAST}
    told["work"] = {"yes": [work["kind"] for work in values["works"]], "rest": "no"}
    told["contributions"] = values["paid"]
    found = answers.person(told, day)
    earlier = [work for work in found["work"] if work.get("to", values["day"]) < values["day"]]
    found["work"] = [*({"kind": work["kind"], "monthly_income": work["income"]} for work in values["works"]), *earlier]
    found.setdefault("birth_date", _grown_up(law, day))
    return {**found, "unmentioned": "no"}


def _grown_up(law: Law, day: date) -> str:
    """A birthday long enough ago that no month looked at is a child's."""
    return date(day.year - 2 * law.at(day.toordinal()).whole("adult_age"), 1, 1).isoformat()
