"""The comparison of two laws in words: what differs, in which section, and what is the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import compare_sides
from .presentation import long_date
from .rules.assess import Assessment, GroundFinding
from .rules.comparison import Comparison, Difference, greatest_turn
from .rules.law import Law
from .rules.truth import YES
from .texts import entry, source, term, words

SHAPES = {"gained": "▲", "lost": "▼", "more": "▲", "less": "▼", "different": "◆"}
SECTIONS = {
    "standing": ("status", "payer", "until", "ground"),
    "illnesses": ("diagnosis",),
    "services": ("service",),
    "money": ("monthly", "arrears", "advance", "state_share"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One difference, or several that differ alike: then ``names`` lists them. ``mark``: a key of SHAPES."""

    title: str
    before: str
    after: str
    mark: str
    source: str
    certainty: str
    notes: tuple[str, ...]
    names: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        return SHAPES[self.mark]

    @property
    def word(self) -> str:
        return {
            "gained": _("gained"),
            "lost": _("lost"),
            "more": _("more to pay"),
            "less": _("less to pay"),
            "different": _("different"),
        }[self.mark]


def default_days(law: Law, on: int) -> tuple[int, int]:
    """The day before the greatest change of the law and the day of the check (ordinals); before that change, the day
    of the check and the first day of the changed law."""
    turn = greatest_turn(law)
    return (turn - 1, on) if on >= turn else (on, turn)


def presets(law: Law, on: int) -> list[tuple[int, int]]:
    """The law of the day of the check beside that of each other stretch of days (ordinals)."""
    ended = [(rules.last, on) for rules in law.stretches if rules.last < on]
    coming = [(on, rules.first) for rules in law.stretches if rules.first > on]
    return ended[::-1] + coming


def context(comparison: Comparison, answered: Assessment) -> dict[str, Any]:
    """Everything that the template prints. ``answered``: the answer under the law as it is, month by month."""
    known = {kind: [item for item in comparison.differences if item.kind in kinds] for kind, kinds in SECTIONS.items()}
    sections = {name: _rows(comparison, items) for name, items in known.items()}
    sections["services"] = list(_alike(sections["services"]))
    said: set[str] = set()
    return {
        "labels": [_("Law of %(day)s") % {"day": long_date(day)} for day in comparison.days],
        "summary": list(_summary(comparison, sections)),
        "sections": [
            (name, _section_title(name), [_say_once(row, said) for row in rows])
            for name, rows in sections.items()
            if rows
        ],
        "same": list(_same(comparison)),
        "otherwise": _otherwise(comparison, answered),
    }


def _section_title(name: str) -> str:
    return {
        "standing": _("The insurance"),
        "illnesses": _("Illnesses"),
        "services": _("Services"),
        "money": _("Money"),
    }[name]


def _rows(comparison: Comparison, items: list[Difference]) -> list[Row]:
    """A day on which the status ends is said with the status where that differs too."""
    folded = any(item.kind == "status" for item in items)
    return [_row(comparison, item) for item in items if not (folded and item.kind == "until")]


def _row(comparison: Comparison, item: Difference) -> Row:
    sides = (comparison.first, item.before), (comparison.second, item.after)
    before, after = (compare_sides.side(item.kind, result, value) for result, value in sides)
    return Row(
        title=compare_sides.title(comparison, item),
        before=before,
        after=after,
        mark=compare_sides.mark(comparison, item),
        source=source(item.act, item.article),
        certainty="" if item.certainty == "sure" else term("certainties", item.certainty),
        notes=item.notes,
    )


def _alike(rows: list[Row]) -> Iterator[Row]:
    """Services that differ in the same way for the same reason stand together."""
    groups: dict[Row, list[str]] = {}
    for row in rows:
        groups.setdefault(replace(row, title=""), []).append(row.title)
    for row, names in groups.items():
        count = ngettext("%(count)s service", "%(count)s services", len(names)) % {"count": len(names)}
        yield replace(row, title=names[0]) if len(names) == 1 else replace(row, title=count, names=tuple(names))


def _say_once(row: Row, said: set[str]) -> Row:
    """The row with the words of those of its notes that stand nowhere above it."""
    fresh = [code for code in row.notes if code not in said]
    said.update(fresh)
    return replace(row, notes=tuple(words(entry("notes", code)["text"]) for code in fresh))


def _summary(comparison: Comparison, sections: dict[str, list[Row]]) -> Iterator[str]:
    """The main differences as sentences: the status or its payer and end, each illness, sums that are others, and
    how many services. What follows from another status is left to the rest of the page."""
    instead = _("%(what)s: “%(after)s” instead of “%(before)s”.")
    for row in _main_rows(comparison):
        yield instead % {"what": row.title, "after": row.after, "before": row.before}
    illnesses = [item for item in comparison.differences if item.kind == "diagnosis"]
    for item, row in zip(illnesses, sections["illnesses"], strict=True):
        sentence = compare_sides.illness_sentence(item.before, item.after) or instead
        yield sentence % {"what": row.title, "after": row.after, "before": row.before}
    if comparison.first.status == comparison.second.status:
        for row in sections["money"]:
            yield instead % {"what": row.title, "after": row.after, "before": row.before}
    yield from _counted(sections["services"])


def _main_rows(comparison: Comparison) -> list[Row]:
    """Another status says it all; otherwise the payer, the end, and those grounds that hold under one of the laws."""
    items = [item for item in comparison.differences if item.kind in SECTIONS["standing"]]
    if comparison.first.status != comparison.second.status:
        return _rows(comparison, items)[:1]
    return _rows(comparison, [item for item in items if item.kind != "ground" or _holds(item)])


def _holds(item: Difference) -> bool:
    return any(isinstance(side, GroundFinding) and side.outcome == YES for side in (item.before, item.after))


def _counted(rows: list[Row]) -> Iterator[str]:
    counts = {mark: sum(len(row.names) or 1 for row in rows if row.mark == mark) for mark in SHAPES}
    sentences = {
        "gained": ngettext("%(count)s service is gained.", "%(count)s services are gained.", counts["gained"]),
        "lost": ngettext("%(count)s service is lost.", "%(count)s services are lost.", counts["lost"]),
        "different": ngettext(
            "%(count)s service has another payer or another certainty.",
            "%(count)s services have another payer or another certainty.",
            counts["different"],
        ),
    }
    yield from (text % {"count": counts[mark]} for mark, text in sentences.items() if counts[mark])


def _same(comparison: Comparison) -> Iterator[str]:
    """What is equal under both laws, folded into a line each."""
    result = comparison.second
    differing = {(item.kind, item.code) for item in comparison.differences}
    kinds = [item.kind for item in comparison.differences]
    if "status" not in kinds:
        yield f"{_('Status')}: {compare_sides.status(result, with_end='until' not in kinds)}"
    if "payer" not in kinds and result.payer:
        yield f"{_('Who pays')}: {term('payers', result.payer)}"
    for place, item in enumerate(result.diagnoses):
        if ("diagnosis", str(place)) not in differing:
            yield f"{compare_sides.illness(item)}: {compare_sides.care(item)}"
    for due in result.contribution.monthly:
        if ("monthly", due.kind if due.who == "self" else due.who) not in differing:
            yield f"{compare_sides.payment(due)}: {compare_sides.amount(due)}"
    services = len(result.services) - kinds.count("service")
    yield ngettext("%(count)s service", "%(count)s services", services) % {"count": services}
    grounds = len(result.grounds) - kinds.count("ground")
    yield ngettext("%(count)s ground of the law", "%(count)s grounds of the law", grounds) % {"count": grounds}


def _otherwise(comparison: Comparison, answered: Assessment) -> str:
    """The status of the answer page, where it is another one than under the law of the same days here."""
    for day, result in zip(comparison.days, (comparison.first, comparison.second), strict=True):
        in_force = answered.law.at(day).first == answered.law.at(answered.on).first
        if in_force and (result.status, result.payer) != (answered.status, answered.payer):
            return term("statuses", answered.status)
    return ""
