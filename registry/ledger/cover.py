"""What the engine says of one person's year for the akimat: from which visit it covers him, and in which months as
registered unemployed. Nothing is decided here and nothing written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from eligibility.rules.dates import month_of
from eligibility.rules.decide import Decision, decide
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.grounds.local import WELLBEING
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law
from eligibility.rules.truth import UNCLEAR, UNKNOWN

from ..facts import ONE_DAY, Person, facts_of, next_turn, person_of
from ..models import Citizen, ConfirmedGround, Visit

LOCAL = "local_budget"
UNEMPLOYED = "registered_unemployed"


@dataclass(frozen=True, slots=True)
class Cover:
    """By level D or E. ``visits``: any of them alone brings it, the earliest first; ``first_month``: in which it
    began."""

    visits: tuple[Visit, ...]
    ground: ConfirmedGround
    first_month: int


@dataclass(slots=True)
class Year:
    """``wellbeing`` None: no cover has begun. ``doubted``: levels on which the engine says neither yes nor no since
    the first visit. ``idle``, ``idle_doubted``: the months by the number of the unemployed person's ground."""

    wellbeing: Cover | None = None
    doubted: set[str] = field(default_factory=set)
    idle: dict[int, set[int]] = field(default_factory=dict)
    idle_doubted: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends belong, on which nothing changes; ``person``: the facts of the first."""

    first: date
    last: date
    person: Person
    decision: Decision


def year_of(citizen: Citizen, law: Law, year: int, on: date) -> Year:
    """The year as the rows of the citizen tell it on the day ``on``: a visit counts up to that day, a registration as
    unemployed up to December if its end is not known. The rows are to be fetched already."""
    found = Year()
    rows = [row for row in citizen.confirmed_grounds.all() if not row.void]
    first, last = date(year, 1, 1), date(year, 12, 31)
    if any(row.code == UNEMPLOYED and _touches(row, first, last) for row in rows):
        for span in spans(citizen, law, first, last):
            _note_unemployment(found, span, rows)
    if any(row.code in WELLBEING for row in rows):
        _find_cover(found, citizen, law, year, min(on, last))
    return found


def spans(citizen: Citizen, law: Law, first: date, last: date) -> Iterator[Span]:
    """The days from ``first`` to ``last``, decided. Days for which the law is not known, or of which the facts cannot
    be, as before the birth, are left out."""
    day = max(first, date.fromordinal(law.first))
    last = min(last, date.fromordinal(law.last))
    while day <= last:
        person, turn = person_of(citizen, day), next_turn(citizen, day)
        end = min(last, turn - ONE_DAY) if turn else last
        try:
            decision = decide(facts_of(person, law, day), law, day.toordinal())
        except FactsError:
            day += ONE_DAY
            continue
        if decision.until < end.toordinal():
            end = date.fromordinal(decision.until)
        yield Span(day, end, person, decision)
        day = end + ONE_DAY


def _find_cover(found: Year, citizen: Citizen, law: Law, year: int, on: date) -> None:
    visits = [row for row in citizen.visits.all() if row.struck_at is None and row.day.year == year and row.day <= on]
    visits.sort(key=lambda row: (row.day, row.pk))
    if not visits:
        return
    for span in spans(citizen, law, visits[0].day, on):
        code = span.decision.ground
        if code in WELLBEING and span.decision.status == "insured" and span.decision.payer == LOCAL:
            found.wellbeing = _cover(span, code, [row for row in visits if row.day <= span.first], citizen, law)
            return
        case = span.decision.case
        found.doubted |= {code for code in WELLBEING if case.verdict(GROUNDS[code]).truth in (UNCLEAR, UNKNOWN)}


def _cover(span: Span, code: str, visits: list[Visit], citizen: Citizen, law: Law) -> Cover | None:
    """Asks the engine about each visit as if it were the only one."""
    bringing = [row for row in visits if _alone(span, code, row, law)]
    if not bringing:
        return None
    ground = _covering(list(citizen.confirmed_grounds.all()), code, bringing[0].day)
    return Cover(tuple(bringing), ground, month_of(span.first.toordinal())) if ground else None


def _alone(span: Span, code: str, visit: Visit, law: Law) -> bool:
    person = {**span.person, "care_sought": [visit.day.isoformat()]}
    decision = decide(facts_of(person, law, span.first), law, span.first.toordinal())
    return (decision.status, decision.ground) == ("insured", code)


def _note_unemployment(found: Year, span: Span, rows: list[ConfirmedGround]) -> None:
    decision = span.decision
    ground = _covering(rows, UNEMPLOYED, span.first)
    if ground is None:
        return
    if decision.status == "insured":
        held = found.idle if (decision.ground, decision.payer) == (UNEMPLOYED, LOCAL) else None
    else:
        doubted = decision.case.verdict(GROUNDS[UNEMPLOYED]).truth in (UNCLEAR, UNKNOWN)
        held = found.idle_doubted if doubted else None
    if held is not None:
        months = range(month_of(span.first.toordinal()), month_of(span.last.toordinal()) + 1)
        held.setdefault(ground.pk, set()).update(months)


def _covering(rows: list[ConfirmedGround], code: str, day: date) -> ConfirmedGround | None:
    """The last row of the ground that counts on the day."""
    held = [row for row in rows if row.code == code and not row.void and _touches(row, day, day)]
    return max(held, key=lambda row: (row.starts, row.pk), default=None)


def _touches(row: ConfirmedGround, first: date, last: date) -> bool:
    return row.starts <= last and (row.ends is None or row.ends >= first)
