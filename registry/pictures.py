"""A person's cover over time, as the citizen's own result page shows it, and what was answered before."""

from datetime import date

from django.utils.safestring import SafeString

from eligibility.picture import picture
from eligibility.rules.law import Law
from eligibility.rules.timeline import timeline

from .facts import Person, facts_of
from .models import Citizen, Determination


def picture_of(person: Person, law: Law, on: date) -> SafeString:
    """From a year before the day to two years after it, in the active language. Raises LawRangeError."""
    return picture([("", timeline(facts_of(person, law, on), law, on.toordinal()))])


def determinations_of(citizen: Citizen) -> list[Determination]:
    """What held and holds, the newest first; without what was replaced on the day it began."""
    return list(Determination.objects.filter(citizen=citizen, superseded=False).order_by("-starts", "-pk"))
