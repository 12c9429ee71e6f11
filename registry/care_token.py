"""The constant token of free care: that some illness of a person is paid for by the free package (ГОБМП), never which.

It is the same for every illness, so that whoever may not know an illness learns nothing else from it."""

from dataclasses import dataclass
from datetime import date

from eligibility.rules import care
from eligibility.rules.case import Case
from eligibility.rules.decide import Decision, Status
from eligibility.rules.facts import Diagnosis as Illness
from eligibility.rules.facts import Facts
from eligibility.rules.law import Law
from eligibility.rules.truth import NO, UNKNOWN, YES, Truth

from . import by_value, illnesses
from .models import Citizen, Diagnosis

FREE = "gobmp"


@dataclass(frozen=True, slots=True)
class Token:
    """``outcome``: yes, no (nothing that is registered says so) or unknown (what decides is not known or not clear)."""

    outcome: Truth = NO

    def __bool__(self) -> bool:
        """Whether it is shown as the token: a no and what is not known are none."""
        return self.outcome == YES


def token(citizen: Citizen, facts: Facts, status: Status, law: Law, on: date) -> Token:
    """Of all that any polyclinic registered and nobody closed, on the day, for a person of these facts and with this
    status on it. One query, whatever there is.

    It is for those who treat the person: whoever calls has made sure of that. Raises LawRangeError."""
    day = on.toordinal()
    decision = Decision(Case(facts, law, day), status, None, None, (), day, None)
    rows = by_value.rows(Diagnosis, "citizen_id", citizen.pk)
    found = {outcome(row, decision, law) for row in rows if row.closed_on is None}
    return Token(next((truth for truth in (YES, UNKNOWN) if truth in found), NO))


def outcome(row: Diagnosis, decision: Decision, law: Law) -> Truth:
    """Whether the free package pays for the illness on the day: yes, no or unknown, by the engine."""
    if row.since is not None and row.since.toordinal() > decision.case.day:
        return NO
    if not row.orphan and not law.rubrics.exists(row.icd10):
        return UNKNOWN
    found = care.diagnosis(law, decision, illness_of(row))
    if found.package is None:
        return UNKNOWN
    if found.package != FREE or found.covered == NO:
        return NO
    agreed = row.orphan or law.rubrics.group(row.icd10)[1]
    return YES if found.covered == YES and agreed else UNKNOWN


def illness_of(row: Diagnosis) -> Illness:
    """As the engine takes it."""
    group = illnesses.ORPHAN if row.orphan else None
    since = row.since.toordinal() if row.since else None
    return Illness(None if group else row.icd10, group, since, row.suspected)
