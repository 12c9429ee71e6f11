"""Facts of many people as columns. What differs in number, such as jobs, is cut into slots: as many as anybody has."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from eligibility.rules import facts as f
from eligibility.rules.dates import EVER

UNDATED, ABSENT = -1, 2**31 - 1
"""Beginnings: of a spell that holds on the day asked about, and of a slot that nobody fills."""
NOT_KNOWN = -2
RESIDENCES = (None, *f.RESIDENCES)
LEVELS = ("", *f.WELLBEING_LEVELS)
SPELL = ("from", "to")
SHAPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(f.CIRCUMSTANCES, SPELL),
    "raising_child_under_3": (*SPELL, "child_birth"),
    "imprisonment": (*SPELL, "minimum"),
    "work": (*SPELL, "kind", "suspended"),
    "level": (*SPELL, "code"),
    "care": ("from",),
    "paid": (*SPELL, "kind"),
}
"""List → the columns of each of its slots."""
SINGLE = ("birth", "residence", "known_from", "undated_level", "last_pension", "attached", "paid_from")
OF_THESE_KNOWN = (*f.CIRCUMSTANCES, "work", "care")


class Row(NamedTuple):
    """One person: the single values, which lists are known, and the slots of each list."""

    single: tuple[int, ...]
    known: tuple[bool, ...]
    lists: Mapping[str, list[tuple[int, ...]]]


def row_of(facts: f.Facts) -> Row:
    paid = facts.paid
    single = (
        NOT_KNOWN if facts.birth is None else facts.birth,
        RESIDENCES.index(facts.residence),
        facts.known_from,
        NOT_KNOWN if facts.level is None else LEVELS.index(facts.level),
        NOT_KNOWN if facts.last_pension is None else facts.last_pension,
        NOT_KNOWN if facts.attached is None else int(facts.attached),
        NOT_KNOWN if paid is None else paid.known_from,
    )
    known = (
        *(facts.circumstances[name] is not None for name in f.CIRCUMSTANCES),
        facts.work is not None,
        facts.care_sought is not None,
    )
    return Row(single, known, {name: slots for name, slots in _lists(facts, paid) if slots})


def _lists(facts: f.Facts, paid: f.Paid | None) -> Iterator[tuple[str, list[tuple[int, ...]]]]:
    for name, spells in facts.circumstances.items():
        yield name, [_spell(name, item) for item in spells or ()]
    work = facts.work or ()
    yield "work", [(*_days(item.spell), f.WORK_KINDS.index(item.kind), item.suspended) for item in work]
    yield "level", [(item.start or EVER, item.end, LEVELS.index(level)) for level, item in facts.levels]
    yield "care", [(day,) for day in facts.care_sought or ()]
    yield "paid", [] if paid is None else list(_periods(paid))


def _days(spell: f.Spell) -> tuple[int, int]:
    return UNDATED if spell.start is None else spell.start, spell.end


def _spell(name: str, spell: f.Spell) -> tuple[int, ...]:
    if name == "raising_child_under_3":
        return (*_days(spell), UNDATED if spell.child_birth is None else spell.child_birth)
    return (*_days(spell), spell.minimum_security) if name == "imprisonment" else _days(spell)


def _periods(paid: f.Paid) -> Iterator[tuple[int, int, int]]:
    for kind, bits in paid.by_kind.items():
        month = f.FIRST_MONTH
        while bits:
            empty = (bits & -bits).bit_length() - 1
            bits, month = bits >> empty, month + empty
            length = (~bits & (bits + 1)).bit_length() - 1
            yield month, month + length - 1, f.CONTRIBUTION_KINDS.index(kind)
            bits, month = bits >> length, month + length


class Gathered:
    """The columns while the people come, one after the other."""

    def __init__(self) -> None:
        self.people = 0
        self.single = {name: array("i") for name in SINGLE}
        self.known = {name: array("b") for name in OF_THESE_KNOWN}
        self.owners: dict[str, list[array[int]]] = {name: [] for name in SHAPES}
        self.slots: dict[str, list[list[array[int]]]] = {name: [] for name in SHAPES}

    def add(self, row: Row) -> None:
        for column, value in zip(self.single.values(), row.single, strict=True):
            column.append(value)
        for column, value in zip(self.known.values(), row.known, strict=True):
            column.append(value)
        for name, slots in row.lists.items():
            self._add(name, slots)
        self.people += 1

    def _add(self, name: str, slots: Sequence[tuple[int, ...]]) -> None:
        while len(self.slots[name]) < len(slots):
            self.owners[name].append(array("i"))
            self.slots[name].append([array("i") for _ in SHAPES[name]])
        for owners, columns, values in zip(self.owners[name], self.slots[name], slots, strict=False):
            owners.append(self.people)
            for column, value in zip(columns, values, strict=True):
                column.append(value)

    def columns(self) -> dict[str, Any]:
        """By the name of the OpenFisca variable: one array each, of the length of the people."""
        found = {name: np.frombuffer(column, np.int32) for name, column in self.single.items()}
        found |= {f"{name}_known": np.frombuffer(column, np.int8) != 0 for name, column in self.known.items()}
        for name, shape in SHAPES.items():
            for place, (owners, columns) in enumerate(zip(self.owners[name], self.slots[name], strict=True)):
                for part, column in zip(shape, columns, strict=True):
                    values = np.full(self.people, ABSENT if part == "from" else 0, np.int32)
                    values[np.frombuffer(owners, np.int32)] = np.frombuffer(column, np.int32)
                    found[f"{name}_{place}_{part}"] = values
        return found

    def sizes(self) -> dict[str, int]:
        """How many slots each list has."""
        return {name: len(slots) for name, slots in self.slots.items()}
