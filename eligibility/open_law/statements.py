"""What the law says in one period of an entry, in words."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..presentation import factor, long_date, money, percent
from ..texts import entry, term, words

Table = Mapping[str, Any]
Statements = dict[str, str]
"""Label → what is said; the label is empty where the statement needs none."""

MARKS = {"sure": "✓", "likely": "≈", "unclear": "?"}


def statements(file: str, code: str, period: Table) -> Statements:
    """Everything that the period says besides its dates and its source."""
    if not period.get("in_force", True):
        return {"": _("Not in force")}
    return SAYING[file](code, period)


def certainty(code: str) -> str:
    """How sure we are: a mark that needs no colour, and the word."""
    return f"{MARKS[code]} {term('certainties', code)}"


def package(code: str) -> str:
    """Short name of a package of care."""
    return term("packages", f"{code}_short")


def _rate(code: str, period: Table) -> Statements:
    if "value" in period:
        return {"": quantity(code, Decimal(period["value"]))}
    if "at_least" in period:
        least = quantity(code, Decimal(period["at_least"]))
        return {"": _("not known yet, at least %(value)s") % {"value": least}}
    return {"": _("not known yet")}


def quantity(code: str, amount: Decimal) -> str:
    """The amount of a parameter with its unit in words."""
    found = entry("parameters", code)
    unit = found["unit"]
    if unit == "multiple":
        name: str = words(entry("parameters", found["of"])["name"])
        return f"{factor(amount)} × {name[0].lower()}{name[1:]}"
    return UNITS[unit](amount)


UNITS: Mapping[str, Callable[[Decimal], str]] = {
    "tenge_a_month": lambda amount: _("%(sum)s a month") % {"sum": money(amount)},
    "share": percent,
    "months": lambda amount: ngettext("%(count)s month", "%(count)s months", int(amount)) % {"count": int(amount)},
    "years": lambda amount: ngettext("%(count)s year", "%(count)s years", int(amount)) % {"count": int(amount)},
    "day_of_month": lambda amount: _("day %(day)s of the month") % {"day": int(amount)},
    "working_days": lambda amount: (
        ngettext("%(count)s working day", "%(count)s working days", int(amount)) % {"count": int(amount)}
    ),
}


def _ground(code: str, period: Table) -> Statements:
    if period["payer"] == "as_last_paid":
        return {_("Who pays"): _("whoever paid for the last paid month")}
    return {_("Who pays"): term("payers", period["payer"])}


def _disease(code: str, period: Table) -> Statements:
    treatment = package(period["package"])
    if "limit_months" in period:
        term_of_free_care = UNITS["months"](Decimal(period["limit_months"]))
        treatment = _("%(package)s for %(months)s from the onset, then %(later)s") % {
            "package": treatment,
            "months": term_of_free_care,
            "later": package("osms"),
        }
    return {_("Treatment"): treatment, _("Tests when it is only suspected"): package(period["suspicion"])}


def _service(code: str, period: Table) -> Statements:
    said = {_("Who pays"): package(period["package"])}
    if period["package"] == "gobmp":
        everyone = period["open_to"] == "everyone"
        said[_("For whom")] = _("everyone, foreigners too") if everyone else _("residents of Kazakhstan")
    return said


def _way(code: str, period: Table) -> Statements:
    return {"": _("In force")}


def _attachment(code: str, period: Table) -> Statements:
    found = entry("attachment", code)
    if found["kind"] == "term":
        return {"": UNITS["working_days"](Decimal(period["value"]))}
    if found["kind"] == "limit":
        times = int(period["value"])
        return {"": ngettext("%(count)s time a year", "%(count)s times a year", times) % {"count": times}}
    if found["kind"] == "in_person":
        return {_("Who comes"): term("attachment_by", found["by"])}
    return _basis(period)


def _basis(period: Table) -> Statements:
    if "opens" not in period:
        return {"": _("not known yet") if period["certainty"] == "unclear" else _("on any day")}
    days = {"since": long_date(period["opens"]), "until": long_date(period["closes"])}
    said = {_("When you may choose"): _("%(since)s – %(until)s") % days}
    if "served_from" in period:
        said[_("Care in the new polyclinic from")] = long_date(period["served_from"])
    return said


SAYING: Mapping[str, Callable[[str, Table], Statements]] = {
    "parameters": _rate,
    "grounds": _ground,
    "diagnoses": _disease,
    "services": _service,
    "routes": _way,
    "attachment": _attachment,
}
