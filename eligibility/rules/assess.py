"""The one question of the product: on this day, is the person insured, on what ground, who pays, what is covered,
what changes next and what can he do?"""

from collections.abc import Iterable
from dataclasses import dataclass

from . import care, money
from .changes import Change, changes, decisions_ahead
from .dates import first_day
from .decide import RETENTIONS, Decision, Finding, Status, decide, extent, payer
from .dues import BY_INCOME
from .facts import LAST_MONTH, Facts
from .law import Law
from .notes import notes
from .routes import routes
from .truth import YES, Truth, unique

NO_END = first_day(LAST_MONTH)
"""From this day on the end of a span stands for "no end that anybody named"."""


@dataclass(frozen=True, slots=True)
class GroundFinding:
    """What came of one ground. Days are ordinals; ``since`` is None when not known, ``until`` when without end."""

    code: str
    outcome: Truth
    payer: str
    since: int | None
    until: int | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer for one person and one day (``on``, ordinal). ``missing``: what an undecided ground lacks;
    ``wanted``: everything that would still change something."""

    on: int
    law: Law
    status: Status
    ground: str | None
    payer: str | None
    until: int | None
    grounds: tuple[GroundFinding, ...]
    contribution: money.Contribution
    diagnoses: tuple[care.DiagnosisCare, ...]
    services: tuple[care.ServiceCare, ...]
    changes: tuple[Change, ...]
    missing: tuple[str, ...]
    wanted: tuple[str, ...]
    routes: tuple[str, ...]
    notes: tuple[str, ...]


def assess(facts: Facts, law: Law, on: int) -> Assessment:
    """The full answer with the changes of the coming 24 months.

    Raises LawRangeError when the law is not known for the day."""
    decision = decide(facts, law, on, every_ground=True)
    ahead = list(decisions_ahead(facts, law, decision))
    coming = changes(facts, law, ahead)
    contribution = money.contribution(decision)
    diagnoses = tuple(care.diagnosis(law, decision, item) for item in facts.diagnoses or ())
    services = care.services(decision.case.rules.services, decision.status, facts.residence)
    grounds = tuple(_ground(decision, finding) for finding in decision.findings)
    groups = tuple(item.group for item in diagnoses)
    return Assessment(
        on=on,
        law=law,
        status=decision.status,
        ground=decision.ground,
        payer=decision.payer,
        until=status_until(facts, law, ahead),
        grounds=grounds,
        contribution=contribution,
        diagnoses=diagnoses,
        services=services,
        changes=coming,
        missing=missing(decision),
        wanted=wanted(decision, ahead),
        routes=routes(decision, groups, contribution, coming),
        notes=notes(law, decision, contribution, diagnoses, services),
    )


def missing(decision: Decision) -> tuple[str, ...]:
    """Facts that an undecided ground still misses, in the order of the grounds; none when the status is known."""
    if decision.status not in ("unknown", "unclear"):
        return ()
    return unique(code for finding in decision.findings for code in finding.verdict.missing)


def wanted(decision: Decision, ahead: list[Decision] | None = None) -> tuple[str, ...]:
    """Facts that would still change something in the full answer: what undecided grounds miss, and then where the
    person belongs (for care that is free to residents), what is earned and which illnesses there are. ``ahead``: the
    decisions of the coming months, where they are worked out already."""
    facts = decision.case.facts
    later = decisions_ahead(facts, decision.case.law, decision) if ahead is None else ahead
    found = [*missing(decision), *_wanted_later(decision, later)]
    if facts.residence is None:
        found.append("residence")
    silent = any(item.income is None and item.kind in BY_INCOME for item in facts.work or ())
    if silent and any(due.base is None for due in money.contribution(decision).monthly):
        found.append("work.monthly_income")
    if facts.diagnoses is None:
        found.append("diagnoses")
    return unique(found)


LASTING = ("pension", "disability", "full_time_study", "mother_award")
"""Facts that will most likely still hold when a ground of today ends."""


def _wanted_later(decision: Decision, ahead: Iterable[Decision]) -> list[str]:
    """What decides how long the status lasts: the long record behind a kept status, and the lasting facts that will
    be missed when a ground of today has ended."""
    if decision.status != "insured":
        return []
    found: list[str] = []
    if decision.ground in RETENTIONS:
        found += (code for item in decision.findings if item.code in RETENTIONS for code in item.verdict.missing)
        if decision.case.facts.paid is not None and money.arrears(decision) is None:
            found.append("past")
    if any(decision.case.facts.circumstances[name] is None for name in LASTING):
        first_loss = next((later for later in ahead if later.status != "insured"), decision)
        found += (code for code in missing(first_loss) if code.removeprefix("circumstances.") in LASTING)
    return found


def _ground(decision: Decision, finding: Finding) -> GroundFinding:
    code, verdict = finding
    case = decision.case
    since: int | None = None
    until: int | None = None
    named = case.rules.payers[code]
    if verdict.truth == YES:
        since, end = extent(case.law, finding, case.day, case.facts)
        until = None if end >= NO_END else end
        named = payer(case, code)
    return GroundFinding(code, verdict.truth, named, since, until, verdict.reasons, verdict.missing)


def status_until(facts: Facts, law: Law, ahead: list[Decision]) -> int | None:
    """The last day of the status: before the first change ahead, else the last end that is named by the grounds that
    hold at the end of what was looked at. None when there is no such end."""
    now, last = ahead[0], ahead[-1]
    for later in ahead[1:]:
        if later.status != now.status:
            return later.case.day - 1
    if now.status != "insured":
        return None
    final = now if last is now else decide(facts, law, last.case.day, every_ground=True)
    holding = [finding for finding in final.findings if finding.verdict.truth == YES]
    end = max(extent(law, finding, last.case.day, facts)[1] for finding in holding)
    return None if end >= NO_END else end
