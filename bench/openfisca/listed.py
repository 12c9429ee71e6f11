"""Grounds of ``rules/grounds/state.py``, and the two others that a list of the state opens and closes."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .days import birthday, last_day, month_of
from .people import ABSENT, NOT_KNOWN, RESIDENCES, UNDATED
from .truths import NO, UNCLEAR, UNKNOWN, YES, all_of, any_of, where
from .view import View

Ground = Callable[[View, Any], Any]


def category(name: str) -> Ground:
    return lambda view, day: all_of(view.holds(name, day), view.settled())


def non_working(name: str) -> Ground:
    return lambda view, day: all_of(view.holds(name, day), view.not_working(day), view.settled())


def child(view: View, day: Any) -> Any:
    birth = np.maximum(view["birth"], 1)
    end = last_day(month_of(birthday(birth, view.figures.on("adult_age", day))))
    held = where((view["birth"] <= day) & (day <= end), YES, NO)
    return all_of(where(view["birth"] == NOT_KNOWN, UNKNOWN, held), view.settled())


def child_or_not_known(view: View, day: Any) -> Any:
    """Where the birth is not known, residence is not asked for."""
    return where(view["birth"] == NOT_KNOWN, UNKNOWN, child(view, day))


def pension_free(view: View, day: Any, code: str) -> Any:
    last = view["last_pension"]
    recent = month_of(day) - last <= view.figures.on(code, day)
    return where(last == NOT_KNOWN, UNKNOWN, where(recent, NO, YES))


def pregnant(view: View, day: Any) -> Any:
    code = "pregnancy_pension_free_months"
    asked = view.figures.on(code, day) != view.figures.NOT_IN_FORCE
    free = where(asked, pension_free(view, day, code), YES)
    return all_of(view.holds("pregnancy", day), view.not_working(day), free, view.settled())


def parent_of_child_under_3(view: View, day: Any) -> Any:
    name = "raising_child_under_3"
    denied = view.as_far_as_known(np.full(len(view["birth"]), NO, np.int8), day)
    none = where(view[f"{name}_known"], denied, UNKNOWN)
    if not view.slots(name):
        return all_of(none, view.not_working(day), view.settled())
    each = [_raising(view, day, place) for place in view.slots(name)]
    raising = where(view.slot(name, 0, "from") == ABSENT, none, any_of(*each))
    return all_of(raising, view.not_working(day), view.settled())


def _raising(view: View, day: Any, place: int) -> Any:
    name = "raising_child_under_3"
    start, birth = view.slot(name, place, "from"), view.slot(name, place, "child_birth")
    inside, doubt = view.inside(name, place, day)
    held = view.as_far_as_known(where(inside, YES, where(doubt, UNKNOWN, NO)), day)
    third = birthday(np.maximum(birth, 1), view.figures.on("small_child_age", day))
    by_child = where(day < birth, NO, where(day < third, held, where(day <= last_day(month_of(third)), UNCLEAR, NO)))
    found = where((birth == UNDATED) | (held == NO), held, by_child)
    return where(start == ABSENT, NO, found)


def kandas(view: View, day: Any) -> Any:
    held, since = view.holds("kandas_status", day), view.begun("kandas_status", day)
    dated = (held == YES) & (since != UNDATED)
    year = birthday(np.where(dated, since, 1), view.figures.on("kandas_term_years", day))
    held = where(dated & (day >= year), UNCLEAR, held)
    others = ~np.isin(view["residence"], [RESIDENCES.index(None), RESIDENCES.index("kandas")])
    return where(others & ~view["kandas_status_known"], NO, all_of(held, view.not_working(day)))


def convict(view: View, day: Any) -> Any:
    name = "imprisonment"
    held = view.holds(name, day, lambda place: view.slot(name, place, "minimum") == 0)
    return all_of(held, view.settled())


def serviceman(view: View, day: Any) -> Any:
    return view.works_as(("serviceman",), day)


ARTICLE_26: dict[str, Ground] = {
    "child": child_or_not_known,
    "pensioner": category("pension"),
    "disability": category("disability"),
    "full_time_student": category("full_time_study"),
    "pregnant": pregnant,
    "parent_of_child_under_3": parent_of_child_under_3,
    "parental_leave": category("parental_leave"),
    "carer_of_disabled_child": non_working("caring_for_disabled_child"),
    "carer_of_first_group_person": non_working("caring_for_first_group_person"),
    "awarded_mother": category("mother_award"),
    "targeted_assistance": non_working("targeted_assistance"),
    "kandas": kandas,
    "convict": convict,
    "detainee": category("remand"),
    "house_arrest": non_working("house_arrest"),
}
LISTED: dict[str, Ground] = {
    **ARTICLE_26,
    "registered_unemployed": non_working("registered_unemployed"),
    "serviceman": serviceman,
}


def covered_by_list(view: View, day: Any) -> Any:
    return any_of(*(ground(view, day) for ground in LISTED.values()))
