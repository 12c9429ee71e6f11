"""Levels D and E, of ``rules/grounds/local.py``: a visit of the year on which every condition held."""

from typing import Any

import numpy as np

from eligibility.rules.dates import FOREVER

from .days import month_of, new_year
from .listed import ARTICLE_26, Ground, pension_free
from .people import ABSENT, LEVELS, NOT_KNOWN
from .truths import NO, UNCLEAR, UNKNOWN, YES, all_of, any_of, negate, where
from .view import View


def level_on(view: View, day: Any) -> Any:
    if not view.slots("level"):
        return np.broadcast_to(view["undated_level"], len(view["birth"]))
    found = np.where(view.slot("level", 0, "from") == ABSENT, view["undated_level"], NOT_KNOWN)
    for place in reversed(view.slots("level")):
        found = np.where(view.inside("level", place, day)[0], view.slot("level", place, "code"), found)
    return found


def has_level(view: View, day: Any, level: str) -> Any:
    held = level_on(view, day)
    return where(held == NOT_KNOWN, UNKNOWN, where(held == LEVELS.index(level), YES, NO))


def wellbeing(level: str) -> Ground:
    def ground(view: View, day: Any) -> Any:
        day = np.broadcast_to(np.asarray(day, np.int64), len(view["birth"]))
        held = has_level(view, day, level)
        considered = held == YES
        if view.slots("level"):
            considered |= _perhaps_earlier(view, day, level, held)
        attached = where(view["attached"] == NOT_KNOWN, UNKNOWN, where(view["attached"] == 1, YES, NO))
        looked_at = np.flatnonzero(considered & (attached != NO))
        found = where(considered, NO, held)
        some = view.take(looked_at)
        found[looked_at] = all_of(_care_sought(some, day[looked_at], level), attached[looked_at], some.settled())
        return found

    return ground


def _perhaps_earlier(view: View, day: Any, level: str, held: Any) -> Any:
    """Whether earlier in the year the level was this one or is not known: looked at where levels begin and end."""
    found = np.zeros(len(day), bool)
    places = np.flatnonzero((view.slot("level", 0, "from") != ABSENT) & (held != YES))
    some, last = view.take(places), day[places]
    first = new_year(last)
    turns = [first, last]
    for place in view.slots("level"):
        start, end = (some.slot("level", place, part).astype(np.int64) for part in ("from", "to"))
        turns += [start, start - 1, end, end + 1]
    for turn in turns:
        found[places] |= (first <= turn) & (turn <= last) & (has_level(some, turn, level) >= UNKNOWN)
    return found


def _care_sought(view: View, day: Any, level: str) -> Any:
    found = where(view["care_known"], NO, UNKNOWN)
    first = new_year(day)
    owners, visits = [], []
    for place in view.slots("care"):
        came = view.slot("care", place, "from")
        owner = np.flatnonzero(view["care_known"] & (first <= came) & (came <= day))
        owners.append(owner)
        visits.append(came[owner].astype(np.int64))
    if owners:
        owner = np.concatenate(owners)
        np.maximum.at(found, owner, _visit(view.take(owner), np.concatenate(visits), day[owner], level))
    return found


def _visit(view: View, visit: Any, day: Any, level: str) -> Any:
    inside = any_of(*(ground(view, visit) for ground in ARTICLE_26.values()))
    return all_of(
        has_level(view, visit, level),
        _pension_free(view, visit),
        view.not_working(visit),
        negate(inside),
        _still_idle(view, visit, day),
    )


def _pension_free(view: View, visit: Any) -> Any:
    later = (view["last_pension"] != NOT_KNOWN) & (month_of(visit) < view["last_pension"])
    return where(later, UNCLEAR, pension_free(view, visit, "wellbeing_pension_free_months"))


def _still_idle(view: View, visit: Any, day: Any) -> Any:
    idle, since = view.not_working(day), view["known_from"].astype(np.int64)
    for place in view.slots("work"):
        begun = (view.slot("work", place, "from") != ABSENT) & (view.slot("work", place, "suspended") == 0)
        end = np.minimum(view.slot("work", place, "to"), FOREVER - 1)
        since = np.where(begun & (end < day), np.maximum(since, end + 1), since)
    worked = (idle != UNKNOWN) & ((idle == NO) | (since > visit))
    return where(worked, UNCLEAR, idle)
