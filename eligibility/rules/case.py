"""One person's facts beside the law of one day: what every ground looks at."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from . import facts as f
from .dates import EVER, FOREVER, first_day, last_day, month_of
from .law import Law, Rules
from .levels import Level, level_around
from .truth import NO, UNKNOWN, YES, Verdict, negate, no, unclear, unknown, yes

_CONFIRMED = yes()
_NEVER_APPLIED = no("circumstance_absent")
_PAST_UNKNOWN = unknown("past")
_UNSETTLED_RESIDENCE = unclear("residence_not_settled")
_UNKNOWN_CIRCUMSTANCE = {name: unknown(f"circumstances.{name}") for name in f.CIRCUMSTANCES}
_UNKNOWN_WORK = unknown("work")
_NO_SUCH_WORK = no("no_such_work")
_SETTLED = ("citizen", "kandas", "permanent_resident", None)
_DAYS_KEPT = 4096


@lru_cache(maxsize=_DAYS_KEPT)
def _never_applied(known_from: int) -> Verdict:
    return _NEVER_APPLIED.within(known_from, FOREVER)


@lru_cache(maxsize=_DAYS_KEPT)
def _no_such_work(known_from: int) -> Verdict:
    return _NO_SUCH_WORK.within(known_from, FOREVER)


Ground = Callable[["Case"], Verdict]
RESTS_ON: dict[Ground, str] = {}
"""Ground → the circumstance without which it does not hold. Where that is known never to have been, ``Case.absent`` is
what comes of the ground."""


def rests_on(name: str) -> Callable[[Ground], Ground]:
    """Marks a ground of which no more than ``Case.holds`` is to be asked where that is a no."""

    def mark(ground: Ground) -> Ground:
        RESTS_ON[ground] = name
        return ground

    return mark


class Several:
    """Grounds that are asked together, some of which rest on circumstances. ``each``: with the circumstance, or "".
    ``asked``: those that rest on none; ``place``: where the first of the others stands among them."""

    __slots__ = ("asked", "each", "place")

    def __init__(self, grounds: Sequence[Ground]) -> None:
        self.each = tuple((ground, RESTS_ON.get(ground, "")) for ground in grounds)
        self.asked = tuple(ground for ground, name in self.each if not name)
        self.place = next(place for place, (_, name) in enumerate(self.each) if name)


class Case:
    """Facts and law on ``day``. ``asked`` is the day the question is about: facts without dates hold on it,
    and for any other day of the past they say nothing. What was worked out once, a ground's verdict or a day of the
    past, is kept."""

    __slots__ = (
        "_denied",
        "_level",
        "_not_working",
        "_past",
        "_steady",
        "_verdicts",
        "absent",
        "asked",
        "day",
        "facts",
        "law",
        "month",
        "rules",
    )

    def __init__(self, facts: f.Facts, law: Law, day: int, asked: int | None = None) -> None:
        self.facts = facts
        self.law = law
        self.day = day
        self.asked = day if asked is None else asked
        self.rules: Rules = law.at(day) if asked is None else law.look_back(day)
        self.month = month_of(day)
        known_from = facts.known_from
        self.absent = _never_applied(known_from) if day >= known_from else self._as_far_as_known(_NEVER_APPLIED)
        """What comes of a circumstance that is known never to have been."""
        self._not_working: Verdict | None = None
        self._level: Level | None = None
        self._denied: dict[str, Verdict] = {}
        self._steady: tuple[int, int] | None = None
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

    def verdicts(self, grounds: Several) -> list[Verdict]:
        """What comes of each of the grounds, in their order. That circumstances have never been is said once for all
        grounds that rest on them."""
        circumstances, absent = self.facts.circumstances, self.absent
        if absent.truth != NO:
            return [self.verdict(ground) for ground, _ in grounds.each]
        if circumstances is f.NO_CIRCUMSTANCES:
            found = [self.verdict(ground) for ground in grounds.asked]
            found.insert(grounds.place, absent)
            return found
        found = []
        said = False
        for ground, name in grounds.each:
            if not name or circumstances[name] != ():
                found.append(self.verdict(ground))
            elif not said:
                said = True
                found.append(absent)
        return found

    def holds(self, name: str, reason: str) -> Verdict:
        """Whether the circumstance holds on the day."""
        spells = self.facts.circumstances[name]
        if spells is None:
            return _UNKNOWN_CIRCUMSTANCE[name]
        if not spells:
            return self.absent
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
        spells = [item.spell for item in work if item.kind in kinds and not item.suspended] if work else None
        if spells:
            return self.within(f.merged(spells), reason, "work")
        known_from = self.facts.known_from
        return _no_such_work(known_from) if self.day >= known_from else self._as_far_as_known(_NO_SUCH_WORK)

    def level(self) -> Level:
        """Of well-being."""
        if self._level is None:
            self._level = level_around(self.facts, self.day)
        return self._level

    def steady(self) -> tuple[int, int]:
        """Days around this one in which no job begins or ends, no payment begins or stops and none falls due."""
        if self._steady is None:
            self._steady = self.day, min(self._turns())
        return self._steady

    def denied(self, reason: str) -> Verdict:
        """No, as long as no job and no payment begins or ends."""
        found = self._denied.get(reason)
        if found is None:
            found = self._denied[reason] = Verdict(NO, (reason,), (), *self.steady())
        return found

    def _turns(self) -> list[int]:
        paid, day, month, turns = self.facts.paid, self.day, self.month, [FOREVER]
        if paid and paid.every >> max(month - 2 - f.FIRST_MONTH, 0):
            due = first_day(month) + self.rules.whole("contribution_due_day") - 1
            turns += [due] if day <= due else [last_day(month)]
        for item in self.facts.work or ():
            turns += self._turns_of(item.spell)
        return turns

    def _turns_of(self, spell: f.Spell) -> list[int]:
        """From the day on: the last days before the job begins or ends, and those of the months before its first and of
        its last one."""
        turns = []
        if spell.start is not None and spell.start > self.day:
            before = first_day(month_of(spell.start)) - 1
            turns.append(before if before >= self.day else spell.start - 1)
        if self.day <= spell.end < FOREVER:
            turns.append(spell.end)
        elif first_day(self.month) <= spell.end < self.day:
            turns.append(last_day(self.month))
        return turns

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
