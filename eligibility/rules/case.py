"""One person's facts beside the law of one day: what every ground looks at."""

from collections.abc import Callable

from . import facts as f
from .dates import EVER, FOREVER, first_day, last_day, month_of
from .law import Law, Rules
from .truth import NO, UNKNOWN, YES, Verdict, negate, no, unclear, unknown, yes

_CONFIRMED = yes()
_NEVER_APPLIED = no("circumstance_absent")
_PAST_UNKNOWN = unknown("past")
_UNSETTLED_RESIDENCE = unclear("residence_not_settled")
_UNKNOWN_CIRCUMSTANCE = {name: unknown(f"circumstances.{name}") for name in f.CIRCUMSTANCES}
_UNKNOWN_WORK = unknown("work")
_NO_SUCH_WORK = no("no_such_work")
_SETTLED = ("citizen", "kandas", "permanent_resident", None)


Ground = Callable[["Case"], Verdict]


class Case:
    """Facts and law on ``day``. ``asked`` is the day the question is about: facts without dates hold on it,
    and for any other day of the past they say nothing. What was worked out once, a ground's verdict or a day of the
    past, is kept."""

    __slots__ = ("_not_working", "_past", "_verdicts", "asked", "day", "facts", "law", "month", "rules")

    def __init__(self, facts: f.Facts, law: Law, day: int, asked: int | None = None) -> None:
        self.facts = facts
        self.law = law
        self.day = day
        self.asked = day if asked is None else asked
        self.rules: Rules = law.at(day) if asked is None else law.look_back(day)
        self.month = month_of(day)
        self._not_working: Verdict | None = None
        self._verdicts: dict[Ground, Verdict] = {}
        self._past: dict[int, Case] = {}

    def on(self, day: int) -> "Case":
        """The same question looked at on another day, most often one of the past."""
        if day == self.day:
            return self
        found = self._past.get(day)
        if found is None:
            found = self._past[day] = Case(self.facts, self.law, day, self.asked)
            found._past = self._past
        return found

    def verdict(self, ground: "Ground") -> Verdict:
        """What comes of the ground on the day."""
        found = self._verdicts.get(ground)
        if found is None:
            found = self._verdicts[ground] = ground(self)
        return found

    def holds(self, name: str, reason: str) -> Verdict:
        """Whether the circumstance holds on the day."""
        spells = self.facts.circumstances[name]
        if spells is None:
            return _UNKNOWN_CIRCUMSTANCE[name]
        if not spells:
            return self._as_far_as_known(_NEVER_APPLIED)
        return self.within(spells, reason, f"circumstances.{name}")

    def within(self, spells: tuple[f.Spell, ...], reason: str, fact: str) -> Verdict:
        """Whether the day lies in one of the spells; ``fact`` is missing where an undated spell says nothing."""
        return self._as_far_as_known(self._within(spells, reason, fact))

    def _as_far_as_known(self, verdict: Verdict) -> Verdict:
        """A ``no`` reaches back only to the day from which everything is known."""
        known_from = self.facts.known_from
        if verdict.truth != NO or verdict.since >= known_from:
            return verdict
        if self.day >= known_from:
            return verdict.within(known_from, verdict.until)
        return _PAST_UNKNOWN.within(verdict.since, min(verdict.until, known_from - 1))

    def _within(self, spells: tuple[f.Spell, ...], reason: str, fact: str) -> Verdict:
        previous, day = 0, self.day
        doubt: Verdict | None = None
        for spell in spells:
            if spell.start is None:
                undated = self._within_undated(spell, reason, fact)
                if undated.truth == YES:
                    return undated
                doubt = undated if undated.truth == UNKNOWN else doubt
                previous = max(previous, spell.end) if undated.truth == NO else previous
            elif day < spell.start:
                if doubt:
                    return doubt.within(previous + 1, spell.start - 1)
                ended = "circumstance_ended" if previous else "circumstance_not_begun"
                return Verdict(NO, (ended,), (), previous + 1, spell.start - 1)
            elif day <= spell.end:
                return Verdict(YES, (reason,), (), spell.start, spell.end)
            else:
                previous = max(previous, spell.end)
        if doubt:
            return doubt.within(previous + 1, FOREVER) if previous else doubt
        return Verdict(NO, ("circumstance_ended",), (), previous + 1, FOREVER) if previous else _NEVER_APPLIED

    def _within_undated(self, spell: f.Spell, reason: str, fact: str) -> Verdict:
        if self.day > spell.end:
            return Verdict(NO, ("circumstance_ended",), (), spell.end + 1, FOREVER)
        if self.day == self.asked:
            return Verdict(YES, (reason, "beginning_not_known"), (), self.day, spell.end)
        since, until = (EVER, min(self.asked - 1, spell.end)) if self.day < self.asked else (self.asked + 1, spell.end)
        return Verdict(UNKNOWN, ("not_known",), (fact,), since, until)

    def not_working(self) -> Verdict:
        """No labour and no entrepreneurial activity on the day; a suspended entrepreneur does not work (art. 26)."""
        if self._not_working is None:
            busy = self.facts.busy
            if busy is None:
                self._not_working = _UNKNOWN_WORK
            else:
                self._not_working = negate(self.within(busy, "working", "work"), ("working",))
        return self._not_working

    def works_as(self, *kinds: str, reason: str = "working") -> Verdict:
        """Whether one of these kinds of work, not suspended, goes on on the day."""
        work = self.facts.work
        if work is None:
            return _UNKNOWN_WORK
        spells = [item.spell for item in work if item.kind in kinds and not item.suspended]
        return self.within(f.merged(spells), reason, "work") if spells else self._as_far_as_known(_NO_SUCH_WORK)

    def settled(self) -> Verdict:
        """The sources name no condition of residence for the state-paid grounds, and say nothing of people who
        stay without a residence permit: for those the law is unclear, it is not a fact that is missing."""
        return _CONFIRMED if self.facts.residence in _SETTLED else _UNSETTLED_RESIDENCE

    def clipped(self, verdict: Verdict) -> Verdict:
        """The verdict vouched for only while the rules of the day are in force. Where the known law begins and ends
        is no turn of the law."""
        first = EVER if self.rules.first == self.law.first else self.rules.first
        last = FOREVER if self.rules.last == self.law.last else self.rules.last
        return verdict.within(first, last)

    def this_month(self, verdict: Verdict) -> Verdict:
        """The verdict vouched for only in the month of the day."""
        return verdict.within(first_day(self.month), last_day(self.month))
