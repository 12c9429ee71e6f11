"""The what-ifs in words: what each would bring, and the chosen one beside the answer as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from . import fragments
from .picture import picture
from .presentation import long_date, money, number, short_date
from .result import HEADLINE
from .rules.assess import Assessment, assess
from .rules.dues import BY_INCOME, Due
from .rules.facts import Facts
from .rules.law import Law
from .rules.outcomes import Cost, Outcome, line_of
from .rules.timeline import timeline
from .rules.what_if import WHAT_IFS
from .texts import entry, term, words


@dataclass(frozen=True, slots=True)
class Row:
    """One what-if among the others."""

    code: str
    name: str
    mark: str
    begins: str
    until: str
    costs: tuple[str, ...]
    payer: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands beside each other: the answer as it is and with the change."""

    label: str
    now: str
    then: str


def buttons(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name of each what-if that can be chosen."""
    return [(code, term("what_ifs", code)) for code in codes]


def usual_income(facts: Facts, law: Law, on: int) -> int:
    """₸ a month to begin with where an income is asked for: what the person earns, else the minimum wage."""
    known = [item.income for item in facts.work or () if item.income is not None and item.kind in BY_INCOME]
    wage = law.at(on).values["minimum_wage"]
    return known[0] if known else int(wage.amount or wage.at_least or 0)


def context(base: Assessment, facts: Facts, found: Sequence[Outcome], code: str) -> dict[str, Any]:
    """What the page needs. A what-if that is no longer open to the person is not shown."""
    chosen = next((item for item in found if item.code == code), None)
    page: dict[str, Any] = {
        "day": long_date(base.on),
        "rows": [_row(item) for item in found],
        "chosen": None,
    }
    return page | _chosen(base, facts, chosen) if chosen else page


def _row(item: Outcome) -> Row:
    return Row(
        code=item.code,
        name=term("what_ifs", item.code),
        mark=_mark(item),
        begins=begins(item),
        until=_end(item.until) if item.cost else "",
        costs=costs(item),
        payer=term("payers", item.payer) if item.payer else "",
    )


def _mark(item: Outcome) -> str:
    if item.insured_from is not None:
        return "yes"
    return "no" if item.lost_from is not None else HEADLINE[item.assessment.status]


def begins(item: Outcome) -> str:
    """From when the change insures, or that it does not."""
    if item.insured_from is not None and item.unbroken:
        return _("goes on after %(day)s") % {"day": short_date(item.insured_from - 1)}
    if item.insured_from is not None:
        return _("from %(day)s") % {"day": short_date(item.insured_from)}
    if item.lost_from is not None and item.lost_to == "not_insured":
        return _("until %(until)s") % {"until": short_date(item.lost_from - 1)}
    if item.lost_from is not None:
        return _("certain only until %(day)s") % {"day": short_date(item.lost_from - 1)}
    return _("insured as now") if item.assessment.status == "insured" else term("statuses", item.assessment.status)


def headline(item: Outcome) -> str:
    """What comes of the change."""
    if item.insured_from is not None and item.unbroken:
        return _("The insurance goes on after %(day)s.") % {"day": long_date(item.insured_from - 1)}
    if item.insured_from is not None:
        return _("Insured from %(day)s.") % {"day": long_date(item.insured_from)}
    if item.lost_from is not None and item.lost_from > item.assessment.on:
        last = {"day": long_date(item.lost_from - 1)}
        if item.lost_to == "not_insured":
            return _("The insurance ends on %(day)s.") % last
        return _("The insurance is certain only until %(day)s.") % last
    if item.assessment.status == "insured":
        return _("Insured as now, but somebody else pays.")
    return f"{term('statuses', item.assessment.status)}."


def _end(day: int | None) -> str:
    return short_date(day) if day else _("no end is in sight")


def _span(item: Outcome) -> str:
    """How long the cover lasts, where the headline does not say it."""
    if not item.cost or item.insured_from is None:
        return ""
    return _("until %(until)s") % {"until": long_date(item.until)} if item.until else _("no end is in sight")


def costs(item: Outcome) -> tuple[str, ...]:
    """What is to be paid, a line each; nothing where there is no cover to pay for, or nothing is done for it."""
    cost = item.cost
    if cost is None or WHAT_IFS[item.code].ends_work:
        return ()
    lines = [_("once: %(sum)s") % {"sum": _sum(cost.once)}] if cost.once != 0 else []
    if any(due.who != "employer" for due in cost.monthly):
        lines.append(_("each month: %(sum)s") % {"sum": _sum(cost.a_month(employer=False))})
    if any(due.who == "employer" for due in cost.monthly):
        lines.append(_("the employer each month: %(sum)s") % {"sum": _sum(cost.a_month(employer=True))})
    if cost.monthly and cost.since > item.assessment.on:
        lines.append(_("to pay from %(day)s") % {"day": short_date(cost.since)})
    return tuple(lines) or (_("costs the person nothing"),)


def _sum(amount: Decimal | None) -> str:
    return _("sum not settled") if amount is None else money(amount)


def _chosen(base: Assessment, facts: Facts, item: Outcome) -> dict[str, Any]:
    now = timeline(facts, base.law, base.on)
    rows = [(_("As it is"), now), (_("With this"), line_of(item, now))]
    day = next((day for day in (item.insured_from, item.lost_from) if day is not None), base.on)
    said = () if item.assessment.status == "unclear" else base.notes
    return {
        "chosen": _row(item),
        "about": term("what_ifs_about", item.code),
        "headline": headline(item),
        "span": _span(item),
        "picture": picture(rows),
        "compared_on": _("Compared on %(day)s") % {"day": long_date(day)},
        "differences": differences(assess(facts, base.law, day), assess(item.facts, base.law, day), item.cost),
        "missing": [term("facts", code) for code in _missing(base, item)],
        "routes": [fragments.route(code, False) for code in WHAT_IFS[item.code].routes],
        "notes": [fragments.note(code) for code in item.assessment.notes if code not in said],
    }


def _missing(base: Assessment, item: Outcome) -> tuple[str, ...]:
    """What the answer to the change still lacks; where the change itself gives the cover, nothing."""
    return item.assessment.missing if item.insured_from is None else ()


def differences(now: Assessment, then: Assessment, cost: Cost | None) -> list[Difference]:
    """The two answers of one day side by side."""
    rows = [
        Difference(_("Status"), term("statuses", now.status), term("statuses", then.status)),
        Difference(_("Who pays"), _payer(now), _payer(then)),
        Difference(_("Last day of the insurance"), _last_day(now), _last_day(then)),
        Difference(_("The person pays each month"), _monthly(now, own=True), _monthly(then, own=True, cost=cost)),
    ]
    if any(due.who == "employer" for answer in (now, then) for due in answer.contribution.monthly):
        rows.append(
            Difference(
                _("The employer pays each month"), _monthly(now, own=False), _monthly(then, own=False, cost=cost)
            )
        )
    if cost and cost.once != 0:
        rows.append(Difference(_("To pay once"), "–", _sum(cost.once)))
    for before, after in zip(now.diagnoses, then.diagnoses, strict=True):
        name = words(entry("diagnoses", before.group)["name"])
        rows.append(Difference(name, term("covered", before.covered), term("covered", after.covered)))
    rows.append(Difference(_("Kinds of care open to the person"), _open_services(now), _open_services(then)))
    return rows


def _payer(answer: Assessment) -> str:
    return term("payers", answer.payer) if answer.payer else "–"


def _last_day(answer: Assessment) -> str:
    return _end(answer.until) if answer.status == "insured" else "–"


def _monthly(answer: Assessment, *, own: bool, cost: Cost | None = None) -> str:
    """Dues of the work that goes on; of a self-payer only where the change makes him pay."""
    dues: tuple[Due, ...] = tuple(due for due in answer.contribution.monthly if due.kind != "self_payer")
    shown = cost if cost and cost.monthly else Cost(Decimal(0), dues, answer.on)
    if not any((due.who != "employer") is own for due in shown.monthly):
        return "–"
    return _sum(shown.a_month(employer=not own))


def _open_services(answer: Assessment) -> str:
    count = sum(item.covered == "yes" for item in answer.services)
    return _("%(open)s of %(all)s") % {"open": number(count), "all": number(len(answer.services))}
