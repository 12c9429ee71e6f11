"""The constant token of free care: that some illness of a person is treated from the free package, never which."""

from datetime import date

from eligibility.rules.care import package_on
from eligibility.rules.facts import Diagnosis
from eligibility.rules.law import Law

from .models import Citizen

FREE = "gobmp"


def token(citizen: Citizen, law: Law, on: date) -> bool:
    """Whether the free package pays on the day for an illness that is registered and not closed. One query."""
    rows = citizen.diagnoses.filter(closed_on__isnull=True).values_list("icd10", "since", "suspected")
    return any(_package(law, on.toordinal(), *row) == FREE for row in rows)


def _package(law: Law, day: int, icd10: str, since: date | None, suspected: bool) -> str | None:
    group, _agreed = law.rubrics.group(icd10)
    item = Diagnosis(icd10, group, since.toordinal() if since else None, suspected)
    return package_on(law.at(day).packages[group], item, day)[0]
