"""What all verbs have in common: one transaction, the row locked, rights and version checked, one entry in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from .. import log
from ..log import Verb, Who
from ..models import FINAL, Account, Application, Citizen, ConfirmedGround, LogEntry, Proposal
from ..refusals import NotAllowed, Stale
from .transitions import ON_GROUNDS, TRANSITIONS, hindrance, open_proposal, state_of, stranger, stranger_to

Row = TypeVar("Row", bound=Model)

CHANGES = frozenset(rule.logged.value for rule in (*TRANSITIONS.values(), *ON_GROUNDS.values())) | {Verb.SUBMITTED}


@dataclass(slots=True)
class Acting:
    """Who acts, as the database has the account now, the open proposal if there is one, and what the log will say
    besides the verb."""

    by: Account | None
    proposal: Proposal | None
    details: dict[str, Any] = field(init=False, default_factory=dict)

    @property
    def account(self) -> Account:
        """Of the officer: in the verbs that no applicant has."""
        assert self.by is not None
        return self.by

    @property
    def opened(self) -> Proposal:
        """The open proposal: in the verbs that are about one."""
        assert self.proposal is not None
        return self.proposal


@dataclass(slots=True)
class Case(Acting):
    """The application, locked."""

    row: Application


@dataclass(slots=True)
class GroundCase(Acting):
    """The confirmed ground, locked."""

    row: ConfirmedGround


def locked(rows: "QuerySet[Row]", pk: int) -> Row:
    """The row as it stands, kept from everybody else until the end of the transaction.

    On SQLite there are no locks of rows: there the whole transaction has its turn (BEGIN IMMEDIATE)."""
    return rows.select_for_update(of=("self",)).get(pk=pk)


@contextmanager
def on_application(
    who: Who, verb: str, application: Application, version: int | None = None, proposal: Proposal | None = None
) -> Iterator[Case]:
    """Do the verb of TRANSITIONS with ``case.row``; it is saved in its new state at the end.

    ``version``: of the page; ``proposal``: what the page was about. Applicants have neither.
    Raises NotAllowed, Stale, Account.DoesNotExist."""
    rule = TRANSITIONS[verb]
    with log.attempts_recorded(who, verb, application=application), transaction.atomic():
        row = locked(Application.objects.select_related("citizen"), application.pk)
        case = check_now(who, verb, row, version, proposal)
        yield case
        row.state = rule.after or row.state
        row.version += 1
        row.closed_at = who.now if row.state in FINAL else None
        row.save()
        log.write(who, rule.logged, application=row, details=case.details)


@contextmanager
def on_ground(
    who: Who, verb: str, ground: ConfirmedGround, version: int | None = None, proposal: Proposal | None = None
) -> Iterator[GroundCase]:
    """As ``on_application``, with a verb of ON_GROUNDS."""
    rule = ON_GROUNDS[verb]
    about = {"ground": ground.pk}
    with log.attempts_recorded(who, verb, citizen=ground.citizen, details=about), transaction.atomic():
        locked(Citizen.objects.all(), ground.citizen_id)  # first, as whoever records a visit does
        row = locked(ConfirmedGround.objects.select_related("citizen"), ground.pk)
        account = _account(who)
        if account is None:
            raise NotAllowed("account")
        _check(stranger(account, "ground", row.citizen.region_id, row.citizen, row.citizen.iin))
        case = GroundCase(account, row.proposals.filter(outcome=Proposal.Outcome.OPEN).first(), row)
        state = state_of(row, case.proposal)
        check_version(version, row, state)
        _check_proposal(proposal, case.proposal, row, state)
        _check(hindrance(rule, state, account, None, case.proposal))
        yield case
        row.version += 1
        row.save()
        log.write(who, rule.logged, citizen=row.citizen, details={"ground": row.pk, **case.details})


def check_now(who: Who, verb: str, row: Application, version: int | None, seen: Proposal | None = None) -> Case:
    """The case, where the verb may be done with the row now. Raises NotAllowed, Stale."""
    account = _account(who)
    if account:
        _check(stranger_to(account, row))
    opened = open_proposal(row)
    check_version(version, row, row.state)
    _check_proposal(seen, opened, row, row.state)
    _check(hindrance(TRANSITIONS[verb], row.state, account, row.officer_id, opened))
    return Case(account, opened, row)


def check_version(seen: int | None, row: Application | ConfirmedGround, state: str) -> None:
    """Raises Stale where the page showed another version than the present one."""
    if seen is not None and seen != row.version:
        raise _stale(row, state)


def _check_proposal(
    seen: Proposal | None, opened: Proposal | None, row: Application | ConfirmedGround, state: str
) -> None:
    """Raises Stale where the proposal that the page showed is no longer the open one."""
    if seen is not None and (opened is None or seen.pk != opened.pk):
        raise _stale(row, state)


def _stale(row: Application | ConfirmedGround, state: str) -> Stale:
    """By whoever made the last change, as the log has it."""
    if isinstance(row, Application):
        entries, began = LogEntry.objects.filter(application=row.pk), row.submitted_at
    else:
        entries, began = LogEntry.objects.filter(citizen=row.citizen_id, details__ground=row.pk), row.confirmed_at
    last = entries.filter(verb__in=CHANGES).select_related("actor").order_by("-pk").first()
    return Stale(last.actor, last.at, state) if last else Stale(None, began, state)


def _account(who: Who) -> Account | None:
    """The account as it is now: it may have been disabled or moved since the page was opened."""
    if who.account is None:
        _check(None if who.applicant else "account")
        return None
    return Account.objects.select_related("citizen").get(pk=who.account.pk)


def _check(code: str | None) -> None:
    if code:
        raise NotAllowed(code)
