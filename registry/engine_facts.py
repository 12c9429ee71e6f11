"""What the rows tell, straight as the engine's facts: what eligibility/rules/facts_json.py would read in the ``person``
object, for people of whom nothing has to be checked there.

Whatever is not plain – a value that the contract does not know, something verified by an officer – is left to the
object, so that it is refused, or read, in one place. That both ways give the same is tested.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from eligibility.rules import facts as f
from eligibility.rules.dates import FOREVER
from eligibility.rules.facts import Facts, Paid, Spell
from eligibility.rules.facts_json import MOST_INCOME
from eligibility.rules.json_values import MOST_ITEMS

from .bulk.records import Contribution, Ground, Work
from .told import LAST_DAY, Level, Told

_NOT_TOLD: Mapping[str, tuple[Spell, ...] | None] = dict.fromkeys(f.CIRCUMSTANCES)
_RESIDENCES = frozenset((None, *f.RESIDENCES))
_WORK_KINDS = frozenset(f.WORK_KINDS)
_CONTRIBUTION_KINDS = frozenset(f.CONTRIBUTION_KINDS)


class _NotPlain(Exception):
    """Something that only the reader of the object can judge."""


def quick_facts(told: Told, day: int) -> Facts | None:
    """For a question about the day (ordinal); None where the ``person`` object has to be read."""
    birth = None if told.birth is None else told.birth.toordinal()
    if told.verified or (birth is not None and birth > day) or told.residence not in _RESIDENCES:
        return None
    try:
        return Facts(
            birth,
            told.residence,
            None if told.works is None else _works(told.works),
            _circumstances(told),
            None if told.levels is None else "",
            told.last_pension,
            told.attached,
            None if told.care_sought is None else _days(told.care_sought),
            None if told.contributions is None else _paid(told.contributions, told.contributions_from),
            None,
            told.known_from.toordinal(),
            () if told.levels is None else _levels(told.levels),
        )
    except _NotPlain:
        return None


def _spell(starts: date, ends: date | None) -> Spell:
    return Spell(starts.toordinal(), FOREVER if ends is None or ends > LAST_DAY else ends.toordinal())


def _works(rows: Sequence[Work]) -> tuple[f.Work, ...]:
    if len(rows) > MOST_ITEMS:
        raise _NotPlain
    found = []
    for _, starts, ends, kind, income, suspended in rows:
        if kind not in _WORK_KINDS or (income is not None and income > MOST_INCOME):
            raise _NotPlain
        if suspended and kind != "entrepreneur":
            raise _NotPlain
        found.append(f.Work(kind, _spell(starts, ends), income, suspended))
    return tuple(found)


def _circumstances(told: Told) -> Mapping[str, tuple[Spell, ...] | None]:
    base = f.NO_CIRCUMSTANCES if told.complete else _NOT_TOLD
    if not told.circumstances:
        return base
    found = dict(base)
    for name, rows in told.circumstances.items():
        if len(rows) > MOST_ITEMS:
            raise _NotPlain
        if name == "raising_child_under_3":
            found[name] = tuple([_raising(row) for row in rows])
        elif name == "imprisonment":
            found[name] = tuple([_spell(row[1], row[2]) for row in rows])
        else:
            found[name] = f.merged([_spell(row[1], row[2]) for row in rows])
    return found


def _raising(row: Ground) -> Spell:
    _, starts, ends, _, child_birth_date, _, _ = row
    held = _spell(starts, ends)
    if child_birth_date is None:
        return held
    if child_birth_date > LAST_DAY:
        raise _NotPlain
    return Spell(held.start, held.end, child_birth_date.toordinal())


def _levels(rows: Sequence[Level]) -> tuple[tuple[str, Spell], ...]:
    """The newest first, as in the contract."""
    if len(rows) > MOST_ITEMS:
        raise _NotPlain
    if len(rows) > 1:
        rows = sorted(rows, key=lambda row: (row[1], row[0]), reverse=True)
    return tuple([(level, _spell(starts, ends)) for level, starts, ends in rows])


def _days(days: Sequence[date]) -> tuple[int, ...]:
    if days and days[-1] > LAST_DAY:
        raise _NotPlain
    return tuple([day.toordinal() for day in days])


def _paid(rows: Sequence[Contribution], known_from: int) -> Paid:
    bits: dict[str, int] = {}
    if len(rows) > MOST_ITEMS:
        raise _NotPlain
    for _, kind, first, last in rows:
        if kind not in _CONTRIBUTION_KINDS:
            raise _NotPlain
        bits[kind] = bits.get(kind, 0) | f.month_bits(first, last)
    return Paid(bits, known_from)
