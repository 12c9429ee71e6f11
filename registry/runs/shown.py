"""A run as its page shows it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from eligibility.presentation import NBSP, long_date, number, short_date

from ..kazakh import sorting_key
from ..models import District, Run
from ..working_days import day_of
from . import words
from .guard import planned
from .transitions import Move, Place, read
from .work import DONE_AT, figures

State = Run.State
KINDS = ("loses", "gains", "other", "same")
"""Of changes; the same status and ground with other reasons, or another day to look again."""


def line(run: Run) -> dict[str, Any]:
    """Of the list."""
    losing, gaining = planned(run)
    if run.state == State.APPLIED:
        losing, gaining = run.losing, run.gaining
    known = run.planned_at is not None
    return {
        "row": run,
        "day": long_date(run.on),
        "state": words.STATES[run.state],
        "begun": short_date(day_of(run.begun_at)),
        "numbers": [number(item) if known else "–" for item in (run.changed, losing, gaining)],
    }


def head(run: Run) -> dict[str, Any]:
    return {
        "row": run,
        "day": long_date(run.on),
        "state": words.STATES[run.state],
        "scope": words.SCOPES[run.scope],
        "people": number(run.people),
        "most_losing": None if run.most_losing is None else number(run.most_losing),
    }


def progress(run: Run) -> dict[str, Any] | None:
    """How far the phase has come; None where none is under way."""
    done_at = DONE_AT.get(State(run.state))
    if done_at is None:
        return None
    ranges = run.chunks.count()
    done = run.chunks.filter(**{f"{done_at}__isnull": False}).count()
    numbers = figures(run, done_at)
    return {
        "ranges": max(ranges, 1),
        "done": done,
        "share": f"{100 * done // max(ranges, 1)}{NBSP}%",
        "looked_at": number(numbers["looked_at"]),
        "changed": number(numbers["changed"]),
        "losing": number(numbers["losing"]),
    }


@dataclass(slots=True)
class Row:
    """People who go from one place to another; ``sample``: the place of their samples in the run, None where there are
    none because neither status nor ground is another."""

    before: str
    after: str
    kind: str
    people: int
    places: list[tuple[str, str]]
    sample: int | None

    @property
    def count(self) -> str:
        return number(self.people)


def rows(run: Run) -> list[Row]:
    """Who loses cover first, then who gains it, then the rest; the many before the few."""
    together = defaultdict[tuple[Place, Place], list[tuple[Move, int]]](list)
    for move, people in read(run.transitions):
        together[move.before, move.after].append((move, people))
    names = _names(run)
    samples = {(tuple(item["from"]), tuple(item["to"])): index for index, item in enumerate(run.samples)}
    found = [_row(ends, moves, names, samples.get(ends)) for ends, moves in together.items()]
    return sorted(found, key=lambda row: (KINDS.index(row.kind), -row.people, row.before, row.after))


def _row(ends: tuple[Place, Place], moves: list[tuple[Move, int]], names: dict[str, str], sample: int | None) -> Row:
    kind = kind_of(moves[0][0])
    places = sorted(moves, key=lambda item: -item[1])
    listed = [(names.get(item.district) or _("District not known"), number(people)) for item, people in places]
    return Row(words.place(ends[0]), words.place(ends[1]), kind, sum(count for _move, count in moves), listed, sample)


def districts(run: Run) -> list[dict[str, Any]]:
    """How many people of each lose cover, gain it, change otherwise; by name, the unknown one last."""
    counts = defaultdict[str, Counter[str]](Counter)
    for move, people in read(run.transitions):
        counts[move.district][kind_of(move)] += people
    names = _names(run)
    order = sorted(counts, key=lambda code: (code not in names, sorting_key(names.get(code, ""))))
    return [
        {"name": names.get(code) or _("District not known"), "counts": [number(counts[code][kind]) for kind in KINDS]}
        for code in order
    ]


def kind_of(move: Move) -> str:
    if move.before == move.after:
        return "same"
    return "loses" if move.loses else "gains" if move.gains else "other"


def _names(run: Run) -> dict[str, str]:
    codes = {item["district"] for item in run.transitions}
    return {row.pk: str(row) for row in District.objects.filter(pk__in=codes)}
