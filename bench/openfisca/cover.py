"""Looking back, of ``rules/grounds/cover.py``: each person is asked for the days on which something turned for him."""

from typing import Any

import numpy as np

from .days import birthday, first_day, last_day, month_of
from .listed import covered_by_list
from .people import ABSENT
from .truths import NO, UNCLEAR, UNKNOWN, YES, any_of, where
from .view import View
from .wellbeing import wellbeing

CRISIS, EMERGENCY = wellbeing("D"), wellbeing("E")


def budget_cover(view: View, day: Any) -> Any:
    """Whether any budget paid on the day, cover that followed from seeking care included."""
    listed = covered_by_list(view, day)
    code = "wellbeing_pension_free_months"
    law = view.figures.on(code, day) != view.figures.NOT_IN_FORCE
    places = np.flatnonzero(law & (listed != YES))
    if len(places):
        some, then = view.take(places), day[places]
        listed[places] = any_of(listed[places], CRISIS(some, then), EMERGENCY(some, then))
    return listed


def budget_cover_of_months(view: View, first: int, stop: int) -> Any:
    """One row a person, one column a month: was any day of it paid by the state? Kept for who was asked for."""
    whole = view.whole
    table = whole.kept.setdefault(("cover", first, stop), np.full((len(whole["birth"]), stop - first), -1, np.int8))
    places = view.places
    new = np.unique(places[table[places, 0] < 0])
    if len(new):
        some = whole.take(new)
        owner, day = turns(some, first_day(first), last_day(stop - 1))
        found = np.full((len(new), stop - first), NO, np.int8)
        np.maximum.at(found, (owner, month_of(day) - first), budget_cover(some.take(owner), day))
        table[new] = found
    return table[places]


def listed_cover_since(view: View, first: int) -> Any:
    """No where a list of the state covers the person today or has not done so; unclear where it stopped since."""
    today = covered_by_list(view, np.full(len(view["birth"]), view.day))
    owner, day = turns(view, int(first), view.day)
    found = covered_by_list(view.take(owner), day)
    paid_for, doubt = np.zeros(len(today), bool), np.zeros(len(today), bool)
    paid_for[owner[(found == YES) | (found == UNCLEAR)]] = True
    doubt[owner[found == UNKNOWN]] = True
    covered = (today == YES) | (today == UNCLEAR)
    return where(covered, NO, where(paid_for, UNCLEAR, where(doubt | (today == UNKNOWN), UNKNOWN, NO)))


def turns(view: View, first: int, last: int) -> tuple[Any, Any]:
    """Places and days: the first day of every month within ``first``..``last`` (closed), and every day within on which
    something may turn for the person. No day between two of his days differs from the earlier one."""
    people = np.arange(len(view["birth"]))
    months = first_day(np.arange(int(month_of(first)), int(month_of(last)) + 1))
    days = [np.full(len(people), max(int(day), first)) for day in months]
    days += [start for code in view.figures.steps for start in _law(view, code, len(people))]
    days += [view["birth"], view["known_from"], np.full(len(people), view.day), np.full(len(people), view.day + 1)]
    for name in view.sizes:
        if name != "paid":
            for place in view.slots(name):
                days += _of_slot(view, name, place)
    owners, found = [], []
    for each in days:
        inside = np.flatnonzero((first <= each) & (each <= last))
        owners.append(inside)
        found.append(each[inside].astype(np.int64))
    pairs = np.unique(np.stack([np.concatenate(owners), np.concatenate(found)]), axis=1)
    return pairs[0], pairs[1]


def _law(view: View, code: str, people: int) -> list[Any]:
    return [np.full(people, start) for start in view.figures.steps[code][0]]


def _of_slot(view: View, name: str, place: int) -> list[Any]:
    start = view.slot(name, place, "from")
    if name == "care":
        return [start, start + 1]
    after = view.slot(name, place, "to").astype(np.int64) + 1
    found = [start, after]
    if name == "raising_child_under_3":
        birth = np.maximum(view.slot(name, place, "child_birth"), 1)
        third = birthday(birth, view.figures.on("small_child_age", birth))
        found += [birth, third, last_day(month_of(third)) + 1]
    if name == "kandas_status":
        found.append(birthday(np.where(start == ABSENT, 1, np.maximum(start, 1)), 1))
    return found
