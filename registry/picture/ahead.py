"""The figures that look ahead: forecasts of the cover, the akimat's bill, and what would be under another law."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eligibility.presentation import money, month_name, number, short_date

from . import charts, words
from .charts import Part, Row
from .figures import Figure, Line
from .forecasting import BillMonth, Forecast, whole
from .outcomes import GAINED, LOST, Outcome
from .reading import Picture


def forecast_figure(picture: Picture, forecasts: Sequence[Forecast]) -> Figure:
    title = _("Forecast of the cover")
    share = picture.cover.share or 0
    rows = [Row(_("Now, %(day)s") % {"day": short_date(picture.day)}, words.share(share), [[Part("insured", share)]])]
    rows += [
        Row(short_date(item.on), words.share(item.share), [[Part("insured", item.share or 0)]]) for item in forecasts
    ]
    cells: list[Line] = [
        (short_date(item.on), [item.share, item.outcome.total(GAINED) or None, item.outcome.total(LOST) or None])
        for item in forecasts
    ]
    about = _(
        "What is certain from today's facts: terms and payments that end, birthdays. "
        "New work and new applications are not guessed."
    )
    return Figure(
        "forecast",
        title,
        (_("Day"), _("Insured, share"), _("Become insured"), _("Lose the insurance")),
        cells,
        charts.bars("forecast", title, about, rows) if forecasts else SafeString(),
        about,
    )


def bill_figure(months: Sequence[BillMonth]) -> Figure:
    """Of the year of the picture."""
    title = _("What the akimat owes this year")
    priced = all(item.tenge is not None for item in months)
    rows = [
        Row(
            month_name(item.month),
            _owed(item, priced),
            [[Part("doubtful" if item.ahead else "insured", item.people)]],
        )
        for item in months
    ]
    year = whole(list(months))
    about = (
        _("Together %(sum)s.") % {"sum": money(year)}
        if year
        else _("No average wage is approved, so the sum is not known.")
    )
    note = _(
        "Computed from rounded numbers of people; months ahead as if nobody came or went. "
        "The exact sums are on the page of contributions."
    )
    legend = {"insured": _("up to now"), "doubtful": _("still to come")}
    return Figure(
        "bill",
        title,
        (_("Month"), _("People"), _("Sum, ₸")),
        [(month_name(item.month), [item.people or None, item.tenge or None]) for item in months]
        if any(item.people for item in months)
        else [],
        charts.bars("bill", title, about, rows, legend),
        f"{about} {note}",
    )


def _owed(item: BillMonth, priced: bool) -> str:
    if not item.people:
        return words.UNTOLD
    return money(item.tenge or 0) if priced else number(item.people)


def districts_figure(slug: str, title: str, found: Outcome, names: dict[str, str]) -> Figure:
    """Gains and losses by district; ``names``: of districts, by code."""
    counted = found.by_district()
    told = [
        (names.get(code, _("District not known")), ways[GAINED], ways[LOST]) for code, ways in sorted(counted.items())
    ]
    return _two_ways(slug, title, _("District"), told)


def grounds_figure(slug: str, title: str, found: Outcome) -> Figure:
    told = [(words.ground(code), ways[GAINED], ways[LOST]) for code, ways in found.by_ground().items()]
    return _two_ways(slug, title, _("Ground that is gained or lost"), told)


def _two_ways(slug: str, title: str, head: str, told: Sequence[tuple[str, int, int]]) -> Figure:
    legend = {"gained": _("would become insured"), "lost": _("would lose the insurance")}
    rows = [
        Row(name, words.both_ways(gained, lost), [[Part("gained", gained)], [Part("lost", lost)]])
        for name, gained, lost in told
        if gained or lost
    ]
    about = "; ".join(f"{row.label} {row.value}" for row in rows[:3])
    return Figure(
        slug,
        title,
        (head, _("Would become insured"), _("Would lose the insurance")),
        [(name, [gained or None, lost or None]) for name, gained, lost in told],
        charts.bars(slug, title, about, rows, legend),
    )
