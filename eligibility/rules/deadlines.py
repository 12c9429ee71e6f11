"""By when a step has to be begun so that the cover does not break off: counted back from its last day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .assess import Assessment
from .changes import Change
from .dates import add_months, birthday, first_day, month_of, year_end
from .decide import Status
from .facts import Facts
from .grounds import GROUNDS
from .grounds.state import ARTICLE_26
from .law import Law, Rules

SATURDAY = 5
"""From this day of the week on (Monday is 0) nobody works; public holidays are not known here."""
PROVES = {"prove_study": "full_time_student"}
"""A ground that ends cannot be proved any longer: the route is no way on from it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """How long a route takes: ``working_days`` of an official time, or ``months`` of our own advice, one of them.
    ``before_month``: it has to be done before the month begins whose cover it gives."""

    working_days: int | None
    months: int | None
    certainty: str
    note: str | None
    before_month: bool
    not_before: tuple[str, ...]


class Moment(NamedTuple):
    """The day (ordinal) from which is counted, and what the person is on it."""

    law: Law
    on: int
    status: Status


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a route has to be begun. Days are ordinals.

    ``by``: the last day on which to begin; None where no loss is in sight, or where the route opens only after the
    cover has ended (``earliest`` says when). ``cover_ends``: the last day of cover, from which it is counted back;
    None for a person who is not insured now or loses nothing. ``because``: the ground whose end it is about, "" for
    none. ``late``: begin now, because the day has passed or there is no cover today. ``certainty`` of the time that
    was counted. ``earliest``: the first day on which the route is open, None where it is open today."""

    route: str
    by: int | None
    cover_ends: int | None
    because: str
    late: bool
    certainty: str
    earliest: int | None = None


def deadlines(result: Assessment, facts: Facts) -> tuple[Deadline, ...]:
    """The routes of the answer that have to be begun by a day, the best first."""
    return deadlines_before(coming_loss(result), result.routes, _moment(result), facts)


def deadlines_for(routes: Iterable[str], result: Assessment, facts: Facts) -> tuple[Deadline, ...]:
    """The same for other routes, such as will be open when the cover ends, however far ahead that is. A route that
    does not have to be begun by a day is left out."""
    return deadlines_before(first_loss(result), routes, _moment(result), facts)


def deadlines_before(loss: Change | None, routes: Iterable[str], moment: Moment, facts: Facts) -> tuple[Deadline, ...]:
    """The same before a loss that the caller knows of; None: no loss is in sight."""
    found = []
    for code in routes:
        lead = lead_of(moment.law, moment.law.at(moment.on), code)
        if lead is None or (loss is not None and PROVES.get(code) == loss.because):
            continue
        found.append(_deadline(code, lead, moment, facts, loss))
    return tuple(found)


def _moment(result: Assessment) -> Moment:
    return Moment(result.law, result.on, result.status)


def first_loss(result: Assessment) -> Change | None:
    """The first change ahead to any other status than insured; None where none is in sight, or no cover today."""
    if result.status != "insured":
        return None
    return next((item for item in result.changes if item.status != "insured"), None)


def coming_loss(result: Assessment) -> Change | None:
    """The first loss, for those who have to do something about it now: to others a next payment is on its way, or
    the loss is far off."""
    return None if "nothing_to_do" in result.routes else first_loss(result)


def lead_of(law: Law, rules: Rules, code: str) -> Lead | None:
    """How long the route takes; None for one that does not have to be begun by a day."""
    entry = law.tables["routes"][code]
    official, lead = entry.get("official"), entry.get("lead")
    before_month, not_before = entry.get("before_month", False), tuple(entry.get("not_before", ()))
    if lead is not None:
        return Lead(None, lead["months"], lead["certainty"], lead["note"], before_month, not_before)
    if official is None:
        return None
    if "parameter" in official:
        value = rules.values[official["parameter"]]
        return Lead(rules.whole(value.code), None, value.certainty, value.note, before_month, not_before)
    return Lead(official["working_days"], None, official["certainty"], None, before_month, not_before)


def last_day_to_begin(lead: Lead, cover_ends: int) -> int:
    """The latest day on which to begin so that there is no day without cover after ``cover_ends``."""
    end = first_day(month_of(cover_ends + 1)) - 1 if lead.before_month else cover_ends
    if lead.months is not None:
        return add_months(end, -lead.months)
    return _working_days_before(end, lead.working_days or 0)


def _deadline(code: str, lead: Lead, moment: Moment, facts: Facts, loss: Change | None) -> Deadline:
    opens = max(_obstacles(lead, moment, facts, loss), default=moment.on)
    earliest = opens if opens > moment.on else None
    if loss is None:
        late = moment.status != "insured" and earliest is None
        return Deadline(code, None, None, "", late, lead.certainty, earliest)
    cover_ends = loss.on - 1
    if opens > cover_ends:
        return Deadline(code, None, cover_ends, loss.because, False, lead.certainty, earliest)
    by = max(last_day_to_begin(lead, cover_ends), earliest or 0)
    return Deadline(code, by, cover_ends, loss.because, by < moment.on, lead.certainty, earliest)


def _obstacles(lead: Lead, moment: Moment, facts: Facts, loss: Change | None) -> Iterator[int]:
    """Days on which something that stands in the way is over, as far as the facts tell."""
    if "adulthood" in lead.not_before and facts.birth is not None:
        yield birthday(facts.birth, moment.law.at(moment.on).whole("adult_age"))
    if "end_of_study" in lead.not_before:
        study = facts.circumstances["full_time_study"] or ()
        yield from (item.end + 1 for item in study if item.end < moment.law.last)
    if loss is not None and "article_26" in lead.not_before and GROUNDS[loss.because] in ARTICLE_26:
        yield loss.on
    if loss is not None and "new_year" in lead.not_before:
        yield first_day(month_of(year_end(loss.on)) - 11)


def _working_days_before(end: int, days: int) -> int:
    """The latest working day after which ``days`` more working days fit in up to ``end`` (closed)."""
    day = end
    while days or _is_weekend(day):
        if not _is_weekend(day):
            days -= 1
        day -= 1
    return day


def _is_weekend(day: int) -> bool:
    return date.fromordinal(day).weekday() >= SATURDAY
