"""What the person can do, the best first. No condition of the law stands here: the order only reads the decision."""

from dataclasses import replace

from .case import Case
from .changes import Change
from .dates import add_months
from .decide import RETENTIONS, Decision
from .grounds import GROUNDS
from .money import Contribution
from .truth import UNCLEAR, UNKNOWN, YES, any_of, unique

LASTING_ILLNESS = ("diabetes", "cerebral_palsy", "rheumatism", "connective_tissue", "neurodegenerative")
WELLBEING = ("wellbeing_crisis", "wellbeing_emergency")
SOON_MONTHS = 12
"""How far ahead a coming loss of cover already asks for steps: papers for an assessment take long."""


def routes(
    decision: Decision, groups: tuple[str, ...], money: Contribution, ahead: tuple[Change, ...]
) -> tuple[str, ...]:
    """Route codes for this person, the best first; only those that are law on the day."""
    wanted = _wanted(decision, groups, money, ahead)
    return tuple(code for code in unique(wanted) if code in decision.case.rules.routes)


def _wanted(decision: Decision, groups: tuple[str, ...], money: Contribution, ahead: tuple[Change, ...]) -> list[str]:
    losing = _losing_soon(decision, ahead)
    secure = decision.status == "insured" and decision.ground not in RETENTIONS
    if secure and not losing:
        return ["nothing_to_do", *_attachment(decision), *_lists(decision)]
    if secure:
        coming = [code for code in _status_routes(decision, groups) if code != "register_pregnancy"]
        return [*_attachment(decision), *coming, *_lists(decision), "ask_the_fund"]
    wanted = _attachment(decision)
    if decision.status in ("unknown", "unclear"):
        wanted.append("ask_the_fund")
    return [
        *_by_payer(decision),
        *_wellbeing(decision),
        *wanted,
        *_status_routes(decision, groups),
        *_payments(money),
        "special_tax_regime",
        "ask_the_fund",
    ]


def _losing_soon(decision: Decision, ahead: tuple[Change, ...]) -> bool:
    soon = add_months(decision.case.day, SOON_MONTHS)
    return any(change.status != "insured" and change.on <= soon for change in ahead)


def _attachment(decision: Decision) -> list[str]:
    return ["attach_to_polyclinic"] if decision.case.facts.attached is False else []


def _lists(decision: Decision) -> list[str]:
    """Ways to set a missing list right, for those whom a list of the state insures."""
    if decision.payer in ("republican_budget", "local_budget"):
        return ["prove_study"] if decision.ground == "full_time_student" else ["prove_category"]
    return []


def _by_payer(decision: Decision) -> list[str]:
    """An employer who has to pay comes before everything a person would pay himself."""
    case = decision.case
    works = case.works_as("employee", "subsidised_job", "civil_contract")
    return ["employer_pays"] if works.truth == YES else []


def _wellbeing(decision: Decision) -> list[str]:
    """Level D or E: would coming for care today insure, and if not, what is lacking first?"""
    case = decision.case
    if case.facts.level == "" and case.not_working().truth == YES:
        return ["confirm_wellbeing_level"]
    today = (*(case.facts.care_sought or ()), case.day)
    outcomes = []
    for attached in (case.facts.attached, True):
        visited = Case(replace(case.facts, care_sought=today, attached=attached), case.law, case.day)
        verdicts = [GROUNDS[code](visited) for code in WELLBEING if code in case.rules.payers]
        outcomes.append(any_of(*verdicts).truth)
    if YES in outcomes:
        return ["seek_care"] if outcomes[0] == YES else ["attach_to_polyclinic", "seek_care"]
    if UNKNOWN not in outcomes:
        return []
    return ["seek_care"] if case.facts.level else ["confirm_wellbeing_level", "seek_care"]


def _status_routes(decision: Decision, groups: tuple[str, ...]) -> list[str]:
    """Grounds that the person may still come to; those for whom a lasting illness speaks come first."""
    wanted = []
    doubtful = {f.code for f in decision.findings if f.verdict.truth in (UNKNOWN, UNCLEAR)}
    holds = {f.code for f in decision.findings if f.verdict.truth == YES}
    ill = any(group in LASTING_ILLNESS for group in groups)
    if "disability" not in holds and (ill or "disability" in doubtful):
        wanted.append("disability_assessment")
    if "pregnant" in doubtful:
        wanted.append("register_pregnancy")
    if "full_time_student" in doubtful or "child" in holds:
        wanted.append("prove_study")
    idle = decision.case.not_working().truth
    if idle in (YES, UNKNOWN) and "full_time_student" not in holds and "registered_unemployed" not in holds:
        wanted.append("register_as_unemployed")
    return sorted(wanted, key=lambda code: code == "disability_assessment" and not ill)


def _payments(money: Contribution) -> list[str]:
    """The cheaper of the two ways in first; paying what is owed wins a tie, because it insures without a new month."""
    owed = money.arrears.amount if money.arrears and money.arrears.months else None
    if money.arrears is not None and not money.arrears.months:
        return ["pay_arrears", "pay_advance"]
    if owed is None or money.advance.amount is None or owed <= money.advance.amount:
        return ["pay_arrears", "pay_advance"]
    return ["pay_advance", "pay_arrears"]
