"""What a what-if changes in the facts. Nothing is judged here: the engine answers on the changed facts.

A change begins on the day asked about and touches nothing before it. Facts that cannot hold it without claiming what
nobody knows (this job, and perhaps others) are given back as they were.
"""

from dataclasses import replace

from .decide import Decision
from .facts import LAST_MONTH, Facts, Spell, Work, merged, month_bits, paying
from .grounds.payments import last_due_month
from .money import advance, arrears
from .truth import YES

LEVELS_PAID_FOR = ("D", "E")
OWN_BUSINESS = ("entrepreneur", "private_practice")
"""Kinds of work, and grounds, whose payments are those of an entrepreneur."""


def circumstance(base: Decision, name: str) -> Facts:
    """The circumstance holds from the day on, without an end. Where it was not known, its past stays unknown."""
    facts, day = base.case.facts, base.case.day
    spells = facts.circumstances[name]
    held = (Spell(),) if spells is None else merged((*spells, Spell(day)))
    return replace(facts, circumstances={**facts.circumstances, name: held})


def work(base: Decision, kind: str, income: int | None) -> Facts:
    """A job or activity begins on the day, and every month from this one on is paid for it."""
    facts, case = base.case.facts, base.case
    if facts.work is None:
        return facts
    begun = Work(kind, Spell(case.day), income)
    return replace(paying(facts, kind, month_bits(case.month, LAST_MONTH)), work=(*facts.work, begun))


def no_work(base: Decision) -> Facts:
    """The day is the last one of all work, and of a leave from it. What is due for the months worked still comes
    where payments came so far; nothing is paid for the months after this one."""
    facts, day, month = base.case.facts, base.case.day, base.case.month
    if not facts.work:
        return facts
    ended = tuple(replace(item, spell=_ending(item.spell, day)) for item in facts.work if _has_begun(item.spell, day))
    leave = facts.circumstances["parental_leave"]
    held = leave and tuple(_ending(spell, day) for spell in leave if _has_begun(spell, day))
    changed = replace(facts, work=ended, circumstances={**facts.circumstances, "parental_leave": held})
    if facts.paid is None:
        return changed
    kept = {kind: _until(bits, kind, month) | _still_due(base, kind) for kind, bits in facts.paid.by_kind.items()}
    return replace(changed, paid=replace(facts.paid, by_kind=kept))


def _has_begun(spell: Spell, day: int) -> bool:
    return spell.start is None or spell.start <= day


def _ending(spell: Spell, day: int) -> Spell:
    return replace(spell, end=min(spell.end, day))


def _until(bits: int, kind: str, month: int) -> int:
    """Months paid for work up to this one; what somebody paid ahead for himself stays paid."""
    return bits if kind == "self_payer" else bits & month_bits(0, month)


def _still_due(base: Decision, kind: str) -> int:
    """The months up to this one whose payment is on its way."""
    grounds = OWN_BUSINESS if kind == "entrepreneur" else (kind,)
    expected = any(f.code in grounds and "payment_not_yet_due" in f.verdict.reasons for f in base.findings)
    return month_bits(last_due_month(base.case) + 1, base.case.month) if expected else 0


def missed_months(base: Decision) -> Facts:
    """What is owed is paid, this month and every later one too. Unchanged where it is not known what is owed."""
    facts, case, owed = base.case.facts, base.case, arrears(base)
    if owed is None:
        return facts
    own_business = case.works_as(*OWN_BUSINESS).truth == YES
    kind = "entrepreneur" if own_business else "self_payer"
    for month in owed.months:
        facts = paying(facts, kind, month_bits(month, month))
    return paying(facts, kind, month_bits(case.month, LAST_MONTH))


def year_ahead(base: Decision, first: int) -> Facts:
    """The person pays the months ahead, from the one that comes ``first`` months after this one. Unchanged where they
    or this one are paid already, and where others may pay but nobody knows whether they do."""
    facts, case = base.case.facts, base.case
    paid = facts.paid
    if paid is None and case.not_working().truth != YES:
        return facts
    if advance(case).unpaid == 0 or (first == 0 and paid is not None and paid.has(case.month)):
        return facts
    ahead = month_bits(case.month + first, case.month + case.rules.whole("advance_months"))
    return paying(facts, "self_payer", ahead)


def level_and_care(base: Decision) -> Facts:
    """The family has level D (or the E that it has), the person belongs to a polyclinic and comes for care on the
    day. A level that is known to be another one stays what it is."""
    facts, day = base.case.facts, base.case.day
    level = facts.level_on(day)
    if level and level not in LEVELS_PAID_FOR:
        return facts
    visits = tuple(sorted({*(facts.care_sought or ()), day}))
    held = level or LEVELS_PAID_FOR[0]
    levels = ((held, Spell(day)), *facts.levels) if facts.levels else ()
    return replace(facts, level=held, levels=levels, attached=True, care_sought=visits)
