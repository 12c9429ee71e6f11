"""What these facts already imply for the coming months: dated changes of status, payer or package."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .care import package_on
from .dates import add_months
from .decide import Decision, Status, decide
from .facts import Diagnosis, Facts
from .grounds import GROUNDS
from .law import Law
from .truth import YES

HORIZON_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Change:
    """From ``on`` (ordinal) the status and payer are these. ``because``: the ground that ends or begins, or the group
    of a diagnosis whose package changes; then ``diagnosis`` is its place in the facts and ``package`` the new one."""

    on: int
    status: Status
    payer: str | None
    because: str
    diagnosis: int | None = None
    package: str | None = None


def horizon(law: Law, day: int) -> int:
    """Last day looked at: 24 months ahead, or the last day for which the law is known."""
    return min(add_months(day, HORIZON_MONTHS), law.last)


def decisions_ahead(facts: Facts, law: Law, now: Decision) -> Iterator[Decision]:
    """The decision of today and then one for each day on which something may have changed."""
    end, decision = horizon(law, now.case.day), now
    while True:
        yield decision
        following = decision.until + 1
        if following > end:
            return
        decision = decide(facts, law, following)


def changes(facts: Facts, law: Law, ahead: list[Decision]) -> tuple[Change, ...]:
    """The changes among the decisions (the first is today's), and those of the packages, oldest first."""
    found = []
    for before, after in pairwise(ahead):
        if (before.status, before.payer) != (after.status, after.payer):
            found.append(Change(after.case.day, after.status, after.payer, because(before, after)))
    found += package_changes(facts, law, ahead, horizon(law, ahead[0].case.day))
    return tuple(sorted(found, key=lambda change: (change.on, change.diagnosis is not None)))


def because(before: Decision, after: Decision) -> str:
    """The ground that no longer holds, or else the one that begins."""
    if before.ground and not _still(before.ground, after):
        return before.ground
    return after.ground or before.ground or "self_payer"


def _still(code: str, decision: Decision) -> bool:
    """Whether the ground holds on the day of the decision, which may have stopped at an earlier one."""
    case = decision.case
    return code in case.rules.payers and case.verdict(GROUNDS[code]).truth == YES


def package_changes(facts: Facts, law: Law, ahead: list[Decision], end: int) -> Iterator[Change]:
    """From the first decision to the day ``end`` (ordinal): the days on which another package begins to pay."""
    start = ahead[0].case.day
    for index, item in enumerate(facts.diagnoses or ()):
        group = item.group or law.rubrics.group(item.icd10 or "")[0]
        package, _ = package_on(law.at(start).packages[group], item, start)
        for day in sorted(_moments(law, group, item, start, end)):
            following, _ = package_on(law.at(day).packages[group], item, day)
            if following != package and following is not None:
                then = next(decision for decision in reversed(ahead) if decision.case.day <= day)
                yield Change(day, then.status, then.payer, group, index, following)
            package = following


def _moments(law: Law, group: str, item: Diagnosis, start: int, end: int) -> set[int]:
    """Days after ``start`` on which the package of the diagnosis may change: new law, or the end of a limit."""
    stretches = [rules for rules in law.stretches if rules.last > start and rules.first <= end]
    moments = {rules.first for rules in stretches}
    if item.since is not None:
        limits = {rules.packages[group].limit_months for rules in stretches}
        moments |= {add_months(item.since, months) for months in limits if months is not None}
    return {day for day in moments if start < day <= end}
