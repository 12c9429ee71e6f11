"""What the engine says of a case, in words: its conditions, every other ground, the line of time."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eligibility import fragments
from eligibility.picture import picture as line_of_time
from eligibility.result import ground_span
from eligibility.rules.assess import GroundFinding
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError
from eligibility.rules.timeline import timeline
from eligibility.rules.truth import UNCLEAR
from eligibility.texts import ground_name, source, term

from ... import verdicts
from ...facts import Person, facts_of

SIGNS = {"yes": "✓", "no": "✕", "unknown": "?", "unclear": "§", "assumed": "→"}
ASSUMED = "assumed"
"""How the level or the circumstance itself is told: the engine takes it for granted, because it is what the officer
confirms."""
FEW = 3
"""More missing facts of one condition are folded."""


@dataclass(frozen=True, slots=True)
class Line:
    """A condition. ``sign`` and ``outcome_text`` say the same as its colour."""

    name: str
    outcome: str
    outcome_text: str
    reasons: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    source: str

    @property
    def sign(self) -> str:
        return SIGNS[self.outcome]

    @property
    def many(self) -> bool:
        return len(self.missing) > FEW


@dataclass(frozen=True, slots=True)
class Word:
    """The engine's word on the ground applied for. ``missing``: codes with their names, for the officer to tick;
    ``card``: for a level, what the family card says of it."""

    outcome: str
    outcome_text: str
    lines: tuple[Line, ...]
    missing: tuple[tuple[str, str], ...]
    card: str

    @property
    def sign(self) -> str:
        return SIGNS[self.outcome]

    @property
    def is_unclear(self) -> bool:
        """Whether the law leaves one of the conditions open, whatever comes of the others."""
        return any(line.outcome == UNCLEAR for line in self.lines)


def word(found: verdicts.Confirmation, code: str, card: str = "") -> Word:
    return Word(
        outcome=found.outcome,
        outcome_text=headline(found.outcome),
        lines=tuple(_line(item, code) for item in found.conditions),
        missing=tuple((fact, term("facts", fact)) for fact in found.missing),
        card=card,
    )


def headline(outcome: str) -> str:
    """Of the whole ground, which is not confirmed yet."""
    texts = {
        "yes": _("nothing in the rules stands against it"),
        "no": _("by the rules it cannot be confirmed"),
        "unknown": _("facts are missing"),
        "unclear": _("the law is not clear"),
    }
    return texts[outcome]


def outcome_text(outcome: str) -> str:
    """Of one condition."""
    texts = {
        "yes": _("holds"),
        "no": _("does not hold"),
        "unknown": _("not known"),
        "unclear": _("the law is not clear"),
        ASSUMED: _("you confirm it"),
    }
    return texts[outcome]


def _line(item: verdicts.Condition, ground: str) -> Line:
    assumed = item.outcome == "yes" and item.code in ("level", ground)
    outcome = ASSUMED if assumed else item.outcome
    return Line(
        name=ground_name(ground) if item.code == ground else term("conditions", item.code),
        outcome=outcome,
        outcome_text=outcome_text(outcome),
        reasons=() if assumed else tuple(fragments.reason(code) for code in item.reasons if code != "not_known"),
        missing=tuple(term("facts", code) for code in item.missing),
        source=source(item.act, item.article) if item.act else "",
    )


def others(person: Person, ground: str, law: Law, on: date) -> list[SafeString]:
    """Every ground but the one applied for, as the citizen's own result page shows it; those that hold come first."""
    try:
        found = verdicts.all_verdicts(person, law, on)
    except (LawRangeError, FactsError):
        return []
    order = ("yes", "unclear", "unknown", "no")
    rest = sorted((item for item in found if item.code != ground), key=lambda item: order.index(item.outcome))
    return [_finding(item) for item in rest]


def _finding(item: GroundFinding) -> SafeString:
    if item.outcome == "yes":
        return fragments.holding_ground(item.code, item.reasons, ground_span(item), item.payer)
    return fragments.ground(item.code, item.outcome, item.reasons, item.missing)


def picture(person: Person, law: Law, on: date) -> SafeString | None:
    """The cover from a year before the day to two years after it, as the citizen's own result page draws it."""
    try:
        return line_of_time([("", timeline(facts_of(person, law, on), law, on.toordinal()))])
    except (LawRangeError, FactsError):
        return None
