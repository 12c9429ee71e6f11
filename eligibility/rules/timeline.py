"""The cover as a line of time: stretches of one status behind and ahead of a day, and the events upon them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .changes import because, decisions_ahead, horizon, package_changes
from .dates import birthday, first_day, month_of
from .decide import RETENTIONS, Decision, Status, decide
from .facts import Facts
from .grounds.local import WELLBEING
from .law import Law

MONTHS_BEHIND = 12
MONTHS_SHOWN_BEHIND = 2
"""So much of the past is shown even where the answers say nothing about it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``first``..``last`` (ordinals, closed) with one status, deciding ground and payer."""

    first: int
    last: int
    status: Status
    ground: str | None
    payer: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """What turns on the day ``on`` (ordinal). ``code``: a key of the terms under ``events``; ``subject``: the ground
    or the group of diseases that it is about, ``package``: the new package of that group."""

    on: int
    code: str
    subject: str | None = None
    package: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """``stretches`` follow one another without a gap from ``first`` to ``last`` (ordinals, closed)."""

    first: int
    last: int
    today: int
    stretches: tuple[Stretch, ...]
    events: tuple[Event, ...]

    def at(self, day: int) -> Stretch:
        """The stretch that contains the day. Raises StopIteration outside the line."""
        return next(part for part in self.stretches if part.first <= day <= part.last)


def timeline(facts: Facts, law: Law, on: int) -> Timeline:
    """From a year before ``on``, as far as the facts tell, to 24 months after it, as far as the law is known.

    Facts without dates hold on ``on`` and after it; of the days before they say nothing, so that these are unknown.
    Raises LawRangeError when the law is not known for the day."""
    end = horizon(law, on)
    ahead = list(decisions_ahead(facts, law, decide(facts, law, on, every_ground=True)))
    whole = [*_decisions_behind(facts, law, on), *ahead]
    stretches = tuple(_stretches(whole, end))
    first = _worth_showing(stretches, law, on)
    shown = tuple(_from(first, stretches))
    events = [*_turns(whole, law), *_packages(facts, law, whole, end), *_birthdays(facts, law)]
    kept = sorted({event for event in events if first < event.on <= end}, key=lambda item: (item.on, item.code))
    return Timeline(first, end, on, shown, tuple(kept))


def _decisions_behind(facts: Facts, law: Law, on: int) -> Iterator[Decision]:
    day = max(first_day(month_of(on) - MONTHS_BEHIND), law.first)
    while day < on:
        decision = decide(facts, law, day, asked=on)
        yield decision
        day = decision.until + 1


def _stretches(decisions: list[Decision], end: int) -> Iterator[Stretch]:
    """Neighbouring decisions of one status and ground as one stretch; a doubt is one, whatever ground it is about."""
    starts = [decisions[0]]
    starts += [after for before, after in pairwise(decisions) if _standing(before) != _standing(after)]
    lasts = [after.case.day - 1 for after in starts[1:]] + [end]
    for decision, last in zip(starts, lasts, strict=True):
        yield Stretch(decision.case.day, last, *_standing(decision))


def _standing(decision: Decision) -> tuple[Status, str | None, str | None]:
    ground = decision.ground if decision.status == "insured" else None
    return decision.status, ground, decision.payer


def _worth_showing(stretches: tuple[Stretch, ...], law: Law, on: int) -> int:
    """First day to show: months of which nothing is known at all are left out, but for the last ones."""
    first = stretches[0]
    latest = max(first_day(month_of(on) - MONTHS_SHOWN_BEHIND), law.first)
    if first.status != "unknown":
        return first.first
    return min(latest, first.last + 1)


def _from(first: int, stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    for part in stretches:
        if part.last >= first:
            yield Stretch(max(part.first, first), part.last, part.status, part.ground, part.payer)


def _turns(decisions: list[Decision], law: Law) -> Iterator[Event]:
    """Where the status or its ground changes, and why."""
    for before, after in pairwise(decisions):
        if _standing(before) != _standing(after) and "unknown" not in (before.status, after.status):
            yield _turn(before, after, law)


def _turn(before: Decision, after: Decision, law: Law) -> Event:
    day, ended, subject = after.case.day, before.ground, because(before, after)
    if ended in RETENTIONS and after.status == "not_insured":
        return Event(day, "retention_ends", ended)
    if ended in WELLBEING and after.status != "insured":
        return Event(day, "year_ends", ended)
    if law.payer(subject, day - 1) != law.payer(subject, day):
        return Event(day, "law_changes", subject)
    return Event(day, "ground_ends" if subject == before.ground else "ground_begins", subject)


def _packages(facts: Facts, law: Law, decisions: list[Decision], end: int) -> Iterator[Event]:
    for change in package_changes(facts, law, decisions, end):
        code = "law_changes" if change.on in law.starts else "limit_ends"
        yield Event(change.on, code, change.because, change.package)


def _birthdays(facts: Facts, law: Law) -> Iterator[Event]:
    if facts.birth is not None:
        adult = law.at(law.last).whole("adult_age")
        yield Event(birthday(facts.birth, adult), "eighteenth_birthday")
    for spell in facts.circumstances["raising_child_under_3"] or ():
        if spell.child_birth is not None:
            age = law.at(law.last).whole("small_child_age")
            yield Event(birthday(spell.child_birth, age), "third_birthday")
