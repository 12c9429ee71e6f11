"""Why somebody is not insured, and the first way that is open to him: asked of the engine itself, on the facts that
the determination keeps."""

from datetime import date
from typing import NamedTuple

from eligibility.rules import money
from eligibility.rules.assess import missing
from eligibility.rules.decide import Decision, decide
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law
from eligibility.rules.routes import routes

from ..facts import Person, facts_of
from . import why

NO_ROUTE = "none"
PAYING = ("pay_arrears", "pay_advance")


class Said(NamedTuple):
    why: str
    route: str


def said_of(person: Person, stage: str, law: Law, on: date) -> Said:
    """Of somebody who is not insured on the day; ``stage`` of kinds.py. Half a millisecond. Raises LawRangeError."""
    try:
        decision = decide(facts_of(person, law, on), law, on.toordinal(), every_ground=True)
    except FactsError:
        return Said(why.OTHER, NO_ROUTE)
    return Said(_why(decision, stage), _route(decision))


def _why(decision: Decision, stage: str) -> str:
    reasons = {code for finding in decision.findings for code in finding.verdict.reasons}
    return why.main_reason(decision.status, reasons, next(iter(missing(decision)), ""), stage)


def _route(decision: Decision) -> str:
    """What lies ahead does not matter to somebody who has no cover to lose, and illnesses are not in the facts. Sums
    take the longest, and matter only between the two ways of paying: so they are computed where paying comes first."""
    unpriced = money.Contribution((), None, money.advance(decision.case), None, exempt=False)
    first = _first(decision, unpriced)
    return _first(decision, money.contribution(decision)) if first in PAYING else first


def _first(decision: Decision, sums: money.Contribution) -> str:
    return next(iter(routes(decision, (), sums, ())), NO_ROUTE)
