"""The cover as a picture: one bar for each line of time, and beneath it a table that says the same.

All places are shares of the width, so the picture fits any screen while its letters keep their size; each stretch has
a number and a pattern of its own, so it can be read without colours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .presentation import long_date, short_date
from .rules.timeline import Event, Stretch, Timeline
from .texts import entry, term, words

MARKS, BAR, LABEL, AXIS, GAP = 18, 34, 22, 34, 10
"""Heights in pixels: a line of event letters, a bar, the name of a bar, the years beneath, and between two bars."""

CLOSE = 5.0
"""Events nearer than so much of the width (per cent) have their letters on two lines."""
NARROW = 2.4
"""A stretch of less of the width has no room for its number."""
ENDINGS = ("retention_ends", "year_ends", "ground_ends")
"""These are told with the last day on which the old state holds, all others with the first day of the new one."""

PATTERNS = {
    "republican_budget": "state",
    "local_budget": "akimat",
    "special_budget": "state",
    "employer": "work",
    "customer": "work",
    "self": "own",
    "fund": "fund",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch as it is drawn and told."""

    number: str
    pattern: str
    x: str
    width: str
    middle: str
    wide: bool
    when: str
    what: str
    payer: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    pieces: tuple[Piece, ...]
    y: int

    @property
    def label_y(self) -> int:
        return self.y - 7

    @property
    def number_y(self) -> int:
        return self.y + BAR // 2 + 5


@dataclass(frozen=True, slots=True)
class Mark:
    """An event: its letter above the bars, and the sentence in the list."""

    letter: str
    x: str
    y: int
    when: str
    what: tuple[str, ...]


def picture(rows: Sequence[tuple[str, Timeline]]) -> SafeString:
    """The lines of time beneath one another, on one scale: that of the first, whose events are shown. A label may be
    empty where there is only one line."""
    scale = _Scale(rows[0][1])
    marks = tuple(_marks(scale, rows[0][1].events))
    top = MARKS * (2 if any(mark.y < MARKS for mark in marks) else 1) + 4 if marks else 4
    lift = 0 if top > MARKS + 4 else MARKS
    bars = tuple(_bars(scale, rows, top))
    bottom = bars[-1].y + BAR
    page = {
        "bars": bars,
        "bar_height": BAR,
        "marks": [Mark(mark.letter, mark.x, mark.y - lift, mark.when, mark.what) for mark in marks],
        "top": bars[0].y,
        "bottom": bottom,
        "height": bottom + AXIS,
        "years": list(scale.years()),
        "year_y": bottom + 15,
        "today": scale.share(rows[0][1].today),
        "today_y": bottom + 31,
        "today_side": scale.side(rows[0][1].today),
    }
    return render_to_string("eligibility/picture.html", page)


class _Scale:
    """From days to shares of the width."""

    def __init__(self, line: Timeline) -> None:
        self.first, self.days = line.first, line.last + 1 - line.first
        self.last = line.last

    def place(self, day: int) -> float:
        return min(max((day - self.first) * 100 / self.days, 0.0), 100.0)

    def share(self, day: int) -> str:
        return f"{self.place(day):.2f}%"

    def side(self, day: int) -> str:
        """Which side of its text stands at the day, so that none runs out of the picture."""
        place = self.place(day)
        return "start" if place < 12 else "end" if place > 88 else "middle"

    def years(self) -> Iterator[dict[str, Any]]:
        """The first of January of each year; the year that is running at the left edge, where it has room."""
        first = date.fromordinal(self.first)
        for year in range(first.year, date.fromordinal(self.last).year + 1):
            start = max(date(year, 1, 1).toordinal(), self.first)
            end = min(date(year + 1, 1, 1).toordinal(), self.last)
            if self.place(end) - self.place(start) > 10:
                yield {"x": self.share(start), "name": str(year), "line": start > self.first}


def _bars(scale: _Scale, rows: Sequence[tuple[str, Timeline]], top: int) -> Iterator[Bar]:
    y, number = top, 0
    for label, line in rows:
        y += LABEL if label else 0
        pieces = tuple(_piece(scale, line, part, number + index) for index, part in enumerate(line.stretches, 1))
        yield Bar(label, pieces, y)
        number += len(pieces)
        y += BAR + GAP


def _piece(scale: _Scale, line: Timeline, part: Stretch, number: int) -> Piece:
    start, end = scale.place(part.first), scale.place(part.last + 1)
    return Piece(
        number=str(number),
        pattern=pattern(part),
        x=f"{start:.2f}%",
        width=f"{end - start:.2f}%",
        middle=f"{(start + end) / 2:.2f}%",
        wide=end - start >= NARROW,
        when=_when(line, part),
        what=_what(part),
        payer=term("payers", part.payer) if part.payer else "",
    )


def pattern(part: Stretch) -> str:
    """Name of the look of a stretch, in the style sheet and among the patterns of the picture."""
    if part.status != "insured":
        return part.status.replace("_", "-")
    if part.ground and part.ground.startswith("retention"):
        return "kept"
    return PATTERNS[part.payer or "self"]


def _when(line: Timeline, part: Stretch) -> str:
    """The beginning and the end of the line itself are no turns of the cover, so they are not told as such."""
    since, until = part.first > line.first, part.last < line.last
    if since and until:
        return _("%(since)s – %(until)s") % {"since": short_date(part.first), "until": short_date(part.last)}
    if since:
        return _("since %(since)s") % {"since": short_date(part.first)}
    return _("until %(until)s") % {"until": short_date(part.last)} if until else _("the whole time shown")


def _what(part: Stretch) -> str:
    status = term("statuses", part.status)
    return f"{status}: {words(entry('grounds', part.ground)['name'])}" if part.ground else status


def _marks(scale: _Scale, events: Sequence[Event]) -> Iterator[Mark]:
    """One letter for each day on which something turns; neighbours that are too close stand on two lines."""
    days = sorted({event.on for event in events})
    before, high = -CLOSE, False
    for letter, day in zip(ascii_lowercase, days, strict=False):
        place = scale.place(day)
        high = place - before < CLOSE and not high
        before = place
        told = [event for event in events if event.on == day]
        shown = day - 1 if all(event.code in ENDINGS for event in told) else day
        sentences = tuple(dict.fromkeys(sentence(event) for event in told))
        yield Mark(letter, f"{place:.2f}%", MARKS - 4 if high else 2 * MARKS - 4, long_date(shown), sentences)


def sentence(event: Event) -> str:
    """What turns, in words."""
    if event.package is not None and event.subject is not None:
        illness = {"illness": words(entry("diagnoses", event.subject)["name"])}
        if event.package == "gobmp":
            return _("%(illness)s: from this day the free package pays") % illness
        return _("%(illness)s: from this day only the insurance pays") % illness
    name = term("events", event.code)
    return f"{name}: {words(entry('grounds', event.subject)['name'])}" if event.subject else name
