"""The average wage of a region and year: proposed by one person of its finance department, approved by another.

A later approval replaces an earlier one; registers that were computed from that are corrected by the next one."""

from eligibility.rules import law as law_module
from eligibility.rules.dates import first_day, month_of

from .. import log
from ..access import Action
from ..log import Verb, Who
from ..models import RegionalWage
from ..refusals import NotAllowed
from . import amounts
from .frame import account_of, acting, locked_region, once

State = RegionalWage.State


def propose(who: Who, year: int, amount: int, source: str) -> RegionalWage:
    """``amount``: ₸ a month; ``source``: the publication, its date and number. Raises NotAllowed."""
    with acting(who, Verb.WAGE_PROPOSED):
        account = account_of(who, Action.PROPOSE)
        _check(year, amount, source)
        with once(NotAllowed("wage_proposed_already")):
            row = RegionalWage.objects.create(
                region_id=str(account.region_id),
                year=year,
                amount=amount,
                source=source.strip(),
                proposed_by=account,
                proposed_at=who.now,
            )
        log.write(who, Verb.WAGE_PROPOSED, details=_told(row))
    return row


def approve(who: Who, wage: RegionalWage) -> RegionalWage:
    """By another person than the one who proposed it. Raises NotAllowed."""
    with acting(who, Verb.WAGE_APPROVED, wage=wage.pk):
        row = _for_second_person(who, wage)
        approved = RegionalWage.objects.filter(region=row.region_id, year=row.year, state=State.APPROVED)
        approved.update(state=State.REPLACED)
        return _close(who, row, State.APPROVED, Verb.WAGE_APPROVED)


def return_(who: Who, wage: RegionalWage, answer: str) -> RegionalWage:
    """The wage that was approved before stays; the answer says why. Raises NotAllowed."""
    with acting(who, Verb.WAGE_RETURNED, wage=wage.pk):
        row = _for_second_person(who, wage)
        if not answer.strip():
            raise NotAllowed("note")
        row.answer = answer.strip()
        return _close(who, row, State.RETURNED, Verb.WAGE_RETURNED)


def years() -> list[int]:
    """For which the law as it is known here has the akimat's rate."""
    law = law_module.load()
    known = range(month_of(law.first), month_of(law.last) + 1)
    return sorted({month // 12 for month in known if amounts.rate(month, law)})


def _check(year: int, amount: int, source: str) -> None:
    if year not in years():
        raise NotAllowed("wage_year")
    least = law_module.load().at(first_day(year * 12)).values["minimum_wage"]
    if amount <= (least.amount or least.at_least or 0):
        raise NotAllowed("wage_too_low")
    if not source.strip():
        raise NotAllowed("wage_source")


def _for_second_person(who: Who, wage: RegionalWage) -> RegionalWage:
    """The row, locked."""
    account = account_of(who, Action.APPROVE, wage.region_id)
    locked_region(wage.region_id)
    row = RegionalWage.objects.select_for_update(of=("self",)).get(pk=wage.pk)
    if row.state != State.PROPOSED:
        raise NotAllowed("wage_decided")
    if row.proposed_by_id == account.pk:
        raise NotAllowed("own_proposal")
    return row


def _close(who: Who, row: RegionalWage, state: RegionalWage.State, verb: Verb) -> RegionalWage:
    row.state, row.closed_by, row.closed_at = state, who.account, who.now
    row.save()
    log.write(who, verb, details=_told(row))
    return row


def _told(row: RegionalWage) -> dict[str, object]:
    return {"wage": row.pk, "region": row.region_id, "year": row.year, "amount": row.amount}
