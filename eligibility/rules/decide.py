"""The status on one day: one walk over the grounds in their order."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from .case import RESTS_ON, Case, Ground
from .facts import NO_CIRCUMSTANCES, Facts
from .grounds import GROUNDS
from .grounds.retention import last_status_month
from .law import Law
from .truth import NO, UNCLEAR, UNKNOWN, YES, Verdict

Status = Literal["insured", "not_insured", "unknown", "unclear"]
RETENTIONS = {
    "retention_three_months": "retention_months",
    "retention_six_months": "long_retention_months",
}

WALKS_KEPT = 1024


class Finding(NamedTuple):
    """A ground and what came out of it."""

    code: str
    verdict: Verdict


class Decision(NamedTuple):
    """Status on a day. ``ground`` is the one that decides: the first that holds, else the first in doubt; ``verdict``
    is its own. ``until`` is the last day on which nothing that was looked at can change (closed)."""

    case: Case
    status: Status
    ground: str | None
    payer: str | None
    findings: tuple[Finding, ...]
    until: int
    verdict: Verdict | None


class Step(NamedTuple):
    """A ground in its order. ``absent``: what came out of it where the circumstance ``rests_on`` is known never to have
    been; without one, of several grounds that are not asked."""

    code: str
    ground: Ground
    rests_on: str
    absent: tuple[Finding, ...]


def decide(facts: Facts, law: Law, day: int, every_ground: bool = False, asked: int | None = None) -> Decision:
    """Status of the person on the day (ordinal). Stops at the first ground that holds, unless ``every_ground``.
    ``asked``: the day on which facts without dates hold, where it is another one than ``day``; see ``Case``.

    An open point of law that a ground has come to is the answer even where other facts are missing: so no fact
    that is added can turn a known status into an unknown one. Raises LawRangeError for a day for which the law is not
    known."""
    case = Case(facts, law, day, asked)
    circumstances = facts.circumstances
    findings: list[Finding] = []
    until = case.rules.last
    holding: Finding | None = None
    undecided = False
    for code, ground, rests_on, absent in _walk(case):
        if absent and (not rests_on or circumstances[rests_on] == ()):
            findings += absent  # until for ever: nothing to note
            continue
        verdict = case.verdict(ground)
        finding = Finding(code, verdict)
        findings.append(finding)
        if holding is None:
            if verdict.until < until:
                until = verdict.until
            if verdict.truth == YES:
                holding = finding
                if not every_ground:
                    break
            undecided = undecided or verdict.truth != NO
    found = tuple(findings)
    if holding is not None:
        return Decision(case, "insured", holding.code, payer(case, holding.code), found, until, holding.verdict)
    if undecided:
        return _in_doubt(case, found, until)
    return Decision(case, "not_insured", None, None, found, until, None)


def _in_doubt(case: Case, findings: tuple[Finding, ...], until: int) -> Decision:
    for doubt in (UNCLEAR, UNKNOWN):
        for code, verdict in findings:
            if verdict.truth == doubt:
                return Decision(case, doubt, code, None, findings, until, verdict)
    raise AssertionError("nobody is in doubt without a ground that is")


def _walk(case: Case) -> tuple[Step, ...]:
    """The grounds that are law on the day, in their order; made once for each day from which people are known."""
    absent = case.absent if case.absent.truth == NO else None
    none_ever = absent is not None and case.facts.circumstances is NO_CIRCUMSTANCES
    key = None if absent is None else (absent.since, none_ever)
    walks = case.rules.walks
    found: tuple[Step, ...] | None = walks.get(key)
    if found is None:
        if len(walks) >= WALKS_KEPT:
            walks.clear()
        steps = [_step(code, absent) for code in case.rules.payers]
        found = walks[key] = tuple(_joined(steps) if none_ever else steps)
    return found


def _step(code: str, absent: Verdict | None) -> Step:
    ground = GROUNDS[code]
    circumstance = RESTS_ON.get(ground, "")
    return Step(code, ground, circumstance, (Finding(code, absent),) if absent is not None and circumstance else ())


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Those that need not be asked, as long as they follow each other, as one."""
    for rests, some in groupby(steps, key=lambda step: bool(step.absent)):
        if rests:
            together = tuple(some)
            findings = tuple(finding for step in together for finding in step.absent)
            yield Step(together[0].code, together[0].ground, "", findings)
        else:
            yield from some


def payer(case: Case, code: str) -> str:
    """Who pays under the ground; a retention has the payer of its last paid month."""
    named = case.rules.payers[code]
    if code not in RETENTIONS:
        return named
    months = case.rules.whole(RETENTIONS[code])
    last = last_status_month(case, months)
    paid = case.facts.paid
    if last is None or paid is None:
        return "self"
    return case.rules.payers.get(paid.kinds(last)[0], "self")


def extent(law: Law, finding: Finding, day: int, facts: Facts) -> tuple[int | None, int]:
    """First and last day around ``day`` on which a ground that holds goes on holding without a break (closed).
    The first is None when it is not known."""
    ground = GROUNDS[finding.code]
    since, until = finding.verdict.since, finding.verdict.until
    while until < law.last and finding.code in law.at(until + 1).payers:
        after = ground(Case(facts, law, until + 1))
        if after.truth != YES:
            break
        until = after.until
    if "beginning_not_known" in finding.verdict.reasons:
        return None, until
    while since > law.first and finding.code in law.at(since - 1).payers:
        before = ground(Case(facts, law, since - 1))
        if before.truth != YES:
            break
        if "beginning_not_known" in before.reasons or before.since >= since:
            return None, until
        since = before.since
    return since, until
