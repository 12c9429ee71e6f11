"""The assessment as the result page shows it: sentences, dates and sums in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import fragments
from .presentation import long_date, long_month, money, number, percent
from .rules.assess import Assessment, GroundFinding
from .rules.care import DiagnosisCare
from .rules.changes import Change
from .rules.decide import Status
from .rules.dues import Due
from .texts import entry, ground_name, source, term, words

PROVING = frozenset({"confirm_wellbeing_level", "seek_care", "prove_category", "prove_study"})
"""Ways that rest on a level or a category that an office confirms; on the others something has to happen first."""
HEADLINE = {"insured": "yes", "not_insured": "no", "unknown": "unknown", "unclear": "unclear"}


@dataclass(frozen=True, slots=True)
class Line:
    """A short statement with what stands beneath it."""

    title: str
    text: str = ""
    mark: str = ""
    details: tuple[str, ...] = ()


def context(result: Assessment, residence: str | None) -> dict[str, Any]:
    """Everything that the template of the result page needs; it decides nothing itself."""
    grounds = [(item.outcome, _ground(item)) for item in result.grounds]
    holding = [html for outcome, html in grounds if outcome == "yes"]
    said = {code for item in result.diagnoses for code in item.notes}
    return {
        "status": result.status,
        "mark": HEADLINE[result.status],
        "headline": headline(result),
        "span": span(result),
        "payer": term("payers", result.payer) if result.payer else "",
        "day": long_date(result.on),
        "open_grounds": holding or [html for outcome, html in grounds if outcome == "unclear"],
        "grounds": [html for _outcome, html in grounds],
        "diagnoses": [illness_line(item) for item in result.diagnoses],
        "services": fragments.services(result.law.at(result.on), result.status, residence),
        "monthly": [due(item) for item in result.contribution.monthly],
        "arrears": arrears_line(result),
        "advance": advance_line(result),
        "state_share": state_share_text(result),
        "exempt": result.contribution.exempt,
        "doctor_is_free": any(item.code == "primary_care" and item.covered == "yes" for item in result.services),
        "changes": [change_line(result, item) for item in result.changes],
        "routes": [fragments.route(code, index == 0) for index, code in enumerate(result.routes)],
        "to_confirm": can_be_confirmed(result, result.routes),
        "missing": [term("facts", code) for code in result.missing],
        "notes": [fragments.note(code) for code in result.notes if code not in said],
    }


def can_be_confirmed(result: Assessment, routes: Iterable[str]) -> bool:
    """Whether one of the ways is to have a ground confirmed. That somebody is a child, the records of births say."""
    return result.ground != "child" and not PROVING.isdisjoint(routes)


def headline(result: Assessment) -> str:
    """The status in one sentence."""
    return headline_of(result.status)


def headline_of(status: Status) -> str:
    """A status in one sentence."""
    if status == "insured":
        return _("Insured")
    if status == "not_insured":
        return _("Not insured")
    if status == "unclear":
        return _("The law gives no clear answer")
    return _("We cannot tell yet")


def span(result: Assessment) -> str:
    """Since and until when the status holds, as far as the facts tell."""
    since = next((item.since for item in result.grounds if item.outcome == "yes"), None)
    if since and since < result.law.first:
        since = None  # the ground is older than the law that is known here
    if result.status == "insured" and since and result.until:
        return _("from %(since)s until %(until)s") % {
            "since": long_date(since),
            "until": long_date(result.until),
        }
    if result.status == "insured" and since:
        return _("since %(since)s, no end is in sight") % {"since": long_date(since)}
    if result.until:
        return _("until %(until)s") % {"until": long_date(result.until)}
    return ""


def _ground(item: GroundFinding) -> SafeString:
    if item.outcome == "yes":
        return fragments.holding_ground(item.code, item.reasons, ground_span(item), item.payer)
    return fragments.ground(item.code, item.outcome, item.reasons, item.missing)


def ground_span(item: GroundFinding) -> str:
    """Since and until when a ground holds, as far as it is known."""
    if item.since and item.until:
        return _("%(since)s – %(until)s") % {"since": long_date(item.since), "until": long_date(item.until)}
    if item.since:
        return _("since %(since)s") % {"since": long_date(item.since)}
    return _("until %(until)s") % {"until": long_date(item.until)} if item.until else ""


def illness_line(item: DiagnosisCare) -> Line:
    """An illness with who pays for its treatment, and what that rests on."""
    group = entry("diagnoses", item.group)
    name = words(group["name"])
    details = [words(entry("notes", code)["text"]) for code in item.notes]
    if item.until:
        details.insert(0, _("Free without insurance until %(until)s.") % {"until": long_date(item.until)})
    if not item.package:
        details.insert(0, _("It depends on the day the illness began."))
    return Line(
        title=f"{item.icd10} – {name}" if item.icd10 else name,
        text=_package(item),
        mark=item.covered,
        details=(*details, source(item.act, item.article)),
    )


def _package(item: DiagnosisCare) -> str:
    if item.package == "gobmp" and item.suspected:
        return _("The work-up on suspicion is paid by the free package; insurance is not needed.")
    if item.package == "gobmp":
        return _("Treatment is paid by the free package; insurance is not needed.")
    if item.package == "osms" and item.covered == "yes":
        return _("Treatment is paid by the insurance, and the person is insured.")
    if item.covered == "yes":
        return _("Treatment is paid by the free package or by the insurance; the person has both.")
    if item.package == "osms" and item.covered == "no":
        return _("Treatment is paid by the insurance only, and there is none today.")
    return _("Treatment is paid by the insurance; whether there is one is not known.")


def due(item: Due) -> Line:
    """One payment with its arithmetic."""
    if item.base is None or item.amount is None:
        return Line(
            term("who", item.who),
            percent(item.rate),
            details=(_("The sum depends on a figure that is not known."),),
        )
    working = f"{percent(item.rate)} × {money(item.base)} = {money(item.amount)}"
    capped = (_("The income above the limit of the law is not counted."),) if item.capped else ()
    return Line(term("who", item.who), money(item.amount), details=(working, *capped))


def arrears_line(result: Assessment) -> Line | None:
    """The sum for the months missed with its arithmetic; None where nothing is owed."""
    owed = result.contribution.arrears
    if owed is None or not owed.months:
        return None
    months = ", ".join(long_month(month) for month in owed.months)
    if owed.amount is None:
        return Line(_("Sum not settled"), months)
    each = owed.amount / len(owed.months)
    working = f"{number(len(owed.months))} × {money(each)} = {money(owed.amount)}"
    return Line(money(owed.amount), months, details=(working,))


def advance_line(result: Assessment) -> Line | None:
    """The way of paying ahead, for those whom nobody else pays for."""
    if result.status == "insured" and result.payer != "self":
        return None
    ahead = result.contribution.advance
    begins = _("Insured from %(day)s.") % {"day": long_date(ahead.insured_from)}
    if ahead.each is None or ahead.amount is None or ahead.amount_from_this_month is None:
        return Line(_("Sum not settled"), begins)
    lines = [f"{number(ahead.unpaid)} × {money(ahead.each)} = {money(ahead.amount)}"] if ahead.unpaid else []
    if ahead.amount_from_this_month > ahead.amount:
        at_once = _("Insured already this month: pay this month too, %(months)s × %(each)s = %(sum)s.")
        sums = {
            "months": number(ahead.unpaid + 1),
            "each": money(ahead.each),
            "sum": money(ahead.amount_from_this_month),
        }
        lines.append(at_once % sums)
    return Line(money(ahead.amount), begins, details=tuple(lines)) if lines else None


def state_share_text(result: Assessment) -> str:
    """What the state pays a month for this person; empty where it pays nothing."""
    share = result.contribution.state
    if share is None:
        return ""
    if share.amount is None:
        return _(
            "The state pays %(rate)s of an average wage for this person each month; that wage is not known here."
        ) % {"rate": percent(share.rate)}
    return _("The state pays %(amount)s for this person each month.") % {"amount": money(share.amount)}


def change_line(result: Assessment, item: Change) -> Line:
    """A dated change: of the status and payer, or of the package of an illness."""
    if item.diagnosis is not None:
        diagnosis = result.diagnoses[item.diagnosis]
        name = words(entry("diagnoses", diagnosis.group)["name"])
        text = (
            _("%(illness)s: from this day the free package pays")
            if item.package == "gobmp"
            else _("%(illness)s: from this day only the insurance pays")
        ) % {"illness": name}
        return Line(long_date(item.on), text, "package")
    ground = ground_name(item.because)
    status = term("statuses", item.status)
    paid_by = _("Paid by: %(payer)s")
    payer = term("payers", item.payer) if item.payer else ""
    text = f"{status}. {paid_by % {'payer': payer}}" if payer else status
    return Line(long_date(item.on), text, HEADLINE[item.status], (_("Because of: %(ground)s") % {"ground": ground},))
