"""Levels of well-being as the Digital Family Card holds them. Its D or E covers nobody until an officer confirms it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from eligibility.rules.facts import WELLBEING_LEVELS

from ...models import Citizen
from ..updating import update
from . import parsing, people
from .base import CHANGED, NEW, OFFICERS, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged, bad
from .columns import IIN, day_of


def plan(rows: Sequence[Staged], scope: Scope) -> list[Planned]:
    there = people.found(rows, scope)
    return [_planned(row, there, scope) for row in rows]


def _planned(row: Staged, there: Mapping[str, Citizen], scope: Scope) -> Planned:
    try:
        citizen = people.known(row, there, scope)
    except Problem as problem:
        return bad(row, problem)
    level = str(row.values["level"])
    since = day_of(row.values.get("since")) or (
        citizen.wellbeing_level_since if citizen.wellbeing_level == level else None
    )
    if citizen.birth_date and since and since < citizen.birth_date:
        return bad(row, Problem("born_later", "since"))
    before, after = (citizen.wellbeing_level, citizen.wellbeing_level_since), (level, since)
    if before == after:
        return Planned(row.line, SAME)
    citizen.wellbeing_level, citizen.wellbeing_level_since = after
    changes = [
        Change(column, str(old or ""), str(new or ""))
        for column, old, new in zip(("level", "since"), before, after, strict=True)
        if old != new
    ]
    return Planned(row.line, CHANGED if before[0] else NEW, changes, write=citizen)


def write(planned: Sequence[Planned], scope: Scope) -> None:
    update([item.write for item in planned], ["wellbeing_level", "wellbeing_level_since"])


KIND = Kind(
    code="family_card",
    name=_("Levels of the family card"),
    explained=_("One row a person, with the level of well-being A to E of the Digital Family Card."),
    columns=(
        IIN,
        Column(
            "level",
            _("Level of well-being"),
            parsing.choice(WELLBEING_LEVELS, {"А": "A", "В": "B", "С": "C", "Е": "E"}),
            True,
            _("A, B, C, D or E."),
            "D",
            ("деңгей", "әл-ауқат деңгейі", "уровень", "уровень благосостояния", "category", "санат", "категория"),
        ),
        Column(
            "since",
            _("Since"),
            parsing.day,
            False,
            _("The day from which the card holds the level. Empty: not known."),
            "2026-01-15",
            ("күні", "бастап", "с", "дата"),
        ),
    ),
    key=("iin",),
    roles=OFFICERS,
    plan=plan,
    write=write,
)
