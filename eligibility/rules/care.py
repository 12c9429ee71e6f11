"""Which package pays for a disease or a service, and whether it is open to this person on the day."""

from dataclasses import dataclass

from .dates import add_months
from .decide import Decision, Status
from .facts import Diagnosis
from .law import Law, Package, Service
from .truth import NO, UNCLEAR, UNKNOWN, YES, Truth, unique

BY_STATUS: dict[Status, Truth] = {
    "insured": YES,
    "not_insured": NO,
    "unknown": UNKNOWN,
    "unclear": UNCLEAR,
}
GOBMP_RESIDENTS = ("citizen", "kandas", "refugee", "permanent_resident")


@dataclass(frozen=True, slots=True)
class DiagnosisCare:
    """``package`` is None when the day of onset decides and is not known; ``until``: last day of ГОБМП (ordinal)."""

    icd10: str | None
    group: str
    suspected: bool
    package: str | None
    covered: Truth
    until: int | None
    act: str
    article: str
    notes: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceCare:
    code: str
    package: str
    covered: Truth
    certainty: str
    note: str | None


def services(known: tuple[Service, ...], status: Status, residence: str | None) -> tuple[ServiceCare, ...]:
    """Every service of a day's law with its package, and whether it is open to a person of this status."""
    found = []
    for service in known:
        if service.package == "gobmp" and service.open_to == "everyone":
            covered: Truth = YES
        else:
            covered = _covered(service.package, status, residence)
        if service.certainty == UNCLEAR and covered == NO:
            covered = UNCLEAR
        found.append(ServiceCare(service.code, service.package, covered, service.certainty, service.note))
    return tuple(found)


def diagnosis(law: Law, decision: Decision, item: Diagnosis) -> DiagnosisCare:
    """The package of one diagnosis on the day of the decision."""
    case = decision.case
    group, agreed = (item.group, True) if item.group else law.rubrics.group(item.icd10 or "")
    rules = case.rules.packages[group]
    package, until = package_on(rules, item, case.day)
    covered = _covered(package, decision.status, case.facts.residence)
    if covered == NO and (not agreed or decision.status == "insured"):
        covered = UNCLEAR  # the sources give a foreigner with insurance no ГОБМП, and do not say what pays instead
    notes = [rules.note if item.icd10 or rules.note != "icd_ranges" else None]
    notes.append(law.rubrics.remark(item.icd10) if item.icd10 else None)
    if not agreed:
        notes.append("icd_ranges")
    if group == "diabetes" and package == "osms" and covered != YES:
        notes.append("insulin_uninsured")
    return DiagnosisCare(
        item.icd10,
        group,
        item.suspected,
        package,
        covered,
        until,
        rules.act,
        rules.article,
        unique(note for note in notes if note),
        () if package else ("diagnoses.since",),
    )


def package_on(rules: Package, item: Diagnosis, day: int) -> tuple[str | None, int | None]:
    """Package on the day and, for ГОБМП that is limited from the onset, its last day. An onset that is not known
    leaves the package open where a limit exists."""
    if item.suspected:
        return rules.suspicion, None
    if rules.limit_months is None:
        return rules.package, None
    if item.since is None:
        return None, None
    last = add_months(item.since, rules.limit_months) - 1
    return (rules.package, last) if day <= last else ("osms", None)


def _covered(package: str | None, status: Status, residence: str | None) -> Truth:
    insurance = BY_STATUS[status]
    if package == "osms":
        return insurance
    if package is None:
        return YES if insurance == YES and residence in GOBMP_RESIDENTS else UNKNOWN
    if residence is None:
        return UNKNOWN
    return YES if residence in GOBMP_RESIDENTS else NO
