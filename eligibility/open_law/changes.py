"""What changes on which day: neighbouring periods of every entry compared."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from ..presentation import long_date
from ..rules import law as law_module
from ..rules.law_files import dated_entries, periods
from ..texts import entry, words
from .contents import PAGE_OF, PAGES
from .entries import Cited, cited
from .statements import Statements, certainty, statements


@dataclass(frozen=True, slots=True)
class Line:
    """What was said before and what is said now, about one thing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that changes. ``lines``: what the law says; ``doubts``: what it rests on and how sure that is."""

    page: str
    code: str
    name: str
    lines: tuple[Line, ...]
    doubts: tuple[Line, ...]
    cited: Cited
    certainty: str
    certainty_text: str


@dataclass(frozen=True, slots=True)
class Day:
    """``changed``: of these the law says something else; ``reworded``: only their source or certainty differs."""

    on: date
    title: str
    changed: tuple[Changed, ...]
    reworded: tuple[Changed, ...]


def days() -> list[Day]:
    """Every day on which something changes within the known law, the earliest first."""
    found: dict[date, list[Changed]] = {}
    for file, code, item in dated_entries(law_module.load().tables):
        listed = periods(item)
        for old, new in pairwise(listed):
            changed = _changed(file, code, old, new)
            if changed.lines or changed.doubts:
                found.setdefault(new["from"], []).append(changed)
    return [_day(on, found[on]) for on in sorted(found)]


def _day(on: date, changed: list[Changed]) -> Day:
    changed = sorted(changed, key=lambda item: list(PAGES).index(item.page))
    said = tuple(item for item in changed if item.lines)
    return Day(on, long_date(on), said, tuple(item for item in changed if not item.lines))


def _changed(file: str, code: str, old: dict[str, Any], new: dict[str, Any]) -> Changed:
    return Changed(
        PAGE_OF[file],
        code,
        words(entry(file, code)["name"]),
        tuple(_lines(statements(file, code, old), statements(file, code, new))),
        tuple(_doubts(old, new)),
        cited(new),
        new["certainty"],
        certainty(new["certainty"]),
    )


def _lines(before: Statements, after: Statements) -> list[Line]:
    """What differs; where the two speak of different things, as law and no law do, each as a whole."""
    if not before.keys() & after.keys():
        return [Line("", _joined(before), _joined(after))]
    labels = dict.fromkeys([*before, *after])
    differing = [label for label in labels if before.get(label) != after.get(label)]
    return [Line(label, before.get(label, ""), after.get(label, "")) for label in differing]


def _joined(said: Statements) -> str:
    return "; ".join(f"{label}: {text}" if label else text for label, text in said.items())


def _doubts(old: dict[str, Any], new: dict[str, Any]) -> list[Line]:
    lines = []
    if (old["act"], old["article"]) != (new["act"], new["article"]):
        lines.append(Line(_("Source"), cited(old).text, cited(new).text))
    if old["certainty"] != new["certainty"]:
        lines.append(Line(_("How sure"), certainty(old["certainty"]), certainty(new["certainty"])))
    if old.get("note") != new.get("note"):
        lines.append(Line(_("Remark"), "", words(entry("notes", new["note"])["text"]) if "note" in new else _("none")))
    return lines
