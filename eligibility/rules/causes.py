"""Which entry of the law made two answers about the same facts differ, and the act it stands in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .case import Case
from .changes import horizon
from .dates import first_day, month_of
from .decide import Decision, decide
from .facts import Facts
from .grounds import GROUNDS
from .law import Law
from .law_files import Table, dated_entries, period_on
from .truth import NO, unique

Entry = tuple[str, str]
"""File and code of an entry of the law."""

MEANING = ("in_force", "payer", "value", "at_least", "package", "limit_months", "suspicion", "open_to")
READS: Mapping[str, tuple[str, ...]] = {
    "child": ("adult_age",),
    "pregnant": ("pregnancy_pension_free_months",),
    "parent_of_child_under_3": ("small_child_age",),
    "kandas": ("kandas_term_years",),
    "wellbeing_crisis": ("wellbeing_pension_free_months",),
    "wellbeing_emergency": ("wellbeing_pension_free_months",),
    "employee": ("contribution_due_day",),
    "civil_contract": ("contribution_due_day",),
    "entrepreneur": ("contribution_due_day",),
    "private_practice": ("contribution_due_day",),
    "self_employed_regime": ("contribution_due_day",),
    "self_payer": ("advance_months", "arrears_window"),
    "retention_three_months": ("retention_months",),
    "retention_six_months": ("long_retention_months", "long_retention_paid_months"),
    "temporary_status": ("temporary_status_months",),
}
"""The parameters that decide whether a ground holds."""


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry of the law that says something else under the second law. Act and article are those of its period
    there; ``certainty`` is the weaker one of the two periods."""

    entry: Entry
    act: str
    article: str
    certainty: str
    notes: tuple[str, ...]


def turned(law: Law, first: int, second: int) -> dict[Entry, Cause]:
    """The entries that say something else on the second day than on the first."""
    found = {}
    for file, code, entry in dated_entries(law.tables):
        before, after = period_on(entry, first), period_on(entry, second)
        if _meaning(file, before) != _meaning(file, after):
            found[file, code] = _cause((file, code), before, after)
    return found


def _meaning(file: str, period: Table) -> list[object]:
    """What an answer can rest on; of a service its certainty is a part, for it is shown beside it."""
    keys = (*MEANING, "certainty") if file == "services" else MEANING
    return [period.get(key) for key in keys]


def _cause(entry: Entry, before: Table, after: Table) -> Cause:
    weaker = max((after, before), key=lambda period: ("sure", "likely", "unclear").index(period["certainty"]))
    notes = [after.get("note"), before.get("note") if before is weaker else None]
    return Cause(entry, after["act"], after["article"], weaker["certainty"], unique(note for note in notes if note))


def first_of(causes: Mapping[Entry, Cause], wanted: Iterable[Entry]) -> Cause | None:
    """The cause that belongs to the first of the entries that turned."""
    return next((causes[entry] for entry in wanted if entry in causes), None)


@dataclass(frozen=True, slots=True)
class Causes:
    """The facts under both laws, each a law that is the same on every day, and what turned between them."""

    facts: Facts
    before: Law
    after: Law
    on: int
    turned: Mapping[Entry, Cause]
    decided: dict[int, tuple[Decision, Decision]] = field(default_factory=dict)

    def of_status(self, day: int | None = None) -> Cause:
        """Why status, payer or the grounds that hold differ on the day (ordinal; the day asked about by default)."""
        before, after = self._decisions(self.on if day is None else day)
        outcomes = _outcomes(before), _outcomes(after)
        deciding = [decision.ground for decision in (after, before) if decision.ground]
        differing = [code for code in (*deciding, *GROUNDS) if len({_truth(table, code) for table in outcomes}) > 1]
        for code in unique(differing):
            return self.of_ground(code)
        return next((cause for code in deciding if (cause := self._own(code))), self.of_ground(deciding[0]))

    def of_ground(self, code: str) -> Cause:
        """Why the ground has another outcome: itself, what it reads, or a ground of the past that it looks back at."""
        return self._own(code) or self._of_past() or self._any()

    def of_end(self, ends: Iterable[int | None]) -> Cause:
        """Why the status ends on another day: what differs on the first day on which the two answers part."""
        last = horizon(self.after, self.on)
        parting = min([last, *(end + 1 for end in ends if end is not None)])
        return self.of_status(parting)

    def of_parameters(self, codes: Iterable[str]) -> Cause | None:
        """The first of the parameters that turned."""
        return first_of(self.turned, (("parameters", code) for code in codes))

    def _own(self, code: str) -> Cause | None:
        return first_of(self.turned, [("grounds", code), *(("parameters", name) for name in READS.get(code, ()))])

    def _of_past(self) -> Cause | None:
        """The ground that covered some of the past months under one law only."""
        for code in GROUNDS:
            if (cause := self._own(code)) and any(self._differs(code, day) for day in self._past_days()):
                return cause
        return None

    def _past_days(self) -> Iterator[int]:
        """As far back as a month can be asked for whose own arrears are looked at."""
        window = self.after.at(self.on).whole("arrears_window")
        return iter(range(self.on, first_day(month_of(self.on) - 2 * window) - 1, -1))

    def _differs(self, code: str, day: int) -> bool:
        before, after = self._decisions(self.on)
        return _truth_on(before.case, code, day) != _truth_on(after.case, code, day)

    def _any(self) -> Cause:
        """A difference that none of the known ways explains is laid to the first ground or figure that turned."""
        return next(cause for (file, _), cause in self.turned.items() if file in ("grounds", "parameters"))

    def _decisions(self, day: int) -> tuple[Decision, Decision]:
        found = self.decided.get(day)
        if found is None:
            before = decide(self.facts, self.before, day, every_ground=True)
            found = self.decided[day] = before, decide(self.facts, self.after, day, every_ground=True)
        return found


def _outcomes(decision: Decision) -> dict[str, str]:
    return {finding.code: finding.verdict.truth for finding in decision.findings}


def _truth(outcomes: Mapping[str, str], code: str) -> str:
    """A ground that the law does not know gives nobody anything, as one that does not hold."""
    return outcomes.get(code, NO)


def _truth_on(case: Case, code: str, day: int) -> str:
    past = case.on(day)
    return past.verdict(GROUNDS[code]).truth if code in past.rules.payers else NO
