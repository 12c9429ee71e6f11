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
        return _never() if path == "last_pension_contribution" and not value else term("outcomes", _truth(value))
    if path.startswith("circumstances."):
        return _circumstance(value)
    return _WORDS[path](value)


def _truth(value: bool) -> str:
    return "yes" if value else "no"


def _never() -> str:
    return _("Never paid")


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))


def _span(period: dict[str, Any]) -> str:
    """The days of a period, in short; nothing for one without dates."""
    since, until = (period.get(key) and short_date(date.fromisoformat(period[key])) for key in ("from", "to"))
    return _between(since, until)


def _between(since: str | None, until: str | None) -> str:
    if since and until:
        return _("%(since)s – %(until)s") % {"since": since, "until": until}
    if since:
        return _("since %(since)s") % {"since": since}
    return _("until %(until)s") % {"until": until} if until else ""


def _circumstance(value: Any) -> str:
    periods = [value] if isinstance(value, dict) else value
    if not periods:
        return term("outcomes", "no")
    told = [text for text in map(_span, periods) if text]
    yes = term("outcomes", "yes")
    return f"{yes}: {'; '.join(told)}" if told else yes


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
    return "; ".join(f"{term('wellbeing_levels', item['level'])}, {_span(item)}" for item in value)


def _visits(value: list[str]) -> str:
    days = [short_date(date.fromisoformat(text)) for text in sorted(value)]
    return ", ".join(days) if days else term("outcomes", "no")


def _contributions(value: list[dict[str, Any]]) -> str:
    return "; ".join(map(_paid, value)) if value else _("Nothing paid")


def _paid(item: dict[str, Any]) -> str:
    kind = term("contribution_kinds", item["kind"])
    since, until = long_month(item["from"]), item.get("to") and long_month(item["to"])
    if since == until:
        return f"{kind}, {since}"
    return f"{kind}, {_between(since, until)}"


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
