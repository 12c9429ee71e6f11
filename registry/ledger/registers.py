"""The monthly payment register of a region: drafted → approved by another person → sent → paid or returned.

Entries arise with the approval and are never changed; what turned out wrong is reversed by a later register. A
register is about thousands of people at once, so it is nobody's own case."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max

from eligibility.rules import law as law_module
from eligibility.rules.dates import month_of

from .. import access, log, working_days
from ..access import Action
from ..log import Verb, Who
from ..models import Account, LedgerEntry, LogEntry, Register
from ..refusals import NotAllowed, Stale
from . import amounts
from .collecting import Tally, portions
from .frame import account_of, acting, locked_region
from .lines import Line
from .refusals import Outdated
from .returning import take_back

State = Register.State


class Transition(NamedTuple):
    """``second``: not by the one who drafted it."""

    before: Register.State
    after: Register.State
    logged: Verb
    second: bool = False


TRANSITIONS: Mapping[str, Transition] = {
    "approve": Transition(State.DRAFTED, State.APPROVED, Verb.REGISTER_APPROVED, second=True),
    "drop": Transition(State.DRAFTED, State.DROPPED, Verb.REGISTER_DROPPED),
    "send": Transition(State.APPROVED, State.SENT, Verb.REGISTER_SENT),
    "paid": Transition(State.SENT, State.PAID, Verb.REGISTER_PAID),
    "returned": Transition(State.SENT, State.RETURNED, Verb.REGISTER_RETURNED),
}
"""Verb → what it does with a register. Buttons and verbs both ask it."""
CHANGES = [*(rule.logged for rule in TRANSITIONS.values()), Verb.REGISTER_DRAFTED]


def allowed(register: Register, account: Account) -> list[str]:
    """The verbs that the account may do now, in the order of the table."""
    if account.region_id != register.region_id:
        return []
    return [verb for verb, rule in TRANSITIONS.items() if _hindrance(rule, register, account) is None]


def months(today_month: int) -> range:
    """For which a register may be drafted: from the first that the law knows to the present one, on any of its days."""
    return range(amounts.first_month(law_module.load()), today_month + 1)


def draft(who: Who, month: int) -> Register:
    """All that the region owes up to the month and has not booked, and what has to be reversed.

    Raises NotAllowed: WageMissing, RateNotKnown; ``nothing_due``, ``draft_exists``, ``month``."""
    with acting(who, Verb.REGISTER_DRAFTED):
        account = account_of(who, Action.PROPOSE)
        region = locked_region(str(account.region_id))
        if month not in months(month_of(working_days.day_of(who.now).toordinal())):
            raise NotAllowed("register_month")
        registers = Register.objects.filter(region=region, month=month)
        if registers.filter(state=State.DRAFTED).exists():
            raise NotAllowed("draft_exists")
        tally = Tally()
        for _ in _counted(tally, region.pk, month):
            pass
        if not tally.lines:
            raise NotAllowed("nothing_due")
        row = Register.objects.create(
            region=region,
            month=month,
            number=(registers.aggregate(last=Max("number"))["last"] or 0) + 1,
            total=tally.total,
            people=tally.people,
            control_sum=tally.control_sum,
            drafted_by=account,
            drafted_at=who.now,
        )
        log.write(who, Verb.REGISTER_DRAFTED, details=_told(row))
    return row


def drop(who: Who, register: Register, version: int) -> Register:
    """The draft counts no more. Raises NotAllowed, Stale."""
    with _on(who, "drop", register, version) as row:
        row.closed_at = who.now
    return row


def approve(who: Who, register: Register, version: int) -> Register:
    """By another person than the one who drafted it: all is computed anew, and the entries are written.

    Raises NotAllowed; Stale, also where what is owed is no longer what was drafted."""
    with _on(who, "approve", register, version) as row:
        row.approved_by, row.approved_at = who.account, who.now
        tally = Tally()
        try:
            with transaction.atomic():
                for lines in _counted(tally, row.region_id, row.month):
                    LedgerEntry.objects.bulk_create([_entry(row, line, who) for line in lines])
        except IntegrityError:
            raise Outdated(row) from None  # another region has booked the same month of the same person meanwhile
        if (tally.total, tally.people, tally.control_sum) != (row.total, row.people, row.control_sum):
            raise Outdated(row)
    return row


def send(who: Who, register: Register, version: int) -> Register:
    """To the Fund. Raises NotAllowed, Stale."""
    with _on(who, "send", register, version) as row:
        row.sent_at = who.now
    return row


def paid(who: Who, register: Register, version: int, payment: str) -> Register:
    """``payment``: number and date of the payment order. Raises NotAllowed, Stale."""
    with _on(who, "paid", register, version) as row:
        if not payment.strip():
            raise NotAllowed("payment")
        row.payment, row.closed_at = payment.strip(), who.now
    return row


def returned(who: Who, register: Register, version: int, answer: str) -> Register:
    """The Fund did not take it: all its entries are undone in the same register, and the next draft says anew what is
    owed. Raises NotAllowed, Stale."""
    with _on(who, "returned", register, version) as row:
        if not answer.strip():
            raise NotAllowed("note")
        row.answer, row.closed_at = answer.strip(), who.now
        take_back(row, who.now)
    return row


@contextmanager
def _on(who: Who, verb: str, register: Register, version: int) -> Iterator[Register]:
    """Do the verb of TRANSITIONS with the row, locked; it is saved in its new state at the end."""
    rule = TRANSITIONS[verb]
    with acting(who, rule.logged, register=register.pk):
        account = account_of(who, Action.PROPOSE, register.region_id)
        locked_region(register.region_id)
        rows = Register.objects.select_for_update(of=("self",)).select_related("drafted_by")
        row = rows.get(pk=register.pk)
        if row.version != version:
            raise _stale(row)
        if code := _hindrance(rule, row, account):
            raise NotAllowed(code)
        yield row
        row.state = rule.after
        row.version += 1
        row.save()
        log.write(who, rule.logged, details=_told(row))


def _hindrance(rule: Transition, register: Register, account: Account) -> str | None:
    """Why the verb cannot be done, as a code of registry/refusals.py; None where it can."""
    if not access.may(account, "ledger", Action.APPROVE if rule.second else Action.PROPOSE):
        return "account"
    if register.state != rule.before:
        return "register_state"
    return "own_proposal" if rule.second and register.drafted_by_id == account.pk else None


def _stale(row: Register) -> Stale:
    """By whoever made the last change, as the log has it."""
    entries = LogEntry.objects.filter(verb__in=CHANGES, at__gte=row.drafted_at, details__register=row.pk)
    last = entries.select_related("actor").order_by("-pk").first()
    return Stale(last.actor if last else row.drafted_by, last.at if last else row.drafted_at, row.state)


def _counted(tally: Tally, region: str, month: int) -> Iterator[list[Line]]:
    prices = amounts.Prices(region, law_module.load())
    for lines in portions(region, month, prices):
        for line in lines:
            tally.add(line)
        yield lines


def _entry(register: Register, line: Line, who: Who) -> LedgerEntry:
    return LedgerEntry(
        kind=line.kind,
        register=register,
        obligation_id=line.obligation,
        citizen_id=line.citizen,
        month=line.month,
        number=line.number,
        amount=line.amount,
        wage_id=line.wage,
        reverses_id=line.reverses,
        because=line.because,
        made_at=who.now,
    )


def _told(row: Register) -> dict[str, object]:
    return {"register": row.pk, "region": row.region_id, "month": row.month, "total": row.total, "people": row.people}
