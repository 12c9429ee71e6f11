"""Plans of payments in words: the ways in, the year month by month, and payments that go wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..fields import shown
from ..fragments import reason
from ..presentation import long_date, long_month, money, month_name
from ..rules.dates import month_of
from ..rules.money import Advance
from ..rules.payment_plan import BEYOND, PARTLY, Payment, Plan, PlanMonth, Ways
from ..texts import term
from .picture import Picture, picture

OUTCOMES = {"insured": "yes", "not_insured": "no"}


@dataclass(frozen=True, slots=True)
class Card:
    """A plan in short: what it costs, what it gives."""

    code: str
    title: str
    amount: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A month of the plan. ``mark`` is the status for the eye, ``status`` the same in words."""

    month: str
    amount: str
    by: str
    total: str
    mark: str
    status: str


@dataclass(frozen=True, slots=True)
class Year:
    """A plan month by month; ``before``: the missed months that are paid first; ``groups``: the rows of each
    calendar year; ``open``: what is not settled."""

    code: str
    title: str
    before: Row | None
    groups: tuple[tuple[int, tuple[Row, ...]], ...]
    open: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Mistake:
    code: str
    title: str
    lines: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    instead: str
    picture: Picture


def way_cards(found: Ways, advance: Advance) -> list[Card]:
    """The two ways in; the second one twice, without the current month and with it."""
    cards = [Card("arrears", _("A. Pay the missed months and go on paying"), _amount(found.arrears), _first_way(found))]
    ahead = [(_("B. Pay a year ahead"), found.advance, advance.amount)]
    ahead.append((_("B, with this month too"), found.advance_now, advance.amount_from_this_month))
    for title, plan, today in ahead:
        if plan is not None:
            cards.append(Card(plan.code, title, _amount(plan), tuple(_second_way(plan, today))))
    return cards


def _first_way(found: Ways) -> tuple[str, ...]:
    plan = found.arrears
    owed = _payments(plan) if plan.payments else [_("Nothing is owed, and this month is paid.")]
    if plan.insured is None or plan.until is None:
        return (*owed, *_cover(plan))
    lines = [*owed, _("Insured from %(day)s.") % {"day": long_date(plan.insured.first)}]
    lines.append(_("Whoever then stops paying is insured until %(day)s.") % {"day": long_date(plan.until)})
    if found.kept.until is None or found.kept.until > plan.until:
        lines.append(_("Whoever pays every month stays insured."))
    return tuple(lines)


def _second_way(plan: Plan, today: Decimal | None) -> Iterator[str]:
    """``today``: the engine's sum at the price of the day; it is named where later months have no settled price."""
    yield from _payments(plan)
    if plan.unsettled and today is not None:
        yield _("At today's price all payments together are %(sum)s.") % {"sum": money(today)}
    yield from _cover(plan)


def _payments(plan: Plan) -> Iterator[str]:
    yield _payments_of(plan)
    if plan.unsettled and len(plan.unsettled) < len(plan.payments):
        yield _open(plan)


def _payments_of(plan: Plan) -> str:
    count = len(plan.payments)
    text = ngettext("%(count)s separate payment", "%(count)s separate payments", count) % {"count": count}
    return f"{text}: {spans(payment.month for payment in plan.payments)}"


def _open(plan: Plan) -> str:
    if not plan.unsettled:
        return ""
    return _("The price of these months is not settled: %(months)s.") % {"months": spans(plan.unsettled)}


def _amount(plan: Plan) -> str:
    if plan.amount is not None:
        return money(plan.amount)
    total, count = plan.months[-1].total, len(plan.unsettled)
    more = ngettext("%(count)s month not settled", "%(count)s months not settled", count) % {"count": count}
    return f"{money(total)} + {more}" if total else more


def _so_far(total: Decimal, unsettled: int) -> str:
    """A running total; with payments whose price is not settled it is more than what is settled."""
    if not unsettled:
        return money(total)
    return _("more than %(sum)s") % {"sum": money(total)} if total else _("not settled")


def _cover(plan: Plan) -> Iterator[str]:
    """First and last day of the insurance that the plan gives."""
    found = plan.insured
    if found is None:
        yield _("No insurance on the days for which the law is known.")
        return
    yield _("Insured from %(day)s.") % {"day": long_date(found.first)}
    if plan.until is None:
        yield _("Insured until %(day)s at least; later days were not looked at.") % {"day": long_date(found.last)}
        return
    yield _("Insured until %(day)s.") % {"day": long_date(plan.until)}
    if plan.payments and month_of(plan.until) > plan.payments[-1].month:
        yield _("The last paid month is %(month)s; after it the status is kept for a time.") % {
            "month": long_month(plan.payments[-1].month)
        }


def year(plan: Plan, title: str, day: int) -> Year:
    """The plan month by month; ``day`` (ordinal): what is paid by then is paid at once."""
    this = plan.months[0].month
    missed = [payment for payment in plan.payments if payment.month < this]
    return Year(
        code=plan.code,
        title=title,
        before=_missed(missed, day) if missed else None,
        groups=tuple(
            (number, tuple(_row(item, day) for item in months))
            for number, months in groupby(plan.months, key=lambda item: item.month // 12)
        ),
        open=_open(plan),
        picture=picture(plan),
    )


def _missed(payments: list[Payment], day: int) -> Row:
    known = [payment.amount for payment in payments if payment.amount is not None]
    total = _so_far(sum(known, Decimal(0)), len(payments) - len(known))
    name = _("Owed: %(months)s") % {"months": spans(item.month for item in payments)}
    return Row(name, total, _by(payments[0], day), total, "", "")


def _row(item: PlanMonth, day: int) -> Row:
    payment = item.payment
    amount = "–"
    if payment is not None:
        amount = _("not settled") if payment.amount is None else money(payment.amount)
    by = _by(payment, day) if payment else _("nothing to pay")
    total = _so_far(item.total, item.unsettled)
    return Row(month_name(item.month), amount, by, total, item.status, status_words(item.status))


def _by(payment: Payment, day: int) -> str:
    if payment.pay_by <= day:
        return _("at once")
    return _("by %(day)s") % {"day": shown(date.fromordinal(payment.pay_by))}


def status_words(status: str) -> str:
    """The status of a month as the table and the picture name it."""
    if status == PARTLY:
        return _("A part of the month")
    if status == BEYOND:
        return _("The law is not known yet")
    return term("outcomes", OUTCOMES.get(status, status))


def mistakes(found: Ways) -> list[Mistake]:
    """Payments that do not give the year that they were meant to give."""
    texts = _mistake_texts()
    return [
        Mistake(
            code=plan.code,
            title=texts[plan.code][0],
            lines=(_paid(plan), *_what_comes(plan)),
            reasons=tuple(reason(code) for code in plan.why if code != "not_known"),
            instead=texts[plan.code][1],
            picture=picture(plan),
        )
        for plan in found.mistakes
    ]


def _paid(plan: Plan) -> str:
    if plan.code != "lump_sum":
        return f"{_amount(plan)} – {_payments_of(plan)}"
    what = _("one transfer, which counts as one month: %(months)s")
    return f"{_amount(plan)} – {what % {'months': long_month(plan.payments[0].month)}}"


def _what_comes(plan: Plan) -> Iterator[str]:
    if plan.insured is None:
        yield _("Insured: no, because:")
    else:
        yield from _cover(plan)
        yield _("After that: no, because:")


def _mistake_texts() -> dict[str, tuple[str, str]]:
    """Title, and what to do instead."""
    return {
        "lump_sum": (
            _("One transfer for a whole year"),
            _("Instead: a payment of its own for each month, with the right month and year."),
        ),
        "rest_of_year": (
            _("Only the months up to December"),
            _("Instead: the missed months too (way A), or a full year of coming months (way B)."),
        ),
        "one_month": (
            _("Only one month while earlier ones are owed"),
            _("Instead: all missed months and this one (way A), or a year ahead (way B)."),
        ),
    }


def spans(months: Iterable[int]) -> str:
    """«март 2026 года – май 2026 года, июль 2026 года»."""
    found: list[list[int]] = []
    for month in months:
        if found and found[-1][-1] == month - 1:
            found[-1][1:] = [month]
        else:
            found.append([month])
    return ", ".join(" – ".join(long_month(month) for month in ends) for ends in found)


def plan_years(found: Ways, day: int) -> list[Year]:
    """The first way and the second one, month by month."""
    years = [year(found.kept, _("Way A: every month is paid"), day)]
    ahead = found.advance_now or found.advance
    if ahead is not None:
        years.append(year(ahead, _("Way B: a year is paid ahead"), day))
    return years
