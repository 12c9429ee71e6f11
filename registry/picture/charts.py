"""Charts as SVG, made by the server. All places are shares of the width, so they fit any screen; each part has a
pattern of its own besides its colour, and the table beside each chart says the same."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

BAR, LINE, GAP = 16, 18, 9
"""Heights in pixels: of a bar, of a line of letters above it, and between two rows."""
LABEL = 33
"""Letters in a line on the narrowest phone: of a label, and in its first line of the number beside it too."""
HEIGHT, TOP, BOTTOM = 220, 22, 26
"""Of a line's chart, and of the strips above and below it."""
LEFT, RIGHT = 16.0, 90.0
"""Where a line begins and ends, in hundredths of the width."""
MOST_LABELS = 4

Legend = Mapping[str, str | Promise]


class Part(NamedTuple):
    """``kind``: names the pattern."""

    kind: str
    amount: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of bars; several lines of parts lie beneath each other."""

    label: str
    value: str
    lines: Sequence[Sequence[Part]]


class Piece(NamedTuple):
    kind: str
    x: str
    width: str
    y: int
    height: int


def bars(
    slug: str, title: str, about: str, rows: Sequence[Row], legend: Legend | None = None, mark: float = 0
) -> SafeString:
    """``about``: for whoever hears the page; ``mark``: an amount at which all rows are crossed by a line."""
    most = max((sum(part.amount for part in line) for row in rows for line in row.lines), default=0)
    if not most:
        return SafeString()
    drawn, top = [], 0
    for row in rows:
        label = _wrapped(row)
        base = top + LINE * len(label) + 3
        lines = [(text, top + LINE * place - 4) for place, text in enumerate(label, start=1)]
        pieces = list(_pieces(row, base, most))
        drawn.append({"row": row, "label": lines, "pieces": pieces, "top": base - 3, "bottom": base + BAR + 3})
        top = base + BAR + GAP
    page = {"slug": slug, "title": title, "about": about, "rows": drawn, "legend": legend, "height": top}
    return render_to_string("picture/bars.html", page | {"mark": f"{mark * 100 / most:.2f}%" if mark else ""})


def _wrapped(row: Row) -> list[str]:
    """The label in lines, the first of which leaves room for the number at its end."""
    room = " " * (len(row.value) + 2)
    return [text.strip() for text in wrap(row.label, LABEL, initial_indent=room, break_long_words=False)] or [""]


def _pieces(row: Row, top: int, most: float) -> Iterable[Piece]:
    height = BAR // len(row.lines)
    for number, line in enumerate(row.lines):
        x = 0.0
        for part in line:
            if part.amount:
                width = part.amount * 100 / most
                yield Piece(part.kind, f"{x:.2f}%", f"{width:.2f}%", top + number * height, height)
                x += width


class Point(NamedTuple):
    """``label``: beneath it; ``ahead``: it is a forecast."""

    label: str
    value: str
    share: float
    ahead: bool = False


def line(slug: str, title: str, about: str, points: Sequence[Point], grid: Sequence[tuple[float, str]]) -> SafeString:
    """Shares over time. ``grid``: the shares at which a line lies, with their labels, the lowest first."""
    if len(points) < 2:
        return SafeString()
    lowest, highest = grid[0][0], grid[-1][0]

    def height(share: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (highest - share) / (highest - lowest)

    step = (RIGHT - LEFT) / (len(points) - 1)
    every = -(-len(points) // MOST_LABELS)
    last = len(points) - 1
    dots = [
        {
            "point": point,
            "x": f"{LEFT + place * step:.2f}%",
            "y": f"{height(point.share):.1f}",
            "labelled": (last - place) % every == 0,
        }
        for place, point in enumerate(points)
    ]
    pairs = [{"from": one, "to": two} for one, two in itertools.pairwise(dots)]
    lines = [{"y": f"{height(share):.1f}", "label": label} for share, label in grid]
    page = {
        "slug": slug,
        "title": title,
        "about": about,
        "dots": dots,
        "pairs": pairs,
        "grid": lines,
        "left": f"{LEFT}%",
    }
    return render_to_string("picture/line.html", page | {"height": HEIGHT, "label_y": HEIGHT - 6})
