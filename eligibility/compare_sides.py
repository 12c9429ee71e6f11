"""What one side of a comparison of two laws says, in words."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .presentation import long_date, money, number, percent
from .rules.assess import Assessment, GroundFinding
from .rules.care import DiagnosisCare, ServiceCare
from .rules.comparison import Comparison, Difference, Seen
from .rules.dues import Due
from .rules.money import Advance, Arrears, StateShare
from .rules.truth import NO, UNKNOWN, YES, Truth
from .texts import entry, ground_name, term, words


def title(comparison: Comparison, item: Difference) -> str:
    if item.kind == "ground":
        return ground_name(item.code)
    if item.kind == "service":
        return str(words(entry("services", item.code)["name"]))
    if item.kind == "diagnosis":
        return illness(comparison.second.diagnoses[int(item.code)])
    if item.kind == "monthly":
        due = item.after if isinstance(item.after, Due) else item.before
        assert isinstance(due, Due)
        return payment(due)
    return {
        "status": _("Status"),
        "payer": _("Who pays"),
        "until": _("Until when"),
        "arrears": _("For the months missed"),
        "advance": _("For a year ahead"),
        "state_share": _("What the state pays each month"),
    }[item.kind]


def illness(item: DiagnosisCare) -> str:
    name = words(entry("diagnoses", item.group)["name"])
    return f"{item.icd10} – {name}" if item.icd10 else str(name)


def illness_sentence(before: Seen, after: Seen) -> str:
    """What a move from one package to the other means, with a place for the name; empty where there is none."""
    assert isinstance(before, DiagnosisCare)
    assert isinstance(after, DiagnosisCare)
    if {before.package, after.package} != {"gobmp", "osms"}:
        return ""
    if after.package == "gobmp":
        return _("%(what)s: free care pays, insurance is not needed.")
    if after.covered == "yes":
        return _("%(what)s: the insurance pays and no longer free care. There is insurance.")
    if after.covered == "no":
        return _("%(what)s: the insurance pays and no longer free care. There is no insurance.")
    return _("%(what)s: the insurance pays and no longer free care. Whether there is insurance is not known.")


def payment(due: Due) -> str:
    if due.who != "self":
        return _("Each month – %(who)s") % {"who": term("who", due.who)}
    section = "works" if due.kind == "private_practice" else "contribution_kinds"
    return _("Each month – %(who)s") % {"who": term(section, due.kind)}


def side(kind: str, result: Assessment, value: Seen) -> str:
    """What one of the two answers says."""
    if kind == "status":
        return status(result, with_end=True)
    if kind == "payer":
        return term("payers", result.payer) if result.payer else _nobody(result)
    if kind == "until":
        return end_of(result.until)
    if value is None:
        return _nothing(kind, result)
    if isinstance(value, GroundFinding):
        return term("outcomes", value.outcome)
    return care(value) if isinstance(value, DiagnosisCare | ServiceCare) else amount(value)


def _nothing(kind: str, result: Assessment) -> str:
    """What it means that an answer has nothing there: often that something is not known, not that there is none."""
    if kind in ("ground", "service"):
        return _("Not in this law")
    if kind == "advance":
        return _("Not needed")
    return _("Not known") if kind == "arrears" or _is_open(result) else _("Nothing")


def _is_open(result: Assessment) -> bool:
    return result.status in ("unknown", "unclear")


def status(result: Assessment, *, with_end: bool) -> str:
    name = term("statuses", result.status)
    if not with_end or not result.until:
        return name
    return _("%(status)s, until %(until)s") % {"status": name, "until": long_date(result.until)}


def _nobody(result: Assessment) -> str:
    return _("Not known") if _is_open(result) else _("Nobody")


def end_of(day: int | None) -> str:
    return _("until %(until)s") % {"until": long_date(day)} if day else _("no end is in sight")


def care(item: DiagnosisCare | ServiceCare) -> str:
    if item.package is None:
        return _("It depends on the day the illness began.")
    package = _("Free in any case, without insurance") if item.package == "gobmp" else _("Only with insurance")
    parts = [package]
    if item.package == "osms" or item.covered != "yes":
        parts.append(term("covered", item.covered))
    if isinstance(item, DiagnosisCare) and item.until:
        parts.append(end_of(item.until))
    if isinstance(item, ServiceCare) and item.certainty != "sure" and item.certainty != item.covered:
        parts.append(_("law: %(certainty)s") % {"certainty": term("certainties", item.certainty).lower()})
    return " · ".join(parts)


def amount(value: Seen) -> str:
    if isinstance(value, Due):
        return money(value.amount) if value.amount is not None else _of_unknown(value.rate)
    if isinstance(value, Arrears) and value.months:
        count = ngettext("%(count)s month", "%(count)s months", len(value.months)) % {"count": len(value.months)}
        return f"{count}: {_('Sum not settled') if value.amount is None else money(value.amount)}"
    if isinstance(value, Advance):
        if value.amount is None or value.each is None:
            return _("Sum not settled")
        return f"{number(value.unpaid)} × {money(value.each)} = {money(value.amount)}"
    if isinstance(value, StateShare):
        return money(value.amount) if value.amount is not None else _of_unknown(value.rate)
    return _("Nothing")


def _of_unknown(rate: Decimal) -> str:
    return _("%(rate)s of a sum that is not known") % {"rate": percent(rate)}


def mark(comparison: Comparison, item: Difference) -> str:
    """Whether something is gained or lost, or more or less is to be paid by somebody; where one side is in doubt, it
    is only different."""
    results = comparison.first, comparison.second
    if item.kind in ("status", "ground", "diagnosis", "service"):
        return {(NO, YES): "gained", (YES, NO): "lost"}.get((_outcome(item.before), _outcome(item.after)), "different")
    if item.kind not in ("monthly", "arrears"):
        return "different"
    old, new = (_tenge(item.kind, *side) for side in zip(results, (item.before, item.after), strict=True))
    if old is None or new is None or old == new:
        return "different"
    return "more" if new > old else "less"


def _outcome(value: Seen) -> Truth:
    """What it gives the person; a ground or a service that the law does not know gives nothing."""
    if isinstance(value, GroundFinding):
        return value.outcome
    if isinstance(value, DiagnosisCare | ServiceCare):
        return value.covered
    if value is None or value == "not_insured":
        return NO
    return YES if value == "insured" else UNKNOWN


def _tenge(kind: str, result: Assessment, value: Seen) -> Decimal | None:
    """₸ to pay; None when it is not known."""
    if isinstance(value, Due | Arrears):
        return value.amount
    return None if kind == "arrears" or _is_open(result) else Decimal(0)
