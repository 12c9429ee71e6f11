"""Looking a person up at the desk by the exact number, and what the registry answers about him.

Somebody whom the registry does not know, somebody of whom it knows nothing and somebody whose record is blocked are
answered alike and with the same work. Everything is worked out live by the engine.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from eligibility.rules import law as law_module
from eligibility.rules.assess import Assessment, assess
from eligibility.rules.case import Case
from eligibility.rules.decide import Status
from eligibility.rules.facts import Facts
from eligibility.rules.grounds.local import conditions
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law
from eligibility.rules.truth import NO, YES

from . import by_value, log, reading_limits
from .care_token import Token, token
from .facts import LEVEL_OF, Person, facts_of, fetch, person_of
from .log import Verb, Who
from .models import NOBODY, Attachment, Citizen
from .working_days import day_of

Attached = Literal["here", "elsewhere", "nowhere", "unknown"]
EndsBy = Literal["", "own_months", "year_end", "state_period"]

PAID_BY_BUDGETS: Final = ("republican_budget", "local_budget", "special_budget", "fund")
"""Payers who pay for a period that is in the state's lists; the others pay month by month."""
BY_YEAR: Final = "local_budget"
"""The payer whose cover of levels D and E ends with the year."""
FOR_ANY_GROUND: Final = frozenset({"nothing_to_do", "attach_to_polyclinic"})
"""Ways that do not tell on which ground a budget pays. Asking the Fund is none of them: it is for whoever lacks a clear
answer, and here there is one."""
OPEN_POINTS: Final = frozenset({"wellbeing_end", "wellbeing_and_work", "whom_to_ask_about_level"})
"""Notes of the law files on what the desk tells: the end of a cover, and the conditions of article 26-1."""
NO_END: Final = "horizon_ends_with_law"
"""The note for a cover of which no end is known."""
MONTHLY: Final = "pension_free"
"""The condition that comes true by itself, when months have passed; of the others no day is told."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A condition of article 26-1 that keeps a person of level D or E from cover. ``outcome``: no, unknown or unclear;
    ``again_on``: the first day on which that may be otherwise by itself."""

    code: str
    outcome: str
    again_on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk may know of a person on ``day``. ``attached``: to which polyclinic, as seen from this one.

    ``to_treat``: attached here, or a visit was recorded here today; only then ``name``, ``birth_date`` and ``token`` of
    free care say anything. ``ready``: level D or E, and nothing is lacking but coming for care. ``routes``: codes of
    what he can do, the best first; ``more_ways``: there are others, which would tell the ground of the cover.
    ``notes``: codes of what the law leaves open."""

    day: date
    status: Status
    since: date | None
    until: date | None
    payer: str
    ends_by: EndsBy
    attached: Attached
    visit_today: bool
    to_treat: bool
    name: str
    birth_date: date | None
    token: Token
    lacking: tuple[Lacking, ...]
    ready: bool
    routes: tuple[str, ...]
    more_ways: bool
    notes: tuple[str, ...]
    doctor_is_free: bool


def look_up(who: Who, number: str) -> Citizen | None:
    """Find the person by his whole number, twelve digits, for ``who.purpose``, and write that down. None: the registry
    does not know him, or he asked that his record be blocked. The same queries either way.

    Raises reading_limits.TooMany. Not within a transaction."""
    row, attached_here = _found(who, number)
    reading_limits.check(who, attached_here)
    return _logged(who, row, {})


def again(who: Who, row: Citizen | None) -> None:
    """Write down that the card of the person in hand, whose record may be blocked by now, is read once more."""
    _logged(who, row, {"again": True})


def read(who: Who, citizen: Citizen | None) -> Found:
    """What the desk of the account's polyclinic is told of the person, or of nobody. The same queries either way.

    Raises LawRangeError where the law of the day is not known."""
    law, day = law_module.load(), day_of(who.now)
    person = citizen or Citizen(pk=NOBODY)
    fetch(person)
    facts = _facts(person_of(person, day), law, day)
    result = assess(facts, law, day.toordinal())
    free = token(person, facts, result.status, law, day)
    level = _level(person, facts, law, result)
    lacking = tuple(_lacking(level, facts, law, result.on)) if level else ()
    return Found(
        day=day,
        lacking=lacking,
        ready=bool(level) and not lacking,
        **_of_status(result),
        **_of_place(who, person, facts, day, free, _since(result)),
    )


def _of_status(result: Assessment) -> dict[str, Any]:
    """What the answer itself tells, without the ground of a cover that a budget pays."""
    insured = result.status == "insured"
    by_ground = insured and result.payer in PAID_BY_BUDGETS
    return {
        "status": result.status,
        "until": date.fromordinal(result.until) if insured and result.until else None,
        "payer": result.payer or "",
        "ends_by": _ends_by(result),
        "routes": tuple(code for code in result.routes if not by_ground or code in FOR_ANY_GROUND),
        "more_ways": by_ground and "nothing_to_do" not in result.routes,
        "notes": tuple(code for code in result.notes if code in OPEN_POINTS or (code == NO_END and not result.until)),
        "doctor_is_free": any(item.code == "primary_care" and item.covered == YES for item in result.services),
    }


def _of_place(who: Who, person: Citizen, facts: Facts, day: date, free: Token, since: date | None) -> dict[str, Any]:
    """What hangs on whether the polyclinic has a ground to treat the person."""
    place = _place(who)
    attached = _attached(person.attachments.all(), place, day)
    if attached == "unknown" and facts.attached is False:
        attached = "nowhere"
    visited = _visited(person, place, day)
    to_treat = attached == "here" or visited
    born = person.birth_date
    return {
        "attached": attached,
        "visit_today": visited,
        "to_treat": to_treat,
        "name": str(person) if to_treat else "",
        "birth_date": born if to_treat else None,
        "token": free if to_treat else Token(),
        "since": since if to_treat or since != born else None,  # the state pays for a child from his birth on
    }


def _found(who: Who, number: str) -> tuple[Citizen | None, bool]:
    """The row, blocked or not, and whether it is seen here and belongs to the account's polyclinic. Two queries, of
    nobody as of anybody."""
    row = by_value.row(Citizen, "iin", number)
    attachments = by_value.rows(Attachment, "citizen_id", row.pk if row else NOBODY)
    return row, row is not None and not row.blocked and _attached(attachments, _place(who), day_of(who.now)) == "here"


def _logged(who: Who, row: Citizen | None, details: dict[str, bool]) -> Citizen | None:
    """One entry; of a blocked record that the attempt was turned away."""
    if row is not None and row.blocked:
        log.write(who, Verb.REJECTED_ATTEMPT, citizen=row, details={"blocked": True})
        return None
    log.write(who, Verb.LOOKED_UP, citizen=row, details=details)
    return row


def _facts(person: Person, law: Law, day: date) -> Facts:
    """A record that cannot be read, as one with a birth after the day, is one that says nothing."""
    try:
        return facts_of(person, law, day)
    except FactsError:
        return facts_of({}, law, day)


def _since(result: Assessment) -> date | None:
    """The first day of the ground that covers; none where it is older than the law that is known here."""
    since = next((item.since for item in result.grounds if item.outcome == YES), None)
    known = since is not None and since >= result.law.first
    return date.fromordinal(since) if result.status == "insured" and since and known else None


def _ends_by(result: Assessment) -> EndsBy:
    """What ends the status, by whoever pays last before its end."""
    if result.status != "insured" or result.until is None:
        return ""
    payer = result.payer
    for change in result.changes:
        if change.diagnosis is None and change.on <= result.until:
            payer = change.payer
    if payer not in PAID_BY_BUDGETS:
        return "own_months"
    end = date.fromordinal(result.until)
    return "year_end" if payer == BY_YEAR and (end.month, end.day) == (12, 31) else "state_period"


def _place(who: Who) -> int | None:
    """The polyclinic of whoever asks."""
    return who.account.polyclinic_id if who.account else None


def _attached(rows: Iterable[Attachment], place: int | None, day: date) -> Attached:
    """As far as the rows tell."""
    current = [row for row in rows if row.starts <= day and (row.ends is None or day <= row.ends)]
    if any(row.polyclinic_id == place for row in current):
        return "here"
    return "elsewhere" if current else "unknown"


def _visited(person: Citizen, place: int | None, day: date) -> bool:
    rows = person.visits.all()
    return any(row.day == day and row.polyclinic_id == place and row.struck_at is None for row in rows)


def _level(person: Citizen, facts: Facts, law: Law, result: Assessment) -> str:
    """D or E, by a confirmation or by the family card alone, of whoever is not covered; empty of all others."""
    level = facts.level_on(result.on) or person.wellbeing_level
    in_force = {LEVEL_OF[code] for code in LEVEL_OF if code in law.at(result.on).payers}
    return level if result.status != "insured" and level in in_force else ""


def _lacking(level: str, facts: Facts, law: Law, day: int) -> Iterator[Lacking]:
    for item in conditions(Case(facts, law, day), level):
        verdict = item.verdict
        if verdict.truth != YES:
            turns = item.code == MONTHLY and verdict.truth == NO and verdict.until < law.last
            yield Lacking(item.code, verdict.truth, date.fromordinal(verdict.until + 1) if turns else None)
