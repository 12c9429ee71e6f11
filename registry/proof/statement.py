"""What a certificate states, worked out live by the engine: the status of a day, who pays, until when.

The ground is never in it: it can tell of an illness or of a sentence. What it rests on is cited as widely as the payer
tells anyway: what the articles of all grounds with that payer have in common.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from eligibility.rules.assess import assess
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError
from eligibility.rules.law_files import period_on

from ..determine import Answer, answer
from ..facts import digest, facts_of, next_turn, person_of
from ..models import Citizen
from ..refusals import NotAllowed
from . import terms

LAW_OF_INSURANCE = "405-V"
KNOWN = ("insured", "not_insured")


@dataclass(frozen=True, slots=True)
class Statement:
    """``until``: the last day of the status as it is known today (closed), None: no end is known. ``last_day``: on
    which the certificate may still be shown. ``act``: a key of the law's acts; ``article`` is empty where the payer's
    grounds have none in common."""

    day: date
    status: str
    payer: str
    until: date | None
    last_day: date
    act: str
    article: str
    facts_digest: str
    law_digest: str


def statement(citizen: Citizen, on: date, law: Law) -> Statement:
    """Raises NotAllowed where the registry does not know the status of the day."""
    try:
        person = person_of(citizen, on)
        found = answer(person, law, on)
        if found.status not in KNOWN:
            raise NotAllowed("status_not_known", missing=found.missing)
        ends = assess(facts_of(person, law, on), law, on.toordinal()).until
        last_day, until = _last_days(citizen, on, law, found, date.fromordinal(ends) if ends else None)
    except (LawRangeError, FactsError):
        raise NotAllowed("status_not_known") from None
    act, article = basis(law, found.payer, on)
    return Statement(on, found.status, found.payer, until, last_day, act, article, digest(person), law.digest)


def standing(citizen: Citizen, on: date, law: Law) -> tuple[str, str]:
    """Status and payer on the day; both empty where the law or the facts of the day cannot be read."""
    try:
        found = answer(person_of(citizen, on), law, on)
    except (LawRangeError, FactsError):
        return "", ""
    return found.status, found.payer


def basis(law: Law, payer: str, on: date) -> tuple[str, str]:
    """Act and article that all grounds with this payer have in common, so that they tell nothing but the payer.
    Without a payer, the law of the insurance itself."""
    day = on.toordinal()
    codes = [code for code, named in law.at(day).payers.items() if named == payer]
    cited = [period_on(law.tables["grounds"][code], day) for code in codes]
    if not cited:
        return LAW_OF_INSURANCE, ""
    act = Counter(period["act"] for period in cited).most_common(1)[0][0]
    articles = [period["article"].split() for period in cited if period["act"] == act]
    common = takewhile(lambda words: len(set(words)) == 1, zip(*articles, strict=False))
    return act, " ".join(words[0] for words in common).rstrip(";")


def _last_days(citizen: Citizen, on: date, law: Law, said: Answer, until: date | None) -> tuple[date, date | None]:
    """The last day on which the certificate may be shown, and the end of the status: an earlier one, where the rows
    turn before it."""
    end = min(on + timedelta(days=terms.load().days), date.fromordinal(law.last))
    for day, found in _answers_after(citizen, on, end, law, said):
        before = day - timedelta(days=1)
        if found.status != said.status:
            return before, before if until is None else min(until, before)
        if found.payer != said.payer:
            return before, until
    return end, until


def _answers_after(citizen: Citizen, on: date, end: date, law: Law, said: Answer) -> Iterator[tuple[date, Answer]]:
    """By the rows as they are now: each day after ``on`` up to ``end`` on which the answer may be another, with it."""
    day, found = on, said
    while True:
        turns = [turn for turn in (found.next_change_on, next_turn(citizen, day)) if turn is not None]
        day = min(turns, default=date.max)
        if day > end:
            return
        found = answer(person_of(citizen, day), law, day)
        yield day, found
