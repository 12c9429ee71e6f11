"""What the picture shows: each figure is a chart, and a table that says the same. Pages and files are made of these and
of nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eligibility.presentation import number, short_date
from eligibility.rules.dates import month_of

from . import charts, words
from .charts import Part, Row
from .kinds import REST, STAGES
from .load import DUE
from .outcomes import GAINED, LOST
from .reading import Cover, Picture

Value = int | float | str | None
"""Of a cell: people, a share, a text, or nothing that may be told."""
Line = tuple[str, Sequence[Value]]
"""Name of a row and its cells."""
MOST_TICKS = 14
MOST_ROWS = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """``heads`` names the columns, the first that of the rows' names. ``note``: beneath the chart."""

    slug: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Line]
    chart: SafeString = field(default_factory=SafeString)
    note: str = ""

    @property
    def shown(self) -> list[tuple[str, list[str]]]:
        """The rows as they are read."""
        return [(name, [_shown(value) for value in values]) for name, values in self.rows]


def _shown(value: Value) -> str:
    if isinstance(value, float):
        return words.share(value)
    return number(value) if isinstance(value, int) else value or words.UNTOLD


def figures(picture: Picture) -> list[Figure]:
    """Those that do not look ahead. One without anything to tell is left out."""
    made: tuple[Callable[[Picture], Figure], ...] = (
        *(_places, _history, _reasons, _routes, _funnel, _flows, _grounds, _payers, _offices),
    )
    return [figure for figure in (make(picture) for make in made) if figure.rows]


def cover_parts(cover: Cover) -> list[Part]:
    """As shares of all."""
    parts = (("insured", cover.insured), ("doubtful", cover.doubtful), ("uninsured", cover.uninsured))
    return [Part(kind, people / cover.total) for kind, people in parts]


def _places(picture: Picture) -> Figure:
    country = picture.scope.region is None
    title = _("Insured by region") if country else _("Insured by district")
    told = sorted(picture.places, key=lambda place: (place.cover.share is None, place.cover.share or 0, place.name))
    if picture.scope.district is not None:
        told = [place for place in told if place.code == picture.scope.district.pk]
    rows = [
        Row(place.name, words.share(place.cover.share), [cover_parts(place.cover)])
        for place in told
        if place.cover.total
    ]
    share = picture.cover.share or 0
    about = _("The lowest share is on top: %(lowest)s. The line is at %(share)s, the share of all together.")
    said = {
        "lowest": f"{rows[0].label}, {rows[0].value}" if rows else words.UNTOLD,
        "share": words.share(picture.cover.share),
    }
    return Figure(
        "places",
        title,
        (_("Region") if country else _("District"), _("Insured, share"), *map(str, words.COVERS.values())),
        [
            (place.name, [place.cover.share, *_told(place.cover.insured, place.cover.doubtful, place.cover.uninsured)])
            for place in told
        ],
        charts.bars("places", title, about % said, rows, words.COVERS, mark=share),
        about % said if rows else "",
    )


def _history(picture: Picture) -> Figure:
    days = [(day, cover) for day, cover in picture.days.items() if cover.share is not None][-MOST_TICKS:]
    title = _("Insured over time")
    points = [
        charts.Point(short_month(month_of(day.toordinal())), words.share(cover.share), cover.share or 0)
        for day, cover in days
    ]
    shares = [point.share for point in points]
    about = _("From %(first)s to %(last)s: ends of months, and the last day that was counted.")
    if len(points) > 1:
        about %= {"first": f"{points[0].value} ({points[0].label})", "last": f"{points[-1].value} ({points[-1].label})"}
    else:
        about = _("One day has been counted so far. The line begins with the second month.") if points else ""
    return Figure(
        "history",
        title,
        (_("Day"), _("Insured, share"), _("Insured people"), _("All")),
        [(short_date(day), [cover.share, *_told(cover.insured, cover.total)]) for day, cover in reversed(days)],
        charts.line("history", title, about, points, grid(shares)) if points else SafeString(),
        about,
    )


def short_month(month: int) -> str:
    """03.2026."""
    return f"{month % 12 + 1:02}.{month // 12}"


def grid(shares: Sequence[float]) -> list[tuple[float, str]]:
    """Lines at whole tens or fives or single hundredths about the shares, at least two."""
    low, high = min(shares) * 100, max(shares) * 100
    step = next(step for step in (1, 2, 5, 10, 20, 50) if high - low <= step * 4)
    first, last = floor(low / step) * step, ceil(high / step) * step
    if first == last:
        first, last = max(first - step, 0), min(last + step, 100)
    return [(line / 100, words.share(line / 100)) for line in range(first, last + 1, step)]


def _grounds(picture: Picture) -> Figure:
    return _simple(picture, "grounds", _("Insured by ground"), _("Ground"), "ground", words.ground, insured=True)


def _payers(picture: Picture) -> Figure:
    return _simple(picture, "payers", _("Insured by who pays"), _("Who pays"), "payer", words.payer, insured=True)


def _reasons(picture: Picture) -> Figure:
    title, head = _("Without insurance: why"), _("Main reason")
    return _simple(picture, "reasons", title, head, "why", words.reason, insured=False)


def _routes(picture: Picture) -> Figure:
    title, head = _("Without insurance: the first way open to them"), _("What the person can do first")
    return _simple(picture, "routes", title, head, "route", words.route, insured=False)


def _simple(
    picture: Picture, slug: str, title: str, head: str, field: str, name: Callable[[str], str], insured: bool
) -> Figure:
    """Each person counted once, under one of the names."""
    counted = picture.by(field, insured)
    total = sum(counted.values())
    kind = "insured" if insured else "uninsured"
    rows = [Row(name(code), number(people), [[Part(kind, people)]]) for code, people in _drawn(counted)]
    about = _("The largest: %(name)s, %(people)s of %(total)s.") if rows else ""
    said = {"name": rows[0].label, "people": rows[0].value, "total": number(total)} if rows else {}
    return Figure(
        slug,
        title,
        (head, _("People"), _("Share")),
        [(name(code), [people, people / total]) for code, people in counted.items()],
        charts.bars(slug, title, about % said, rows),
    )


def _drawn(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """The largest; all others together, as the last."""
    items = [item for item in counted.items() if item[0] != REST]
    shown, others = items[:MOST_ROWS], sum(people for _, people in items[MOST_ROWS:]) + counted.get(REST, 0)
    return [*shown, (words.OTHERS, others)] if others else shown


def _funnel(picture: Picture) -> Figure:
    title = _("Levels D and E: from the list to the payment")
    steps = [(stage, picture.at_least(STAGES[place:])) for place, stage in enumerate(STAGES)]
    listed = steps[0][1]
    rows = [
        Row(str(words.STAGE_NAMES[stage]), words.people(people), [[Part("plain", people)]]) for stage, people in steps
    ]
    about = _("On the list: %(listed)s. Came for care this year: %(came)s.")
    said = {"listed": words.people(listed), "came": words.people(picture.at_least(STAGES[2:]))}
    return Figure(
        "funnel",
        title,
        (_("Step"), _("People"), _("Of those on the list")),
        [(str(words.STAGE_NAMES[stage]), _step(people, listed)) for stage, people in steps] if listed else [],
        charts.bars("funnel", title, about % said, rows),
        about % said,
    )


def _flows(picture: Picture) -> Figure:
    title = _("Who came and who went, by month")
    months = list(picture.flows.items())[-MOST_TICKS:]
    totals = [
        (short_month(month_of(day.toordinal())), _flow(found, GAINED), _flow(found, LOST)) for day, found in months
    ]
    legend = {"gained": _("became insured"), "lost": _("lost the insurance")}
    rows = [
        Row(label, words.both_ways(gained, lost), [[Part("gained", gained)], [Part("lost", lost)]])
        for label, gained, lost in reversed(totals)
    ]
    return Figure(
        "flows",
        title,
        (_("Month"), _("Became insured"), _("Lost the insurance")),
        [(label, _told(gained, lost)) for label, gained, lost in reversed(totals)],
        charts.bars("flows", title, _("The latest month is on top."), rows, legend),
        _("Only people who were known before. The running month is counted up to the day of the picture."),
    )


def _flow(found: Mapping[tuple[str, str], int], way: str) -> int:
    return sum(people for (way_, _ground), people in found.items() if way_ == way)


def _offices(picture: Picture) -> Figure:
    title = _("Open applications by office")
    kinds = ("lost", "doubtful", "insured", "uninsured")
    rows = [
        Row(
            office.name or _("With no office"),
            number(office.total),
            [
                [Part(kind, office.due.get(due, 0)) for due, kind in zip(DUE, kinds, strict=True)]
                + [Part("plain", office.due.get(REST, 0))]
            ],
        )
        for office in picture.offices
    ]
    legend = {kind: words.DUE_NAMES[due] for due, kind in zip(DUE, kinds, strict=True)} | {"plain": words.rest()}
    overdue = sum(office.due.get(DUE[0], 0) for office in picture.offices)
    about = _("Overdue: %(overdue)s.") % {"overdue": words.people(overdue)}
    return Figure(
        "offices",
        title,
        (_("Office"), *(str(words.DUE_NAMES[due]) for due in DUE), words.rest()),
        [
            (office.name or _("With no office"), _told(*(office.due.get(due, 0) for due in (*DUE, REST))))
            for office in picture.offices
        ],
        charts.bars("offices", title, about, rows, legend),
        about,
    )


def _step(people: int, listed: int) -> list[Value]:
    return [people, people / listed] if people else [None, None]


def _told(*counts: int) -> list[Value]:
    return [count or None for count in counts]
