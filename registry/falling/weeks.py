"""How many people lose cover week by week, as a picture: a bar for each week, and the table beneath says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eligibility.presentation import MONTHS, number

from .ends import Number

ROW, BAR = 28, 18
LEFT, WIDEST = 34.0, 50.0
"""In percent of the width: where the bars begin, and the longest of them."""
PARTS = {"first": _("turn 18"), "sure": _("the others, surely"), "may": _("the others, perhaps")}
DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """``first``: who turn 18; ``sure``, ``may``: the others."""

    label: str
    first: int
    sure: int
    may: int

    @property
    def people(self) -> int:
        return self.first + self.sure + self.may

    @property
    def parts(self) -> Iterator[tuple[str, int]]:
        yield from (("first", self.first), ("sure", self.sure), ("may", self.may))


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: str
    pieces: tuple[tuple[str, str, str], ...]
    y: int
    text_y: int


def weeks(numbers: Sequence[Number], on: date, until: date) -> list[Week]:
    """From the day on, seven days each; the last one may be shorter."""
    found = []
    start = on
    while start <= until:
        end = min(start + timedelta(days=DAYS - 1), until)
        inside = [item for item in numbers if start <= item.last_day <= end]
        first = sum(item.people for item in inside if item.first)
        sure = sum(item.people for item in inside if item.sure and not item.first)
        may = sum(item.people for item in inside if not item.sure and not item.first)
        found.append(Week(_label(start, end), first, sure, may))
        start = end + timedelta(days=1)
    return found


def chart(found: Sequence[Week]) -> SafeString:
    """Empty where nobody loses cover."""
    most = max((week.people for week in found), default=0)
    if not most:
        return SafeString()
    bars = [_bar(place, week, most) for place, week in enumerate(found)]
    return render_to_string(
        "falling/chart.html", {"bars": bars, "bar_height": BAR, "height": ROW * len(bars), "legend": PARTS}
    )


def _bar(place: int, week: Week, most: int) -> Bar:
    y = place * ROW
    return Bar(week.label, number(week.people), tuple(_pieces(week, most)), y + (ROW - BAR) // 2, y + ROW // 2 + 5)


def _pieces(week: Week, most: int) -> Iterator[tuple[str, str, str]]:
    x = LEFT
    for part, people in week.parts:
        if people:
            width = people * WIDEST / most
            yield part, f"{x:.2f}%", f"{width:.2f}%"
            x += width


def _label(start: date, end: date) -> str:
    """Without the year: the list begins today."""
    if get_language() == "en":
        last = f"{end.day} {MONTHS['en'][end.month - 1][:3]}"
        first = str(start.day) if start.month == end.month else f"{start.day} {MONTHS['en'][start.month - 1][:3]}"
    else:
        last, first = f"{end:%d.%m}", f"{start:%d}" if start.month == end.month else f"{start:%d.%m}"
    return last if start == end else f"{first}–{last}"
