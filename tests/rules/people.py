"""People in the shape of the contract, and the questions that the tests ask about them."""

from datetime import date, timedelta
from typing import Any

from eligibility.rules import law as law_module
from eligibility.rules.answer import as_json
from eligibility.rules.assess import assess
from eligibility.rules.changes import horizon
from eligibility.rules.decide import Decision, decide
from eligibility.rules.facts import Facts
from eligibility.rules.facts_json import parse
from eligibility.rules.truth import Verdict

Json = dict[str, Any]

LAW = law_module.load()


def person(**facts: Any) -> Json:
    """A complete record of a citizen of 35 in 2026: every fact that is not given is known to be absent."""
    return {"birth_date": "1990-06-10", "residence": "citizen", "unmentioned": "no", **facts}


def stranger(**facts: Any) -> Json:
    """Somebody of whom nothing is known but the facts given."""
    return facts


def having(name: str, held: Any, **facts: Any) -> Json:
    """A complete record with one circumstance."""
    return person(circumstances={name: held}, **facts)


def spell(start: str | None = None, end: str | None = None, **attributes: Any) -> Json:
    """A period of days or of months; an end that is not given is absent."""
    ends = {"from": start, "to": end}
    return {key: value for key, value in {**ends, **attributes}.items() if value is not None}


def work(kind: str, start: str | None = "2020-01-01", end: str | None = None, **attributes: Any) -> Json:
    return {"kind": kind, **spell(start, end, **attributes)}


def months(kind: str, first: str, last: str | None = None) -> Json:
    """Contributions for the months ``first``..``last``; only ``first`` when no last one is given."""
    return {"kind": kind, "from": first, "to": last or first}


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def later(text: str, days: int = 1) -> str:
    """The day so many days later; a negative number goes back."""
    return (date.fromisoformat(text) + timedelta(days)).isoformat()


def facts_of(who: Json) -> Facts:
    return parse(who, LAW.rubrics)


def decided(who: Json, on: str, *, every_ground: bool = True) -> Decision:
    return decide(facts_of(who), LAW, day(on), every_ground)


def verdict(who: Json, code: str, on: str) -> Verdict:
    """What comes of one ground, which must be law on the day."""
    return next(finding.verdict for finding in decided(who, on).findings if finding.code == code)


def answer(who: Json, on: str) -> Json:
    """The whole answer as the contract gives it."""
    facts = facts_of(who)
    _the_walk_ends(facts, day(on))
    return as_json(assess(facts, LAW, day(on)))


def _the_walk_ends(facts: Facts, today: int) -> None:
    """Fails where a decision ends before its own day: the engine would step from span to span for ever."""
    end = horizon(LAW, today)
    while today <= end:
        decision = decide(facts, LAW, today)
        assert decision.until >= today, [item for item in decision.findings if item.verdict.until < today]
        today = decision.until + 1


def ground(answered: Json, code: str) -> Json:
    """One ground of an answer."""
    found: Json = next(item for item in answered["grounds"] if item["code"] == code)
    return found
