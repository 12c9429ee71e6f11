"""The contributions of a month in words: the sum, how it is reached, when it is due and what the law says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..presentation import long_date, long_month, money, number, percent, plain
from ..rules.case import Case
from ..rules.dues import Due, Multiple, Part
from ..rules.law import Rules, Value, load
from ..rules.payment_plan import SELF_PAYER, due_day
from ..texts import entry, source, term, words

MONTHS_A_YEAR = 12
PERSONAL = ("employee", "customer", "self")
"""Who pays from the person's own money: a customer withholds it from the fee."""


@dataclass(frozen=True, slots=True)
class Card:
    """A sum with what stands beneath it; ``law``: the figures that it rests on."""

    title: str
    amount: str
    lines: tuple[str, ...]
    law: SafeString


@dataclass(frozen=True, slots=True)
class Total:
    title: str
    month: str
    year: str


def cards(dues: Iterable[Due], case: Case) -> list[Card]:
    """One card for each due of the month of the day."""
    return [_card(due, case) for due in dues]


def totals(dues: tuple[Due, ...]) -> list[Total]:
    """What goes from the person and from the employers, a month and a year; nothing where nothing is due."""
    found = []
    for title, payers in ((_("From the person"), PERSONAL), (_("From the employers"), ("employer",))):
        amounts = [due.amount for due in dues if due.who in payers]
        if amounts:
            found.append(_total(title, amounts))
    return found


def _total(title: str, amounts: list[Decimal | None]) -> Total:
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return Total(title, _("not settled"), _("not settled"))
    month = sum(known, Decimal(0))
    return Total(title, money(month), money(month * MONTHS_A_YEAR))


def _card(due: Due, case: Case) -> Card:
    sections = {"self": "contribution_kinds" if due.kind == SELF_PAYER else "works"}
    name = term("who", due.who)
    title = f"{name} – {term(sections[due.who], due.kind)}" if due.who in sections else name
    amount = _("not settled") if due.amount is None else money(due.amount)
    lines = (*_working(due), *([] if due.kind == SELF_PAYER else [_when(case)]))
    codes = due.parameters if due.kind == SELF_PAYER else (*due.parameters, "contribution_due_day")
    return Card(title, amount, lines, figures(case.rules, codes))


def _when(case: Case) -> str:
    return _("For %(month)s: not later than %(day)s.") % {
        "month": long_month(case.month),
        "day": long_date(due_day(case, case.month)),
    }


def _working(due: Due) -> list[str]:
    """The arithmetic, a line a step."""
    if not due.parts:
        return [*_multiple(due.multiple), *_product(due.rate, due.base)]
    if not due.common and len(due.parts) > 1:
        return [*_multiple(due.multiple), _("Each employer has this limit for its own job."), *_job_by_job(due)]
    lines = []
    incomes = [part.income for part in due.parts if part.income is not None]
    if len(incomes) > 1 and len(incomes) == len(due.parts):
        working = " + ".join(number(income) for income in incomes)
        lines.append(_("All incomes: %(working)s = %(sum)s.") % {"working": working, "sum": money(sum(incomes))})
    lines += _multiple(due.multiple)
    if len(due.parts) > 1 or due.who == "customer":
        lines.append(_("The limit is one for all jobs together and is counted once."))
    if due.capped:
        lines.append(_("The income above the limit of the law is not counted."))
    return [*lines, *(_product(due.rate, due.base) or [_silent(due)])]


def _job_by_job(due: Due) -> list[str]:
    return [f"{place}. {_job(due, part)}" for place, part in enumerate(due.parts, start=1)]


def _job(due: Due, part: Part) -> str:
    found = _product(due.rate, part.base)
    cut = _("The income above the limit of the law is not counted.")
    return (f"{found[0]}. {cut}" if part.capped else found[0]) if found else _silent(due)


def _product(rate: Decimal, base: Decimal | None) -> list[str]:
    return [] if base is None else [f"{percent(rate)} × {money(base)} = {money(rate * base)}"]


def _silent(due: Due) -> str:
    if any(part.income is None for part in due.parts):
        return _("%(rate)s of the income; the income was not told.") % {"rate": percent(due.rate)}
    return _("The sum depends on a figure that is not known.")


def _multiple(multiple: Multiple) -> list[str]:
    """«Минимальная заработная плата (МЗП): 85 000 ₸», «Предел дохода …, в МЗП: 20 × 85 000 ₸ = 1 700 000 ₸»."""
    unit, name = (words(entry("parameters", code)["name"]) for code in (multiple.unit, multiple.code))
    times = plain(multiple.times)
    if multiple.amount is None:
        return [f"{unit}: {_('not settled')}", f"{name}: {times}"]
    each = money(multiple.amount / multiple.times)
    return [f"{unit}: {each}", f"{name}: {times} × {each} = {money(multiple.amount)}"]


def figures(rules: Rules, codes: tuple[str, ...]) -> SafeString:
    """The figures of the law with act, article, certainty and remark; the same for everybody, so kept."""
    return _figures(get_language(), rules.first, codes)


@lru_cache(maxsize=512)
def _figures(language: str | None, day: int, codes: tuple[str, ...]) -> SafeString:
    values = load().at(day).values
    rows = [_figure(values[code]) for code in codes]
    return render_to_string("eligibility/calculator/figures.html", {"rows": rows})


def _figure(value: Value) -> dict[str, str]:
    found = entry("parameters", value.code)
    return {
        "name": words(found["name"]),
        "value": _shown(found["unit"], value),
        "source": source(value.act, value.article),
        "certainty": term("certainties", value.certainty),
        "note": words(entry("notes", value.note)["text"]) if value.note else "",
    }


def _shown(unit: str, value: Value) -> str:
    if value.amount is None and value.at_least is not None:
        return _("not settled, at least %(sum)s") % {"sum": money(value.at_least)}
    if value.amount is None:
        return _("not settled")
    if unit == "share":
        return percent(value.amount)
    return money(value.amount) if unit == "tenge_a_month" else plain(value.amount)
