"""What must be said beside an answer: open points of the law that it touches, and limits of what is known."""

from .care import DiagnosisCare, ServiceCare
from .changes import horizon
from .decide import RETENTIONS, Decision
from .grounds.local import WELLBEING
from .law import Law
from .money import Contribution
from .truth import NO, UNCLEAR, YES, unique


def notes(
    law: Law,
    decision: Decision,
    money: Contribution,
    diagnoses: tuple[DiagnosisCare, ...],
    services: tuple[ServiceCare, ...],
) -> tuple[str, ...]:
    """Note codes in the order in which they matter."""
    found: list[str] = []
    for finding in decision.findings:
        if finding.verdict.truth in (YES, UNCLEAR) or _of_interest(finding.verdict.reasons):
            found += (law.reason_note(code) or "" for code in finding.verdict.reasons)
        if finding.verdict.truth in (YES, UNCLEAR):
            found.append(decision.case.rules.ground_notes.get(finding.code, ""))
    found += _of_wellbeing(decision)
    found += of_money(decision, money)
    found += (note for item in diagnoses for note in item.notes)
    if decision.status != "insured":
        found.append("emergency_is_free")
        found += (item.note or "" for item in services if item.certainty != "sure")
    if decision.case.facts.residence in ("eaeu_worker", "foreigner"):
        found.append("foreigner_care")
    if decision.status == "insured" and horizon(law, decision.case.day) == law.last:
        found.append("horizon_ends_with_law")
    return tuple(code for code in unique(found) if code)


def _of_interest(reasons: tuple[str, ...]) -> bool:
    """Reasons for a ``no`` that rest on something the sources dispute."""
    return bool(
        {"working_when_care_was_sought", "pension_contribution_in_last_two_months", "not_sixty_months"} & set(reasons)
    )


def _of_wellbeing(decision: Decision) -> list[str]:
    level = decision.case.facts.level_on(decision.case.day)
    if "wellbeing_crisis" not in decision.case.rules.payers or level in ("A", "B", "C"):
        return []
    if decision.status == "insured" and decision.ground in WELLBEING:
        return ["wellbeing_end", "residence_region_2026"]
    if level in ("D", "E") and decision.case.not_working().truth == NO:
        return ["wellbeing_and_work", "whom_to_ask_about_level"]
    if level in ("D", "E") or (level is None and decision.status != "insured"):
        return ["whom_to_ask_about_level"]
    return []


def of_money(decision: Decision, money: Contribution) -> list[str]:
    """What has to be said beside the sums."""
    case = decision.case
    found = []
    wage = case.rules.values["minimum_wage"]
    if wage.amount is None:
        found.append(wage.note or "")
    if money.exempt and case.facts.busy:
        found.append("exempt_from_contributions")
    if money.state and money.state.amount is None:
        found.append("local_rate_base" if decision.payer == "local_budget" else "figures_2027")
    if money.arrears and money.arrears.months:
        found.append("separate_payments")
        if money.arrears.amount is None:
            found.append("arrears_price")
    if decision.status != "insured":
        found += ["separate_payments", *_ahead_into_unknown(decision)]
    kept = decision.status == "insured" and decision.ground in RETENTIONS
    if any(due.who == "employer" for due in money.monthly) and (kept or decision.status != "insured"):
        found.append("employer_late")
    if any(due.kind in ("entrepreneur", "private_practice") for due in money.monthly):
        found.append("entrepreneur_amount")
    if any(due.kind == "private_practice" for due in money.monthly):
        found.append("private_practice_rate")
    return found


def _ahead_into_unknown(decision: Decision) -> list[str]:
    """Months paid ahead that fall into a time whose minimum wage is not known."""
    law, case = decision.case.law, decision.case
    if case.rules.values["minimum_wage"].amount is None:
        return []
    last = law.at(min(law.last, case.day + 366)).values["minimum_wage"]
    return ["advance_price_next_year"] if last.amount is None else []
