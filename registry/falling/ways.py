"""What would keep a cover that ends, and by when it has to be begun: the engine's routes of the day after."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from eligibility.rules.assess import assess
from eligibility.rules.changes import Change
from eligibility.rules.deadlines import Moment, deadlines_before
from eligibility.rules.law import Law
from eligibility.rules.routes import AFTER_CHILDHOOD
from eligibility.rules.truth import unique

from ..facts import facts_of
from ..lookup import FOR_ANY_GROUND
from . import kinds
from .ending import INSURED, ONE_DAY, Ending

LAST = ("disability_assessment", "ask_the_fund")
"""After all others: the one is for those who are ill, of which this list knows nothing, the other keeps no cover."""


class Way(NamedTuple):
    """``by``: the last day on which to begin; ``opens``: the first day on which it can be begun, where that is still to
    come. Both None: it has no day."""

    route: str
    by: date | None
    opens: date | None


def ways(found: Ending, today: date, law: Law) -> tuple[Way, ...]:
    """The best first. Raises LawRangeError and FactsError."""
    after = found.last_day + ONE_DAY
    then = assess(facts_of(found.after, law, after), law, after.toordinal())
    loss = Change(after.toordinal(), then.status, None, found.ground)
    codes = then.routes
    if kinds.kind_of(found.ground, found.last_day) == kinds.FIRST:
        codes = unique((*after_childhood(law, after), *codes))
    codes = tuple(sorted(codes, key=lambda code: LAST.index(code) + 1 if code in LAST else 0))
    days = {
        item.route: item
        for item in deadlines_before(
            loss, codes, Moment(law, today.toordinal(), INSURED), facts_of(found.today, law, today)
        )
    }
    return tuple(
        Way(code, _day(days[code].by), _day(days[code].earliest)) if code in days else Way(code, None, None)
        for code in codes
    )


def after_childhood(law: Law, on: date) -> tuple[str, ...]:
    """What the Fund names for the time after the 18th birthday, as far as it is law: the same for everybody."""
    in_force = law.at(on.toordinal()).routes
    return tuple(code for code in AFTER_CHILDHOOD if code in in_force)


def kept(found: tuple[Way, ...]) -> list[dict[str, Any]]:
    """As ``CoverEnd.routes`` holds them."""
    return [
        {"route": way.route} | {key: day.isoformat() for key, day in (("by", way.by), ("opens", way.opens)) if day}
        for way in found
    ]


def read(rows: list[Mapping[str, Any]]) -> Iterator[Way]:
    for row in rows:
        yield Way(row["route"], *(date.fromisoformat(row[key]) if key in row else None for key in ("by", "opens")))


def for_the_ill(found: tuple[Way, ...]) -> tuple[Way, ...]:
    """The assessment first: for a reader who knows that there is an illness."""
    return tuple(sorted(found, key=lambda way: way.route != LAST[0]))


def for_polyclinics(found: tuple[Way, ...], kind: str, law: Law, last_day: date) -> tuple[Way, ...]:
    """What a polyclinic is told: nothing that tells on which ground a budget pays. Of those who turn 18, what is the
    same for everybody; of those who pay month by month, everything."""
    told_as = kinds.told_to_polyclinics(kind)
    if told_as == kinds.OWN_MONTHS:
        return found
    allowed = after_childhood(law, last_day + ONE_DAY) if kind == kinds.FIRST else FOR_ANY_GROUND
    return tuple(way for way in found if way.route in allowed)


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
