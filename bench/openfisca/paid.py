"""Grounds of ``rules/grounds/payments.py`` and ``retention.py``, for the day asked about."""

from typing import Any

import numpy as np

from eligibility.rules.facts import CONTRIBUTION_KINDS, WORK_KINDS

from .cover import budget_cover_of_months, listed_cover_since
from .days import add_months, first_day, last_day, month_of
from .people import ABSENT, NOT_KNOWN, UNDATED
from .truths import NO, UNCLEAR, UNKNOWN, YES, where
from .view import View

OLDEST = 18
"""So many months before the one asked about can owe something that is looked at."""


def by_payment(view: View, kind: str, works: tuple[str, ...]) -> Any:
    paid_from, own = view["paid_from"], view.paid(kind)
    not_known = (paid_from == NOT_KNOWN) | (view.month < paid_from)
    payable = where(view["work_known"] & ~_in_month(view, works), NO, UNKNOWN)
    running = (view.works_as(works, view.day) == YES) & _nothing_overdue(view, own, works)
    paid = (own & view.bit(view.month)) != 0
    return where(not_known, payable, where(paid | running, YES, NO))


def _in_month(view: View, works: tuple[str, ...], suspended: bool = False) -> Any:
    found = np.zeros(len(view["birth"]), bool)
    for place in view.slots("work"):
        named = np.isin(view.slot("work", place, "kind"), [WORK_KINDS.index(name) for name in works])
        going = view.slot("work", place, "suspended") == 0 if not suspended else True
        begun = view.slot("work", place, "from") <= last_day(view.month)
        found |= named & going & begun & (view.slot("work", place, "to") >= first_day(view.month))
    return found


def _nothing_overdue(view: View, own: Any, works: tuple[str, ...]) -> Any:
    in_time = view.day - first_day(view.month) + 1 > view.figures.on("contribution_due_day", view.day)
    due = view.month - (1 if in_time else 2)
    began = month_of(np.minimum(_since(view, works), view.day))
    young = (began < view.month) & ((own & view.bit(view.month - 1)) != 0)
    return np.where(began <= due, (own & view.bit(due)) != 0, young)


def _since(view: View, works: tuple[str, ...]) -> Any:
    """Beginning of the work that goes on on the day, jobs without a gap between them taken together."""
    since, undated = np.full(len(view["birth"]), ABSENT, np.int64), np.zeros(len(view["birth"]), bool)
    slots = [
        (place, view.slot("work", place, "from"), view.slot("work", place, "to").astype(np.int64) + 1)
        for place in view.slots("work")
    ]
    chosen = [view.of_kind(works, place) & (start != ABSENT) for place, start, _ in slots]
    for (place, start, _), of_kind in zip(slots, chosen, strict=True):
        inside = view.inside("work", place, view.day)[0] & of_kind
        undated |= inside & (start == UNDATED)
        since = np.where(inside & (start != UNDATED), np.minimum(since, start), since)
    for _ in slots:
        for (_, start, after), of_kind in zip(slots, chosen, strict=True):
            since = np.where(of_kind & (start != UNDATED) & (start < since) & (since <= after), start, since)
    return np.where(undated, view.day, since)


def is_practice(view: View) -> Any:
    alone = ~_in_month(view, ("entrepreneur",), suspended=True)
    return view["work_known"] & _in_month(view, ("private_practice",), suspended=True) & alone


def entrepreneur(view: View) -> Any:
    return where(is_practice(view), NO, by_payment(view, "entrepreneur", ("entrepreneur",)))


def private_practice(view: View) -> Any:
    other = where(view["work_known"], NO, UNKNOWN)
    return where(is_practice(view), by_payment(view, "entrepreneur", ("private_practice",)), other)


def self_payer(view: View, month: int) -> Any:
    """For the month, which is that of the day or one of those before it."""
    own, paid_from = view.paid("self_payer"), view["paid_from"]
    advance = int(view.figures.on("advance_months", last_day(month)))
    ahead = np.zeros(len(own), bool)
    for first in range(month - advance + 1, month + 1):
        run = view.bit(first + advance) - view.bit(first)
        ahead |= (own & run) == run
    paid = (own & view.bit(month)) != 0
    not_known = (paid_from == NOT_KNOWN) | (month < paid_from)
    found = where(not_known, UNKNOWN, where(paid & ahead, YES, NO))
    places = np.flatnonzero(paid & ~ahead & ~not_known)
    found[places] = _free_of_debt(view.take(places), month)
    return found


def _free_of_debt(view: View, month: int) -> Any:
    first = month - int(view.figures.on("arrears_window", last_day(month)))
    owed = ~view.paid() & (view.bit(month) - view.bit(first))
    found = where(owed != 0, NO, YES)
    places = np.flatnonzero(owed)
    found[places] = _excused(view.take(places), owed[places], first, month)
    return found


def _excused(view: View, owed: Any, first: int, month: int) -> Any:
    """Whether the state paid for every month that is owed."""
    cover = budget_cover_of_months(view, view.month - OLDEST, view.month)
    plain_no, before = np.zeros(len(owed), bool), np.zeros(len(owed), bool)
    unknown, unclear = plain_no.copy(), plain_no.copy()
    for each in range(first, month):
        open_, known = (owed & view.bit(each)) != 0, each >= view["paid_from"]
        truth = cover[:, each - (view.month - OLDEST)]
        before |= open_ & ~known
        plain_no |= open_ & known & (truth == NO)
        unknown |= open_ & known & (truth == UNKNOWN)
        unclear |= open_ & known & (truth == UNCLEAR)
    return where(plain_no, NO, where(before | unknown, UNKNOWN, where(unclear, UNCLEAR, YES)))


def gave_status(view: View, month: int) -> Any:
    """Whether the month is paid, and not only by a self-payer who still owes earlier months."""
    bit = view.bit(month)
    others = np.zeros(len(view["birth"]), bool)
    for kind in CONTRIBUTION_KINDS[:-1]:
        others |= (view.paid(kind) & bit) != 0
    found = where(others, YES, NO)
    places = np.flatnonzero(~others & ((view.paid("self_payer") & bit) != 0))
    found[places] = self_payer(view.take(places), month)
    return found


class Kept:
    """Whether the status is kept from one of the last months: the truth, and which month that is."""

    def __init__(self, view: View, months: int) -> None:
        goes_on = gave_status(view, view.month) == YES
        self.last, doubt = np.full(len(goes_on), NOT_KNOWN, np.int64), np.zeros(len(goes_on), bool)
        for month in range(view.month - months, view.month):
            gave = gave_status(view, month)
            self.last = np.where(gave == YES, month, self.last)
            doubt |= gave == UNKNOWN
        doubt |= view.month - months < view["paid_from"]
        found = where(self.last != NOT_KNOWN, YES, where(doubt, UNKNOWN, NO))
        self.goes_on = goes_on & (view["paid_from"] != NOT_KNOWN)
        self.truth = where(view["paid_from"] == NOT_KNOWN, UNKNOWN, where(goes_on, NO, found))


def retention_three_months(view: View) -> Any:
    months = int(view.figures.on("retention_months", view.day))
    kept = Kept(view, months)
    found = kept.truth.copy()
    places = np.flatnonzero((found == NO) & ~kept.goes_on)
    found[places] = listed_cover_since(view.take(places), first_day(view.month - months))
    return found


def retention_six_months(view: View) -> Any:
    kept = Kept(view, int(view.figures.on("long_retention_months", view.day)))
    found = kept.truth.copy()
    places = np.flatnonzero(found == YES)
    found[places] = _after_sixty(view.take(places), kept.last[places])
    return found


def _after_sixty(view: View, last: Any) -> Any:
    first = last.copy()
    periods = [(view.slot("paid", place, "from"), view.slot("paid", place, "to")) for place in view.slots("paid")]
    for _ in periods:
        for start, end in periods:
            first = np.where((start < first) & (first <= end.astype(np.int64) + 1), start, first)
    needed = last - view.figures.on("long_retention_paid_months", view.day) + 1
    before = first_day(last + 1) < view.figures.since("long_retention_months")
    short = where(first <= view["paid_from"], UNKNOWN, NO)
    return where(first > needed, short, where(before, UNCLEAR, YES))


def temporary_status(view: View) -> Any:
    held, since = view.holds("temporary_status", view.day), view.begun("temporary_status", view.day)
    dated = (held == YES) & (since != UNDATED)
    term = add_months(np.where(dated, since, 1), view.figures.on("temporary_status_months", view.day))
    return where(dated & (view.day >= term), NO, held)
