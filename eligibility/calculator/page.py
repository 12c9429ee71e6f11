"""The page of the calculator after something was counted: every sum, way and month in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .. import fragments
from ..presentation import long_date, money, number
from ..rules.notes import of_money
from ..rules.payment_plan import SELF_PAYER
from ..rules.truth import unique
from ..texts import term
from . import monthly, plans
from .counting import Counted

OF_SELF_PAYERS = ("separate_payments", "advance_price_next_year", "arrears_price")


def context(found: Counted, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows; it decides nothing itself."""
    due = found.monthly
    case = found.decision.case
    page: dict[str, Any] = {
        "counted": True,
        "entered": entered(values),
        "status": term("statuses", found.result.status),
        "exempt": found.result.contribution.exempt,
        "cards": monthly.cards(due, case),
        "totals": monthly.totals(due),
        "kind": found.kind,
        "not_yet_law": _not_yet_law(found, values),
        "processing": _processing(found),
        "notes": [fragments.note(code) for code in notes(found)],
    }
    return page | _of_ways(found) | _of_year(found)


def _of_ways(found: Counted) -> dict[str, Any]:
    ways = found.ways
    if ways is None:
        return {}
    return {
        "ways": plans.way_cards(ways, found.result.contribution.advance),
        "supposed": ways.supposed,
        "years": plans.plan_years(ways, found.result.on),
        "mistakes": plans.mistakes(ways),
        "wrong_payment": fragments.note("wrong_payment"),
    }


def _of_year(found: Counted) -> dict[str, Any]:
    if found.year is None:
        return {}
    return {"years": [plans.year(found.year, _("Every month is paid in time"), found.result.on)]}


def entered(values: Mapping[str, Any]) -> list[str]:
    """What was counted, a line each: the day, the works, the payments."""
    lines = [long_date(date.fromisoformat(values["day"]))]
    for work in values["works"]:
        income = f": {money(work['income'])}" if work["income"] is not None else ""
        lines.append(f"{term('works', work['kind'])}{income}")
    if not values["works"]:
        lines.append(_("No work"))
    if values["paid"] is None:
        lines.append(_("Which months are paid was not told."))
    return lines


def _not_yet_law(found: Counted, values: Mapping[str, Any]) -> str:
    """The special regime before it was law: then nothing is due under it, and the person pays for himself."""
    rules = found.decision.case.rules
    if rules.in_force("self_employed_rate") or all(work["kind"] != "self_employed_regime" for work in values["works"]):
        return ""
    return _("%(work)s: law only from %(day)s. Before that day nothing is counted under it.") % {
        "work": term("works", "self_employed_regime"),
        "day": long_date(found.law.since("self_employed_rate")),
    }


def _processing(found: Counted) -> str:
    days = found.decision.case.rules.whole("payment_processing_days")
    return _("A payment shows in the status within %(days)s working days.") % {"days": number(days)}


def notes(found: Counted) -> tuple[str, ...]:
    """Note codes: what is not settled about these sums and payments."""
    codes = of_money(found.decision, found.result.contribution)
    if found.kind != SELF_PAYER:
        codes = [code for code in codes if code not in OF_SELF_PAYERS]
    if found.ways is not None:
        codes += ["separate_payments", "self_payer_due_day"]
        ahead = found.ways.advance_now or found.ways.advance
        if ahead is not None and ahead.unsettled and found.result.contribution.advance.each is not None:
            codes += ["advance_price_next_year", "figures_2027"]
        if found.ways.arrears.unsettled:
            codes.append("arrears_price")
    if found.year is not None and found.year.unsettled:
        codes.append("figures_2027")
    return tuple(code for code in unique(codes) if code)
