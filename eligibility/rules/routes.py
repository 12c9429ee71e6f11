"""What the person can do, the best first: an order over the decision, without a ground being judged a second time."""

from dataclasses import replace

from .case import Case
from .changes import Change
from .dates import add_months, birthday, last_day, month_of
from .decide import RETENTIONS, Decision
from .facts import Facts
from .grounds import GROUNDS
from .grounds.local import WELLBEING
from .law import Rules
from .money import Contribution
from .truth import UNCLEAR, UNKNOWN, YES, any_of, unique

LASTING_ILLNESS = ("diabetes", "cerebral_palsy", "rheumatism", "connective_tissue", "neurodegenerative")
AFTER_CHILDHOOD = (
    "disability_assessment",
    "prove_study",
    "register_as_unemployed",
    "employer_pays",
    "confirm_wellbeing_level",
    "seek_care",
    "pay_advance",
)
"""What the Fund names for the time after the 18th birthday, the state's cover before the person's own payments. Which
of them will be open, the facts of today do not tell."""
PAID_AT_WORK = ("employee", "civil_contract")
SOON_MONTHS = 12
"""How far ahead a coming loss of cover already asks for steps: papers for an assessment take long."""


def routes(
    decision: Decision, groups: tuple[str, ...], money: Contribution, ahead: tuple[Change, ...]
) -> tuple[str, ...]:
    """Route codes for this person, the best first; only those that are law on the day and open to him."""
    wanted = _wanted(decision, groups, money, ahead)
    closed = closed_routes(decision)
    return tuple(code for code in unique(wanted) if code in decision.case.rules.routes and code not in closed)


def closed_routes(decision: Decision) -> set[str]:
    """Ways that this person cannot go: children do not register, pay or trade; full-time students cannot register as
    unemployed; the regime of the self-employed is for citizens and kandas without a business of their own."""
    case = decision.case
    closed: set[str] = set()
    birth = case.facts.birth
    if birth is not None and case.day < birthday(birth, case.rules.whole("adult_age")):
        closed |= {"pay_arrears", "pay_advance", "special_tax_regime", "confirm_wellbeing_level"}
        if case.day < add_months(birthday(birth, case.rules.whole("adult_age")), -SOON_MONTHS):
            closed.add("register_as_unemployed")
    if case.holds("full_time_study", "studies_full_time").truth == YES:
        closed.add("register_as_unemployed")
    if case.facts.residence not in (None, "citizen", "kandas") or case.works_as("entrepreneur").truth == YES:
        closed.add("special_tax_regime")
    return closed


def coming_of_age(facts: Facts, rules: Rules, day: int) -> int | None:
    """The 18th birthday (ordinal) from a year before it to the end of its month, in which the state still pays for
    the child; None at all other times."""
    if facts.birth is None:
        return None
    adult = birthday(facts.birth, rules.whole("adult_age"))
    return adult if add_months(adult, -SOON_MONTHS) <= day <= last_day(month_of(adult)) else None


def _wanted(decision: Decision, groups: tuple[str, ...], money: Contribution, ahead: tuple[Change, ...]) -> list[str]:
    losing = _losing_soon(decision, ahead)
    secure = decision.status == "insured" and decision.ground not in RETENTIONS
    if secure and not losing:
        return ["nothing_to_do", *_attachment(decision), *_lists(decision)]
    coming = status_routes(decision, groups)
    if secure:
        coming = [code for code in coming if code != "register_pregnancy"]
        if decision.ground in WELLBEING:
            coming.insert(0, "seek_care")  # a new calendar year needs a new visit
        return [*_attachment(decision), *coming, *_lists(decision), "ask_the_fund"]
    if decision.status == "unknown":
        ill = [code for code in coming if code == "disability_assessment"] if groups else []
        return [*_attachment(decision), *_wellbeing(decision), *ill, "ask_the_fund"]
    wanted = [*_by_payer(decision), *_attachment(decision)]
    if decision.status == "unclear":
        wanted.append("ask_the_fund")
    if decision.case.facts.level_on(decision.case.day):
        wanted += [*_wellbeing(decision), *coming]
    else:
        wanted += [*coming, *_wellbeing(decision)]
    return [*wanted, *_payments(money), "special_tax_regime", "ask_the_fund"]


def _losing_soon(decision: Decision, ahead: tuple[Change, ...]) -> bool:
    case = decision.case
    if decision.ground in PAID_AT_WORK and case.works_as("employee", "subsidised_job", "civil_contract").truth == YES:
        return False  # the next payment is on its way: it comes after the month
    soon = add_months(case.day, SOON_MONTHS)
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
    level = case.facts.level_on(case.day)
    if level == "" and case.not_working().truth == YES:
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
    return ["seek_care"] if level else ["confirm_wellbeing_level", "seek_care"]


def status_routes(decision: Decision, groups: tuple[str, ...]) -> list[str]:
    """Grounds that the person may still come to; those for whom a lasting illness speaks come first."""
    wanted = []
    doubtful = {f.code for f in decision.findings if f.verdict.truth in (UNKNOWN, UNCLEAR)}
    holds = {f.code for f in decision.findings if f.verdict.truth == YES}
    ill = any(group in LASTING_ILLNESS for group in groups)
    if _disability_ends_soon(decision) or ("disability" not in holds and (ill or "disability" in doubtful)):
        wanted.append("disability_assessment")
    if "pregnant" in doubtful:
        wanted.append("register_pregnancy")
    if "full_time_student" in doubtful or "child" in holds:
        wanted.append("prove_study")
    idle = decision.case.not_working().truth
    if idle in (YES, UNKNOWN) and "full_time_student" not in holds and "registered_unemployed" not in holds:
        wanted.append("register_as_unemployed")
    late = (
        {"register_pregnancy"}
        if ill or _disability_ends_soon(decision)
        else {"register_pregnancy", "disability_assessment"}
    )
    return sorted(wanted, key=lambda code: code in late)


def _disability_ends_soon(decision: Decision) -> bool:
    """The term set for the disability ends within the year: it has to be assessed anew before."""
    soon = add_months(decision.case.day, SOON_MONTHS)
    return any(
        finding.code == "disability" and finding.verdict.truth == YES and finding.verdict.until <= soon
        for finding in decision.findings
    )


def _payments(money: Contribution) -> list[str]:
    """The cheaper of the two ways in first; paying what is owed wins a tie, because it insures without a new month."""
    if money.advance.unpaid == 0:
        return ["pay_advance"] if money.advance.amount_from_this_month else []
    owed = money.arrears.amount if money.arrears and money.arrears.months else None
    if money.arrears is not None and not money.arrears.months:
        return ["pay_arrears", "pay_advance"]
    if owed is None or money.advance.amount is None or owed <= money.advance.amount:
        return ["pay_arrears", "pay_advance"]
    return ["pay_advance", "pay_arrears"]
