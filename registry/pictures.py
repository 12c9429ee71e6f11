"""A person's cover over time, as the citizen's own result page shows it, and what was answered before."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.safestring import SafeString

from eligibility.picture import picture
from eligibility.rules.law import Law
from eligibility.rules.timeline import timeline

from .facts import Person, facts_of
from .models import Citizen, Determination


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of days (closed; no end: until now) with one status, deciding ground and payer (codes)."""

    starts: date
    ends: date | None
    status: str
    ground: str
    payer: str

    def goes_on_in(self, after: "Held") -> bool:
        alike = (self.status, self.ground, self.payer) == (after.status, after.ground, after.payer)
        return alike and self.ends == after.starts - timedelta(days=1)


def picture_of(person: Person, law: Law, on: date) -> SafeString:
    """From a year before the day to two years after it, in the active language. Raises LawRangeError."""
    return picture([("", timeline(facts_of(person, law, on), law, on.toordinal()))])


def determinations_of(citizen: Citizen) -> list[Held]:
    """What was answered of a person, the newest first: rows that follow one another with one status, ground and payer
    as one, without what was replaced on the day it began."""
    spans: list[Held] = []
    for row in Determination.objects.filter(citizen=citizen, superseded=False).order_by("starts"):
        held = Held(row.starts, row.ends, row.status, row.ground, row.payer)
        if spans and spans[-1].goes_on_in(held):
            held = replace(held, starts=spans.pop().starts)
        spans.append(held)
    return spans[::-1]
