"""The picture's codes in words, and its numbers as they are shown."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eligibility import texts
from eligibility.presentation import number, percent, plain

from . import load, why
from .kinds import CAME, CONFIRMED, LISTED, OWED, PAID, REST
from .reasoning import NO_ROUTE

Words = Mapping[str, str | Promise]
OTHERS = "others"
"""In place of a code: all that have no row of their own in a chart."""
UNTOLD = "–"
"""In place of a number under five."""

STAGE_NAMES: Words = {
    LISTED: gettext_lazy("On the list: level D or E"),
    CONFIRMED: gettext_lazy("Confirmed by an employment office"),
    CAME: gettext_lazy("Came for care this year"),
    OWED: gettext_lazy("The akimat owes for them"),
    PAID: gettext_lazy("Paid at least once"),
}
DUE_NAMES: Words = {
    load.OVERDUE: gettext_lazy("Overdue"),
    load.SOON: gettext_lazy("Due within three working days"),
    load.LATER: gettext_lazy("Due later"),
    load.WAITING: gettext_lazy("Waiting for papers"),
}
COVERS: Words = {
    "insured": gettext_lazy("Insured people"),
    "doubtful": gettext_lazy("Not known or not clear"),
    "uninsured": gettext_lazy("People without insurance"),
}


def people(count: int) -> str:
    """The number, or that it is not told."""
    return number(count) if count else UNTOLD


def both_ways(gained: int, lost: int) -> str:
    """+125 / −60."""
    return f"{f'+{number(gained)}' if gained else UNTOLD} / {f'−{number(lost)}' if lost else UNTOLD}"


def span(count: int, unit: str) -> str:
    """3 months; 1 year."""
    said = (
        ngettext("%(n)s month", "%(n)s months", count)
        if unit == "months"
        else ngettext("%(n)s year", "%(n)s years", count)
    )
    return said % {"n": count}


def share(part: float | None) -> str:
    """0.8361 as 83.6 %; None: not told."""
    return UNTOLD if part is None else percent(Decimal(f"{part:.3f}"))


def rest() -> str:
    return _("Others, too few in each to be told")


def together(code: str) -> str:
    """Of several codes; empty for one."""
    return rest() if code == REST else _("All others together") if code == OTHERS else ""


def ground(code: str) -> str:
    return together(code) or texts.ground_name(code)


def payer(code: str) -> str:
    return together(code) or texts.term("payers", code)


def reason(code: str) -> str:
    if found := together(code):
        return found
    return why.text(code) if code else _("Not asked")


def route(code: str) -> str:
    if found := together(code):
        return found
    if code in ("", NO_ROUTE):
        return _("No way is known") if code else _("Not asked")
    return str(texts.words(texts.entry("routes", code)["name"]))


def decimal(whole: int, tenth: int) -> str:
    """1 and 3 as 1.3, in the reader's way."""
    return plain(Decimal(f"{whole}.{tenth}")) if tenth else str(whole)
