"""A value of the ``person`` object as a reader is told it: in words, dates and months of his language."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .presentation import long_date, long_month, money, short_date
from .texts import term


def fact_in_words(path: str, value: Any) -> str:
    """``path``: a key of the terms under ``facts``; ``value``: as in the ``person`` object, None: not known."""
    if value is None:
        return _("Not known")
    if isinstance(value, bool):
        return _("Never paid") if path == "last_pension_contribution" and not value else _yes_or_no(value)
    if path.startswith("circumstances."):
        return _circumstance(value)
    return _WORDS[path](value)


def _yes_or_no(value: bool) -> str:
    return term("outcomes", "yes" if value else "no")


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))


def _span(period: dict[str, Any]) -> str:
    """The days of a period, in short; nothing for one without dates."""
    since, until = (period.get(key) and short_date(date.fromisoformat(period[key])) for key in ("from", "to"))
    if since and until:
        return _("%(since)s – %(until)s") % {"since": since, "until": until}
    if since:
        return _("from %(day)s on") % {"day": since}
    return _("up to %(day)s") % {"day": until} if until else ""


def _circumstance(value: Any) -> str:
    periods = [value] if isinstance(value, dict) else value
    told = [text for text in map(_span, periods) if text]
    answer = _yes_or_no(bool(periods))
    return f"{answer}: {'; '.join(told)}" if told else answer


def _works(value: list[dict[str, Any]]) -> str:
    return "; ".join(map(_work, value)) if value else _("No work")


def _work(item: dict[str, Any]) -> str:
    parts = [term("works", item["kind"])]
    if item.get("suspended"):
        parts.append(_("suspended"))
    if item.get("monthly_income") is not None:
        parts.append(_("%(sum)s a month") % {"sum": money(item["monthly_income"])})
    return ", ".join([*parts, *filter(None, [_span(item)])])


def _levels(value: Any) -> str:
    if isinstance(value, str):
        return term("wellbeing_levels", value)
    told = [f"{term('wellbeing_levels', item['level'])}, {_span(item)}" for item in value]
    return "; ".join(told) if told else _yes_or_no(False)


def _visits(value: list[str]) -> str:
    days = [short_date(date.fromisoformat(text)) for text in sorted(value)]
    return ", ".join(days) if days else _yes_or_no(False)


def _contributions(value: list[dict[str, Any]]) -> str:
    return "; ".join(map(_paid, value)) if value else _("Nothing paid")


def _paid(item: dict[str, Any]) -> str:
    kind = term("contribution_kinds", item["kind"])
    since, until = long_month(item["from"]), item.get("to") and long_month(item["to"])
    if until is None:
        months = _("%(month)s and later") % {"month": since}
    else:
        months = since if since == until else f"{since} – {until}"
    return f"{kind}, {months}"


_WORDS: dict[str, Callable[[Any], str]] = {
    "birth_date": _day,
    "residence": lambda value: term("residences", value),
    "work": _works,
    "wellbeing_level": _levels,
    "last_pension_contribution": long_month,
    "care_sought": _visits,
    "contributions": _contributions,
    "known_from": _day,
    "contributions_known_from": long_month,
}
