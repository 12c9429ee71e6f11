"""What is known of a person. ``None`` always means "not known"; an empty tuple or ``False``: "known to be none"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .dates import EVER, FOREVER

RESIDENCES = ("citizen", "kandas", "refugee", "permanent_resident", "eaeu_worker", "foreigner")
WORK_KINDS = (
    "employee",
    "civil_contract",
    "entrepreneur",
    "private_practice",
    "self_employed_regime",
    "subsidised_job",
    "serviceman",
)
CONTRIBUTION_KINDS = ("employee", "civil_contract", "entrepreneur", "self_employed_regime", "self_payer")
CIRCUMSTANCES = (
    "pregnancy",
    "raising_child_under_3",
    "parental_leave",
    "caring_for_disabled_child",
    "caring_for_first_group_person",
    "pension",
    "imprisonment",
    "remand",
    "house_arrest",
    "kandas_status",
    "mother_award",
    "disability",
    "full_time_study",
    "targeted_assistance",
    "registered_unemployed",
    "temporary_status",
)
WELLBEING_LEVELS = ("A", "B", "C", "D", "E")

FIRST_MONTH = 1950 * 12
LAST_MONTH = 2100 * 12
NEVER = -1
"""``last_pension_contribution`` of a person for whom none was ever paid."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A closed stretch of days. ``start`` None: it holds on the day asked about, its beginning is not known."""

    start: int | None = None
    end: int = FOREVER
    child_birth: int | None = None
    minimum_security: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A job or activity; ``income`` in whole ₸ a month, None when not known."""

    kind: str
    spell: Spell
    income: int | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An ICD-10 code or a group of the law; ``since`` is the day of onset; ``suspected``: not confirmed yet."""

    icd10: str | None
    group: str | None
    since: int | None = None
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """Months paid by or for the person as bit sets by kind: bit n is month ``FIRST_MONTH + n``.

    ``known_from``: the record is complete from this month on; what was paid before is not known.
    """

    by_kind: Mapping[str, int]
    known_from: int = FIRST_MONTH
    every: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        months = 0
        for bits in self.by_kind.values():
            months |= bits
        object.__setattr__(self, "every", months)

    def has(self, month: int) -> bool:
        return bool(self.every >> (month - FIRST_MONTH) & 1)

    def has_kind(self, kind: str, month: int) -> bool:
        return bool(self.by_kind.get(kind, 0) >> (month - FIRST_MONTH) & 1)

    def only(self, kind: str, month: int) -> bool:
        """Whether the month, which must be paid, is paid as no other kind."""
        bits = self.by_kind.get(kind, 0)
        if not bits >> (month - FIRST_MONTH) & 1:
            return False
        return not any(others >> (month - FIRST_MONTH) & 1 for name, others in self.by_kind.items() if name != kind)

    def any_of(self, first: int, months: int) -> bool:
        """Whether one of so many months is paid, from ``first`` on."""
        return bool(self.every >> max(first - FIRST_MONTH, 0) & ((1 << months) - 1))

    def kinds(self, month: int) -> tuple[str, ...]:
        """Kinds paid for the month, in the order of the grounds."""
        return tuple(kind for kind in CONTRIBUTION_KINDS if self.has_kind(kind, month))

    def run(self, month: int, bits: int | None = None) -> tuple[int, int]:
        """First and last month of the unbroken run of paid months that contains the month (which must be paid)."""
        every = self.every if bits is None else bits
        index = month - FIRST_MONTH
        unpaid_after = ~(every >> index)
        last = index + (unpaid_after & -unpaid_after).bit_length() - 2
        unpaid_before = ~every & ((1 << index) - 1)
        return FIRST_MONTH + unpaid_before.bit_length(), FIRST_MONTH + last


NO_CIRCUMSTANCES: Mapping[str, tuple[Spell, ...] | None] = dict.fromkeys(CIRCUMSTANCES, ())
"""Of a person of whom each is known never to have been. Most are such people, so this very object is looked for."""


def month_bits(first: int, last: int) -> int:
    """The months ``first``..``last`` (closed) as a bit set, cut to the months that can be represented."""
    first, last = max(first, FIRST_MONTH), min(last, LAST_MONTH)
    return 0 if last < first else ((1 << (last - first + 1)) - 1) << (first - FIRST_MONTH)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the engine may look at. ``level`` is "" when it is known that there is none. ``levels``: where it is
    known by dates, with the level for each stretch of days; then ``level`` is not used, and of other days it is not
    known.

    ``known_from``: work and circumstances are completely known from this day on; of the days before it only what
    is dated is known.
    """

    birth: int | None = None
    residence: str | None = None
    work: tuple[Work, ...] | None = None
    circumstances: Mapping[str, tuple[Spell, ...] | None] = field(default_factory=lambda: dict.fromkeys(CIRCUMSTANCES))
    level: str | None = None
    last_pension: int | None = None
    attached: bool | None = None
    care_sought: tuple[int, ...] | None = None
    paid: Paid | None = None
    diagnoses: tuple[Diagnosis, ...] | None = None
    known_from: int = EVER
    levels: tuple[tuple[str, Spell], ...] = ()
    busy: tuple[Spell, ...] | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        busy = None
        if self.work is not None:
            busy = merged([item.spell for item in self.work if not item.suspended]) if self.work else ()
        object.__setattr__(self, "busy", busy)

    def level_on(self, day: int) -> str | None:
        """The level on the day, and the one without dates on every day. Of stretches that overlap the first counts."""
        if not self.levels:
            return self.level
        return next((level for level, spell in self.levels if (spell.start or EVER) <= day <= spell.end), None)


def merged(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """The spells in order, those that touch or overlap joined; an undated spell swallows all that begin within it."""
    spells = tuple(spells)
    if len(spells) < 2:
        return spells
    joined: list[Spell] = []
    for spell in sorted(spells, key=lambda item: (item.start or EVER, item.end)):
        last = joined[-1] if joined else None
        if last and last.start is not None and spell.start is not None and spell.start <= last.end + 1:
            joined[-1] = replace(last, end=max(last.end, spell.end))
        else:
            joined.append(spell)
    return tuple(joined)


def paying(facts: Facts, kind: str, bits: int) -> Facts:
    """The facts with these months (a bit set) paid too. A record that was not there begins with the first of them:
    of the months before nothing is known."""
    if not bits:
        return facts
    before = facts.paid or Paid({}, FIRST_MONTH + (bits & -bits).bit_length() - 1)
    return replace(facts, paid=replace(before, by_kind={**before.by_kind, kind: before.by_kind.get(kind, 0) | bits}))
