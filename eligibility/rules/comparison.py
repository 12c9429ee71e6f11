"""The same facts on the same day under the law of two days: what differs, and the act that made it differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .assess import Assessment, GroundFinding, assess
from .care import DiagnosisCare, ServiceCare
from .causes import Cause, Causes, first_of, turned
from .dues import Due
from .facts import Facts
from .grounds import GROUNDS
from .law import Law
from .money import Advance, Arrears, StateShare
from .truth import NO, Truth, unique

Kind = Literal[
    "status", "payer", "until", "ground", "diagnosis", "service", "monthly", "arrears", "advance", "state_share"
]
Seen = str | int | GroundFinding | DiagnosisCare | ServiceCare | Due | Arrears | Advance | StateShare | None

PRICE_PARAMETERS = ("minimum_wage", "self_payer_base", "self_payer_rate", "entrepreneur_base", "entrepreneur_rate")
SHARE_PARAMETERS = ("local_state_rate", "state_rate", "state_base")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs. ``code``: the ground, service or payment; of a diagnosis its place in the facts.
    ``before`` and ``after`` are what the two answers hold there, None where one has nothing. ``act`` and ``article``
    are those of the law that made the difference, as it stands under the second law."""

    kind: Kind
    code: str
    before: Seen
    after: Seen
    act: str
    article: str
    certainty: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``days``: the days (ordinals) whose laws are compared, in the order of the answers."""

    days: tuple[int, int]
    first: Assessment
    second: Assessment
    differences: tuple[Difference, ...]


def compare(facts: Facts, law: Law, on: int, first: int, second: int) -> Comparison:
    """The answer for the day ``on`` under the law of ``first`` and under that of ``second`` (ordinals).

    Raises LawRangeError when one of the three lies outside the known law."""
    laws = law.as_of(first), law.as_of(second)
    before, after = assess(facts, laws[0], on), assess(facts, laws[1], on)
    causes = Causes(facts, *laws, on, turned(law, first, second))
    parts = (_standing, _grounds, _diagnoses, _services, _monthly, _arrears, _advance, _state_share)
    found = tuple(item for part in parts for item in part(before, after, causes))
    return Comparison((first, second), before, after, found)


def greatest_turn(law: Law) -> int:
    """First day (ordinal) of the law that changed more than any other one among those known."""
    turns = [later.first for _, later in pairwise(law.stretches)]
    return max(turns, key=lambda day: len(turned(law, day - 1, day)))


def _difference(kind: Kind, code: str, before: Seen, after: Seen, cause: Cause) -> Difference:
    return Difference(kind, code, before, after, cause.act, cause.article, cause.certainty, cause.notes)


Part = Iterator[Difference]


def _standing(before: Assessment, after: Assessment, causes: Causes) -> Part:
    if before.status != after.status:
        yield _difference("status", "status", before.status, after.status, causes.of_status())
    if before.payer != after.payer:
        yield _difference("payer", "payer", before.payer, after.payer, causes.of_status())
    if before.until != after.until:
        same = before.status == after.status
        cause = causes.of_end((before.until, after.until)) if same else causes.of_status()
        yield _difference("until", "until", before.until, after.until, cause)


def _grounds(before: Assessment, after: Assessment, causes: Causes) -> Part:
    """A ground that one law does not know gives nothing under it; so it differs only where the other one does not
    say "no" to this person."""
    known = [{item.code: item for item in result.grounds} for result in (before, after)]
    for code in GROUNDS:
        old, new = (table.get(code) for table in known)
        if _outcome(old) != _outcome(new):
            yield _difference("ground", code, old, new, causes.of_ground(code))


def _outcome(item: GroundFinding | None) -> Truth:
    return NO if item is None else item.outcome


def _diagnoses(before: Assessment, after: Assessment, causes: Causes) -> Part:
    for place, (old, new) in enumerate(zip(before.diagnoses, after.diagnoses, strict=True)):
        if (old.package, old.until) != (new.package, new.until):
            cause = first_of(causes.turned, [("diagnoses", new.group)]) or causes.of_status()
            notes = unique([*new.notes, *(note for note in cause.notes if note in old.notes)])
            yield Difference("diagnosis", str(place), old, new, cause.act, cause.article, cause.certainty, notes)
        elif old.covered != new.covered:
            yield _difference("diagnosis", str(place), old, new, causes.of_status())


def _services(before: Assessment, after: Assessment, causes: Causes) -> Part:
    known = [{item.code: item for item in result.services} for result in (before, after)]
    for code in unique([*known[1], *known[0]]):
        old, new = (table.get(code) for table in known)
        if _as_shown(old) != _as_shown(new):
            cause = first_of(causes.turned, [("services", code)]) or causes.of_status()
            yield _difference("service", code, old, new, cause)


def _as_shown(item: ServiceCare | None) -> tuple[str, ...]:
    return (item.package, item.covered, item.certainty) if item else ()


def _monthly(before: Assessment, after: Assessment, causes: Causes) -> Part:
    known = [{_payment(due): due for due in result.contribution.monthly} for result in (before, after)]
    for code in unique([*known[1], *known[0]]):
        old, new = (table.get(code) for table in known)
        if old and new and old.amount != new.amount:
            sums = old.amount, new.amount
            yield _difference("monthly", code, old, new, _of_sum(causes, new.parameters, sums))
        elif old is None or new is None:
            regime = "self_employed_regime" in (*known[0], *known[1]) and causes.of_parameters(["self_employed_rate"])
            yield _difference("monthly", code, old, new, regime or causes.of_status())


def _payment(due: Due) -> str:
    """What a person pays for himself is told apart by its kind, what others pay by who pays."""
    return due.kind if due.who == "self" else due.who


def _of_sum(causes: Causes, codes: tuple[str, ...], sums: tuple[object, object]) -> Cause:
    """A sum that only one law can name is laid to the figure that the other one lacks, the last of the codes."""
    ordered = reversed(codes) if None in sums else codes
    return causes.of_parameters(ordered) or causes.of_status()


def _arrears(before: Assessment, after: Assessment, causes: Causes) -> Part:
    old, new = before.contribution.arrears, after.contribution.arrears
    if old == new:
        return
    if old and new and old.months == new.months:
        cause = causes.of_parameters(PRICE_PARAMETERS) or causes.of_status()
    elif before.status == after.status:
        cause = causes.of_parameters(["arrears_window"]) or causes.of_ground("self_payer")
    else:
        cause = causes.of_status()
    yield _difference("arrears", "arrears", old, new, cause)


def _advance(before: Assessment, after: Assessment, causes: Causes) -> Part:
    old, new = (_offered(result) for result in (before, after))
    if old == new:
        return
    if old is None or new is None:
        cause = causes.of_status()
    else:
        cause = causes.of_parameters(["advance_months", *PRICE_PARAMETERS]) or causes.of_status()
    yield _difference("advance", "advance", old, new, cause)


def _offered(result: Assessment) -> Advance | None:
    """Paying ahead is of use only to somebody for whom nobody else pays."""
    return None if result.status == "insured" and result.payer != "self" else result.contribution.advance


def _state_share(before: Assessment, after: Assessment, causes: Causes) -> Part:
    old, new = before.contribution.state, after.contribution.state
    if old == new:
        return
    sums = old and old.amount, new and new.amount
    same = before.payer == after.payer
    cause = _of_sum(causes, SHARE_PARAMETERS, sums) if same else causes.of_status()
    yield _difference("state_share", "state_share", old, new, cause)
