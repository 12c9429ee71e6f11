"""That somebody came for care: recorded once, struck where it was a mistake. Nothing else writes visits.

From a visit of a person of level D or E his cover begins, and an akimat owes contributions. So whoever records it has
no part in the case, and everything that follows is written in the same transaction, under the lock of the person's row.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from eligibility.rules import law as law_module
from eligibility.rules.decide import decide
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import LawRangeError

from . import access, deadlines, determine, iin, log, reasons, working_days
from .access import Action
from .facts import RELATED, facts_of, person_of
from .ledger import obligations
from .log import Verb, Who
from .models import Account, Citizen, District, Obligation, Polyclinic, Region, Visit
from .reasons import Use
from .refusals import NotAllowed
from .verdicts import Condition, lacking
from .working_days import Calendar


@dataclass(frozen=True, slots=True)
class Recorded:
    """``created`` False: this visit had already been recorded, and it is that one. ``cover_began``: by this very act.
    ``conditions``: of article 26-1, which do not hold or are not known, where the person has no cover; a level that
    nobody confirmed is the first of them."""

    visit: Visit
    created: bool
    cover_began: bool
    obligation: Obligation | None
    conditions: tuple[Condition, ...]


def record(who: Who, citizen: Citizen, day: date | None = None) -> Recorded:
    """Record that the citizen came to the registrar's polyclinic; ``day`` None: today. One transaction. Recording the
    same once more gives the same visit. Raises NotAllowed."""
    with log.attempts_recorded(who, "record_visit", citizen=citizen), transaction.atomic():
        return _record(who, _locked(citizen.pk), day)


def record_unknown(
    who: Who,
    number: str,
    surname: str,
    given_name: str,
    patronymic: str,
    birth_date: date,
    region: Region,
    district: District | None,
) -> Recorded:
    """As ``record``, for somebody in no registry: his row is made from his identity document, and holds nothing that it
    does not tell. One who has come into the registry meanwhile stays as he is. Raises NotAllowed."""
    number = iin.clean(number)
    _check_document(number, birth_date, region, district, working_days.day_of(who.now))
    told = {"surname": surname, "given_name": given_name, "patronymic": patronymic, "birth_date": birth_date}
    place = {"region": region, "district": district}
    known = Citizen.objects.filter(iin=number).first()
    with log.attempts_recorded(who, "record_visit", citizen=known), transaction.atomic():
        _check_account(who)
        citizen, _new = Citizen.objects.get_or_create(iin=number, defaults=told | place)
        return _record(who, _locked(citizen.pk), None)


def strike(who: Who, visit: Visit, because: str) -> None:
    """The visit counts no more, and what followed from it ends; ``because``: a code of registry/reasons.toml. Twice is
    as once. Raises NotAllowed."""
    with log.attempts_recorded(who, "strike_visit", citizen=visit.citizen), transaction.atomic():
        citizen = _locked(visit.citizen_id)
        account, polyclinic = _allowed(who, citizen)
        row = Visit.objects.get(pk=visit.pk)
        if row.polyclinic_id != polyclinic.pk:
            raise NotAllowed("not_there")
        if row.struck_at is not None:
            return
        if not reasons.are_for(Use.STRIKE, [because], ""):
            raise NotAllowed("reasons")
        if not may_be_struck(row, working_days.day_of(who.now)):
            raise NotAllowed("too_late_to_strike")
        row.struck_at, row.struck_by, row.struck_because = who.now, account, because
        row.save(update_fields=["struck_at", "struck_by", "struck_because"])
        log.write(who, Verb.VISIT_STRUCK, citizen=citizen, details={"visit": row.pk, "because": because})
        _follow(who, citizen, working_days.day_of(who.now))


def may_be_struck(visit: Visit, today: date) -> bool:
    """Whether the time for it has not run out."""
    recorded = working_days.day_of(visit.recorded_at) if visit.recorded_at else visit.day
    return today <= working_days.add(recorded, deadlines.load().strike_visit.working_days, Calendar.load())


def _record(who: Who, citizen: Citizen, day: date | None) -> Recorded:
    today = working_days.day_of(who.now)
    day = day or today
    account, polyclinic = _allowed(who, citizen)
    last = working_days.add(day, deadlines.load().record_visit.working_days, Calendar.load())
    if not day <= today <= last:
        raise NotAllowed("visit_day")
    earlier = _recorded(citizen, polyclinic, day)
    visit, created = (earlier, False) if earlier else _insert(who, citizen, account, polyclinic, day)
    if not created:
        return _outcome(visit, citizen, today)
    log.write(who, Verb.VISIT_RECORDED, citizen=citizen, details={"visit": visit.pk})
    return _outcome(visit, citizen, today, made=_follow(who, citizen, today))


def _recorded(citizen: Citizen, polyclinic: Polyclinic, day: date) -> Visit | None:
    return Visit.objects.filter(citizen=citizen, polyclinic=polyclinic, day=day, struck_at=None).first()


def _insert(who: Who, citizen: Citizen, account: Account, polyclinic: Polyclinic, day: date) -> tuple[Visit, bool]:
    """The visit, and whether it is a new one; the database has the last word."""
    try:
        with transaction.atomic():
            told = {"recorded_by": account, "recorded_at": who.now}
            return Visit.objects.create(citizen=citizen, polyclinic=polyclinic, day=day, **told), True
    except IntegrityError:
        found = _recorded(citizen, polyclinic, day)
        if found is None:
            raise
        return found, False


def _follow(who: Who, citizen: Citizen, today: date) -> tuple[Obligation, ...]:
    """Write what follows from the visits as they are now: the status, and what an akimat owes. What was made."""
    current = citizen.determinations.filter(ends=None, superseded=False).first()
    on = max(today, current.starts) if current else today  # somebody who came later may have been faster, at midnight
    try:
        determine.written(who, citizen, on, law_module.load())
        return obligations.settle(who, citizen, on).made
    except LawRangeError:
        raise NotAllowed("days_outside_the_law") from None
    except FactsError:
        raise NotAllowed("days_do_not_fit") from None


def _outcome(visit: Visit, citizen: Citizen, today: date, made: tuple[Obligation, ...] | None = None) -> Recorded:
    """``made`` None: the visit had already been recorded."""
    law = law_module.load()
    prefetch_related_objects([citizen], *RELATED)
    person = person_of(citizen, today)
    insured = decide(facts_of(person, law, today), law, today.toordinal()).status == "insured"
    kind = Obligation.Kind.WELLBEING
    return Recorded(
        visit=visit,
        created=made is not None,
        cover_began=any(item.kind == kind for item in made or ()),
        obligation=citizen.obligations.filter(ended_at=None, kind=kind, year=visit.day.year).first(),
        conditions=() if insured else lacking(person, law, today),
    )


def _locked(pk: int) -> Citizen:
    """The first lock of everything that money follows from."""
    return Citizen.objects.select_for_update(of=("self",)).get(pk=pk)


def _allowed(who: Who, citizen: Citizen) -> tuple[Account, Polyclinic]:
    """The account as it is now, and its polyclinic. A record that is blocked is not there."""
    account, polyclinic = _check_account(who)
    if citizen.blocked:
        raise NotAllowed("blocked")
    if access.is_own_case(account, citizen, citizen.iin):
        raise NotAllowed("own_case")
    return account, polyclinic


def _check_account(who: Who) -> tuple[Account, Polyclinic]:
    found = who.account and Account.objects.select_related("citizen", "polyclinic").get(pk=who.account.pk)
    if not found or found.polyclinic is None or not access.may(found, "visit", Action.WRITE):
        raise NotAllowed("account")
    return found, found.polyclinic


def _check_document(number: str, birth_date: date, region: Region, district: District | None, today: date) -> None:
    faults = {
        "iin": not iin.is_valid(number),
        "birth_date": birth_date > today,
        "place": district is not None and district.region_id != region.pk,
    }
    for code, found in faults.items():
        if found:
            raise NotAllowed(code)
