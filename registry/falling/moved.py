"""Who of the people on a list has an illness whose care moved from the free package to the insurance.

Only clinicians are told, of ordinary diagnoses that their own polyclinic registered, and never which one; a sensitive
diagnosis is never told, not even that there is something. registry/access.py and registry/diagnosing.py draw the same
lines for one person."""

from datetime import date

from eligibility.rules.law import Law, Package

from .. import access, illnesses
from ..access import Action
from ..care_token import FREE
from ..diagnosing import shown_to_named_alone
from ..models import Account, Citizen, Diagnosis


def groups(law: Law, on: date) -> frozenset[str]:
    """Groups of illnesses that the free package once paid for, by the law that is known here, and on the day does not.

    Raises LawRangeError."""
    day = on.toordinal()
    before = {code for rules in law.stretches if rules.first < day for code, p in rules.packages.items() if _free(p)}
    return frozenset(code for code, rules in law.at(day).packages.items() if code in before and not _free(rules))


def marked(account: Account, law: Law, on: date) -> set[int]:
    """Row numbers of people about to lose cover whom the account may know to have such an illness: open, certain, by
    codes that all sources agree on. Nobody of his own household. Two queries."""
    if not access.may(account, "diagnosis", Action.WRITE):
        return set()
    rows = access.visible(account, Diagnosis.objects.filter(citizen__cover_end__isnull=False, closed_on__isnull=True))
    wanted, own = groups(law, on), _own_people(account)
    return {row.citizen_id for row in rows if row.citizen_id not in own and _is_told(row, wanted, law)}


def _is_told(row: Diagnosis, wanted: frozenset[str], law: Law) -> bool:
    if row.suspected or row.orphan or shown_to_named_alone(row) or not illnesses.exists(row.icd10):
        return False
    group, agreed = law.rubrics.group(row.icd10)
    return agreed and group in wanted


def _own_people(account: Account) -> set[int]:
    own = account.citizen
    if own is None:
        return set()
    if own.household_id is None:
        return {own.pk}
    return set(Citizen.objects.filter(household=own.household_id).values_list("pk", flat=True))


def _free(package: Package) -> bool:
    return package.package == FREE
