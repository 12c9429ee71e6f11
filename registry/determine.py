"""What the engine says of a person on a day, kept as intervals.

A row is written when the answer changed: status, ground, payer, reasons, missing facts, or the day to look again. A
change of the facts or of the law that leaves all of that as it was writes nothing: the open row keeps the snapshot and
the law that it was made with, and can be recomputed from them at any time.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import prefetch_related_objects

from eligibility.rules import law as law_module
from eligibility.rules.assess import missing
from eligibility.rules.decide import decide
from eligibility.rules.facts import Facts
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError

from .bulk.records import Record, record_of
from .facts import RELATED, Person, digest, facts_of, person_told, read
from .log import Verb, Who, write
from .models import Citizen, Determination
from .told import Told, next_turn_of, told_of

ONE_DAY = timedelta(days=1)


class BackDated(ValueError):
    """The day lies before the beginning of the determination that holds: what was answered is not rewritten."""


class Answer(NamedTuple):
    """The fields of a determination that the engine gives."""

    status: str
    ground: str
    payer: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    next_change_on: date | None


def answer(person: Person, law: Law, on: date) -> Answer:
    """Raises LawRangeError for a day for which the law is not known, FactsError for an object that cannot be read."""
    return answered(facts_of(person, law, on), law, on)


def answered(facts: Facts, law: Law, on: date, turn: date | None = None) -> Answer:
    """``turn``: a day after ``on`` on which the facts themselves turn. Raises LawRangeError."""
    decision = decide(facts, law, on.toordinal())
    change = date.fromordinal(decision.until + 1) if decision.until < law.last else None
    if turn is not None and (change is None or turn < change) and turn.toordinal() <= law.last:
        change = turn
    deciding = decision.verdict
    return Answer(
        decision.status,
        decision.ground or "",
        decision.payer or "",
        deciding.reasons if deciding is not None else (),
        missing(decision),
        change,
    )


def looked_at(record: Record, law: Law, on: date) -> tuple[Told, Answer]:
    """What the rows tell on the day, and what follows; the answer names the day to look again.

    Raises LawRangeError and FactsError."""
    told = told_of(record, on)
    return told, answered(read(told, law, on), law, on, next_turn_of(record, on))


def stands(record: Record, law: Law, on: date, starts: date, held: Answer, found: Answer) -> bool:
    """Whether what was said on the day ``starts`` is still to be said on the day ``on``.

    The engine may name an earlier day to look again than it named before, and for the same facts both are right: such a
    day alone is none to write down, unless the rows or the law no longer give what was said."""
    if held == found:
        return True
    due = held.next_change_on is not None and held.next_change_on <= on
    if due or held[:-1] != found[:-1]:
        return False
    try:
        return looked_at(record, law, starts)[1] == held
    except (LawRangeError, FactsError):
        return False


@transaction.atomic
def determine(who: Who, citizen: Citizen, on: date, law: Law | None = None) -> Determination | None:
    """Decide on the day ``on`` and write the answer if it changed; None where it did not. Ends the row that holds on
    the day before; one that began on the same day is superseded. Two at once wait for each other at the citizen's row.

    Raises BackDated, LawRangeError (the law is not known for the day) and FactsError."""
    locked = Citizen.objects.select_for_update().get(pk=citizen.pk)
    return written(who, locked, on, law or law_module.load())


def written(who: Who, citizen: Citizen, on: date, law: Law) -> Determination | None:
    """As ``determine``, for a caller that has locked the citizen's row and read it anew in his transaction."""
    current = Determination.objects.filter(citizen=citizen, ends=None, superseded=False).first()
    if current is not None and on < current.starts:
        raise BackDated(f"{on} is before {current.starts}")
    prefetch_related_objects([citizen], *RELATED)
    record = record_of(citizen)
    told, found = looked_at(record, law, on)
    if current is not None:
        if stands(record, law, on, current.starts, kept(current), found):
            return None
        _close(current, on)
    person = person_told(told, on)
    row = Determination.objects.create(
        citizen=citizen,
        starts=on,
        facts=person,
        facts_digest=digest(person),
        law_digest=law.digest,
        determined_at=who.now,
        **{**found._asdict(), "reasons": list(found.reasons), "missing": list(found.missing)},
    )
    write(who, Verb.DETERMINED, citizen=citizen, details={"determination": row.pk})
    return row


def kept(row: Determination) -> Answer:
    """What the row says."""
    return Answer(row.status, row.ground, row.payer, tuple(row.reasons), tuple(row.missing), row.next_change_on)


def recompute(row: Determination, law: Law) -> Answer:
    """What the engine makes of the row's own snapshot under the law. ``next_change_on`` is that of the facts: the row
    may name an earlier day, on which its rows turned. Raises LawRangeError and FactsError."""
    return answer(row.facts, law, row.starts)


def problems(row: Determination, law: Law) -> list[str]:
    """Names of the fields that are not what comes of the row's snapshot. Of a row that was made under another law only
    the digest of its facts can be looked at."""
    wrong = [] if digest(row.facts) == row.facts_digest else ["facts_digest"]
    if row.law_digest != law.digest:
        return wrong
    try:
        found, held = recompute(row, law), kept(row)
    except (LawRangeError, FactsError):
        return [*wrong, "facts"]
    wrong += [name for name in Answer._fields if getattr(found, name) != getattr(held, name)]
    if "next_change_on" in wrong and _no_later(held.next_change_on, found.next_change_on):
        wrong.remove("next_change_on")
    return wrong


def _no_later(held: date | None, found: date | None) -> bool:
    """A row may name an earlier day than its facts do: one on which its person's rows turned."""
    return held is not None and (found is None or held < found)


def _close(row: Determination, on: date) -> None:
    if row.starts == on:
        row.superseded, row.ends = True, on
    else:
        row.ends = on - ONE_DAY
    row.save(update_fields=["superseded", "ends"])
