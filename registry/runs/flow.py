"""The flows of a plan as a picture: from what people come on the left, to what they go on the right.

Everything is a share of the height and of the width; the names stand beside it as text, so that it fits any screen and
any size of letters. The table below the picture says the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eligibility.presentation import number

from . import words
from .transitions import INSURED, Move, Place

HIGH, WIDE = 1000, 100
MOST = 6
"""Names on a side; what is left over stands together."""
FULL = 0.78
"""Of its place, the thickest flow."""
THIN = 5
EDGE = 4
"""Width of the block at the end of the flows."""
OTHERS: Place = ("others", "")


@dataclass(frozen=True, slots=True)
class Side:
    """One name on the left or the right."""

    name: str
    people: str


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Block:
    """At the end of the flows, beside the name."""

    kind: str
    x: int
    y: str
    height: str
    width: int = EDGE


def flow(moves: Iterable[tuple[Move, int]]) -> SafeString:
    """Empty where nobody's status or ground changes."""
    found = Counter[tuple[Place, Place]]()
    for move, people in moves:
        if move.before != move.after:
            found[move.before, move.after] += people
    if not found:
        return SafeString()
    left, right = _named(found, 0), _named(found, 1)
    joined = Counter[tuple[Place, Place]]()
    for (before, after), people in found.items():
        joined[before if before in left else OTHERS, after if after in right else OTHERS] += people
    sides = [_totals(joined, 0), _totals(joined, 1)]
    page = {
        "before": [_side(place, people) for place, people in sides[0].items()],
        "after": [_side(place, people) for place, people in sides[1].items()],
        "bands": list(_bands(joined, sides)),
        "blocks": [block for index in (0, 1) for block in _blocks(joined, sides, index)],
        "high": HIGH,
        "wide": WIDE,
    }
    return render_to_string("runs/flow.html", page)


def _named(found: "Counter[tuple[Place, Place]]", side: int) -> set[Place]:
    totals = _totals(found, side)
    most = MOST if len(totals) <= MOST else MOST - 1
    return {place for place, _people in Counter(totals).most_common(most)}


def _totals(found: "Counter[tuple[Place, Place]]", side: int) -> dict[Place, int]:
    """People by place, the insured first, then the many before the few, the others last."""
    totals = Counter[Place]()
    for ends, people in found.items():
        totals[ends[side]] += people
    order = sorted(totals, key=lambda place: (place == OTHERS, place[0] != INSURED, -totals[place], place))
    return {place: totals[place] for place in order}


def _side(place: Place, people: int) -> Side:
    name = _("All others together") if place == OTHERS else words.place(place)
    return Side(name, number(people))


def _blocks(joined: "Counter[tuple[Place, Place]]", sides: Sequence[dict[Place, int]], index: int) -> Iterable[Block]:
    scale = _scale(sides)
    for place, top in _tops(sides[index], joined, index, scale).items():
        kind = "in" if place[0] == INSURED else "other" if place == OTHERS else "out"
        yield Block(kind, index * (WIDE - EDGE), f"{top:.1f}", f"{_thick(joined, index, place, scale):.1f}")


def _bands(joined: "Counter[tuple[Place, Place]]", sides: Sequence[dict[Place, int]]) -> Iterable[Band]:
    scale = _scale(sides)
    at = [_tops(side, joined, index, scale) for index, side in enumerate(sides)]
    order = [list(side) for side in sides]
    for before, after in sorted(joined, key=lambda ends: (order[0].index(ends[0]), order[1].index(ends[1]))):
        thick = max(joined[before, after] * scale, THIN)
        y, to = at[0][before], at[1][after]
        at[0][before], at[1][after] = y + thick, to + thick
        middle = WIDE / 2
        path = (
            f"M0 {y:.1f}C{middle} {y:.1f} {middle} {to:.1f} {WIDE} {to:.1f}V{to + thick:.1f}"
            f"C{middle} {to + thick:.1f} {middle} {y + thick:.1f} 0 {y + thick:.1f}Z"
        )
        yield Band(path, _kind(before, after))


def _tops(
    side: dict[Place, int], joined: "Counter[tuple[Place, Place]]", index: int, scale: float
) -> dict[Place, float]:
    """Where the first flow of each place begins, so that all of them lie in the middle of it."""
    tops = {}
    for row, place in enumerate(side):
        tops[place] = (row + 0.5) * HIGH / len(side) - _thick(joined, index, place, scale) / 2
    return tops


def _scale(sides: Sequence[dict[Place, int]]) -> float:
    """Of the height, for one person."""
    return min(FULL * HIGH / len(side) / max(side.values()) for side in sides)


def _thick(joined: "Counter[tuple[Place, Place]]", index: int, place: Place, scale: float) -> float:
    """All flows of the place together; each is thick enough to be seen."""
    return sum(max(people * scale, THIN) for ends, people in joined.items() if ends[index] == place)


def _kind(before: Place, after: Place) -> str:
    move = Move("", before, after)
    if OTHERS in (before, after):
        return "other"
    return "loses" if move.loses else "gains" if move.gains else "other"
