"""A year of the ledger as a picture: a bar for each month, with what is paid, under way, open and still to come.

All places are shares of the width, so it fits any screen; each part has a pattern of its own, and the table beneath
says the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from eligibility.presentation import money, month_name

from ..ledger.forecast import Month, Year
from ..ledger.money import tenge

ROW, BAR, BASE = 46, 18, 16
"""Heights in pixels: of a month, of its bar, and down to the letters above it."""
PARTS = {
    "paid": _("paid"),
    "moving": _("approved or sent, not paid yet"),
    "open": _("owed, in no approved register yet"),
    "ahead": _("still to come this year"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    part: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: str
    pieces: tuple[Piece, ...]
    text_y: int
    y: int


def chart(year: Year) -> SafeString:
    """Empty where a sum is not known, or nothing is owed: there is nothing to draw then."""
    most = max((sum(amount for _part, amount in parts(item)) for item in year.months), default=0)
    if year.wage_missing or not most:
        return SafeString()
    bars = [_bar(place, item, most) for place, item in enumerate(year.months)]
    page = {"bars": bars, "bar_height": BAR, "height": ROW * len(bars), "legend": PARTS, "year": year.year}
    return render_to_string("finance/chart.html", page)


def parts(item: Month) -> list[tuple[str, int]]:
    """What the month's bar is made of, in tiyn: together what is owed, as in the table, even where more was paid."""
    due = item.due or 0
    paid = min(max(item.paid, 0), due)
    moving = min(max(item.moving, 0), due - paid)
    rest = due - paid - moving
    return [("paid", paid), ("moving", moving), ("ahead" if item.ahead else "open", rest)]


def _bar(place: int, item: Month, most: int) -> Bar:
    value = sum(amount for _part, amount in parts(item))
    top = place * ROW
    return Bar(month_name(item.month), money(tenge(value)), tuple(_pieces(item, most)), top + BASE, top + BASE + 7)


def _pieces(item: Month, most: int) -> Iterator[Piece]:
    x = 0.0
    for part, amount in parts(item):
        if amount:
            width = amount * 100 / most
            yield Piece(part, f"{x:.2f}%", f"{width:.2f}%")
            x += width
