"""What the pages to read take from the law: lists, figures and dates, in the reader's language. Nothing is typed there.

The pages are about everybody, so all of it follows from a day and the law alone.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import ngettext

from . import fragments
from .presentation import long_date, money, number, percent
from .rules.dates import year_end
from .rules.dues import price, tenge
from .rules.law import Law, Rules
from .texts import entry, source, term, words

LEVELS = ("wellbeing_crisis", "wellbeing_emergency")
OPEN_AFTER_CHANGES = (
    "staged_2027",
    "insulin_uninsured",
    "sixty_months",
    "stopped_before_2026",
    "rheumatoid_arthritis",
    "chronic_observation_before_2026",
    "screening_before_2026",
)
OPEN_ABOUT_LEVELS = (
    "wellbeing_end",
    "wellbeing_and_work",
    "found_work_later",
    "whom_to_ask_about_level",
    "residence_region_2026",
    "local_rate_base",
)


def about(law: Law, day: date) -> dict[str, Any]:
    """The two packages and the grounds on the day."""
    rules = law.at(day.toordinal())
    return {
        "day": long_date(day),
        "figures": figures(rules),
        "free_services": _services(rules, "gobmp"),
        "insured_services": _services(rules, "osms"),
        "free_groups": [_group(code, rules) for code, item in rules.packages.items() if item.package == "gobmp"],
        "paid_by_republic": _grounds(rules, "republican_budget"),
        "paid_by_akimat": _grounds(rules, "local_budget"),
        "paid_specially": _grounds(rules, "special_budget"),
        "paid_from_work": [name for payer in ("employer", "customer", "self") for name in _grounds(rules, payer)],
        "acts": _acts("405-V", "decree-672", "decree-840"),
    }


def changes(law: Law, first: date) -> dict[str, Any]:
    """What differs between the day and the day before it."""
    before, after = law.at((first - timedelta(days=1)).toordinal()), law.at(first.toordinal())
    moved = {code: (before.packages[code], item) for code, item in after.packages.items() if code in before.packages}
    packages = {item.code: item.package for item in before.services}
    services = [(item.code, packages.get(item.code), item.package) for item in after.services]
    return {
        "first": long_date(first),
        "year": first.year,
        "before": figures(before),
        "after": figures(after),
        "to_insurance": [
            _group(code, after) for code, (was, now) in moved.items() if (was.package, now.package) == ("gobmp", "osms")
        ],
        "to_free": [
            _group(code, after) for code, (was, now) in moved.items() if (was.package, now.package) == ("osms", "gobmp")
        ],
        "suspicion": [
            _group(code, after)["name"] for code, item in after.packages.items() if item.suspicion == "gobmp"
        ],
        "services_to_free": [_service(code) for code, was, now in services if (was, now) == ("osms", "gobmp")],
        "services_to_insurance": [_service(code) for code, was, now in services if (was, now) == ("gobmp", "osms")],
        "new_grounds": [
            _ground(code) for code in after.payers if code not in before.payers and after.payers[code] == "local_budget"
        ],
        "other_payer": [
            _ground(code)
            for code, payer in after.payers.items()
            if before.payers.get(code, payer) != payer and payer == "local_budget"
        ],
        "notes": [fragments.note(code) for code in OPEN_AFTER_CHANGES],
        "acts": _acts("206-VIII", "215-VIII", "order-106-2025", "order-108-2020", "decree-672"),
    }


def levels(law: Law, day: date) -> dict[str, Any]:
    """Levels D and E on the day; ``in_force`` is False while they give no insurance."""
    rules = law.at(day.toordinal())
    return {
        "in_force": all(code in rules.payers for code in LEVELS),
        "first": long_date(law.since("wellbeing_pension_free_months")),
        "last": long_date(year_end(day.toordinal())),
        "figures": figures(rules),
        "level_names": [term("wellbeing_levels", code) for code in ("D", "E")],
        "about": [_ground(code) for code in LEVELS],
        "source": source("405-V", "26-1"),
        "routes": [
            fragments.route(code, first=False)
            for code in ("confirm_wellbeing_level", "attach_to_polyclinic", "seek_care")
            if code in rules.routes
        ],
        "offices": [term("offices", code) for code in ("polyclinic", "employment_office", "fund")],
        "notes": [fragments.note(code) for code in OPEN_ABOUT_LEVELS],
    }


def figures(rules: Rules) -> dict[str, str]:
    """Every number of the law that is known on the days of the rules, as it is written, by its code; and the sums
    that follow from two of them: what one pays a month, and the limits of income."""
    known = {code: _figure(code, item.amount) for code, item in rules.values.items() if item.amount is not None}
    return known | dict(_sums(rules))


def _figure(code: str, amount: Decimal) -> str:
    writers: dict[str, Callable[[Decimal], str]] = {"share": percent, "tenge_a_month": money, "months": _months}
    return writers.get(entry("parameters", code)["unit"], number)(amount)


def _months(count: Decimal | int) -> str:
    """«3 месяца», «3 ай», "3 months"."""
    return ngettext("%(months)s month", "%(months)s months", int(count)) % {"months": number(count)}


def _sums(rules: Rules) -> Iterator[tuple[str, str]]:
    for kind in ("self_payer", "entrepreneur"):
        if (each := price(rules, kind)) is not None:
            yield f"{kind}_sum", money(each)
    for kind in ("employee", "employer", "civil_contract"):
        wage, cap, rate = (rules.values[code].amount for code in ("minimum_wage", f"{kind}_cap", f"{kind}_rate"))
        if wage is not None and cap is not None and rate is not None:
            yield f"{kind}_income_limit", money(wage * cap)
            yield f"{kind}_most", money(tenge(wage * cap * rate))
    index = rules.values["monthly_calculation_index"].amount
    if index is not None and rules.in_force("self_employed_income_limit"):
        yield "self_employed_limit_sum", money(index * rules.whole("self_employed_income_limit"))


def _services(rules: Rules, package: str) -> list[dict[str, Any]]:
    return [
        _service(item.code) | {"for_everyone": item.open_to == "everyone"}
        for item in rules.services
        if item.package == package
    ]


def _service(code: str) -> dict[str, Any]:
    found = entry("services", code)
    return {"name": words(found["name"]), "about": words(found["about"])}


def _group(code: str, rules: Rules) -> dict[str, Any]:
    """A group of diseases; ``months``: the free package pays only so long from the beginning of the illness."""
    limit = rules.packages[code].limit_months
    return {"name": words(entry("diagnoses", code)["name"]), "months": _months(limit) if limit else ""}


def _grounds(rules: Rules, payer: str) -> list[str]:
    return [_ground(code)["name"] for code, pays in rules.payers.items() if pays == payer]


def _ground(code: str) -> dict[str, str]:
    found = entry("grounds", code)
    return {"name": words(found["name"]), "about": words(found["about"])}


def _acts(*codes: str) -> list[str]:
    return [words(entry("acts", code)["name"]) for code in codes]
