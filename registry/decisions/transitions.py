"""The one table of what may be done with a case in which state and by whom. Buttons and verbs both ask it."""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from .. import access
from ..access import Action
from ..log import Verb
from ..models import FINAL, OPEN, Account, Application, Citizen, ConfirmedGround, Proposal, State


class By(Enum):
    """Who may do it. All but the applicant: officers and approvers of the region who have no part in the case."""

    ANY_OFFICER = auto()
    HOLDER = auto()
    """The officer who has the case."""
    HOLDER_OR_APPROVER = auto()
    SECOND_PERSON = auto()
    """An approver who is not the one who proposed it."""
    APPLICANT = auto()


class GroundState(StrEnum):
    """Of a confirmed ground: follows from ``void`` and whether a proposal is open."""

    HOLDS = "holds"
    REVOCATION_PROPOSED = "revocation_proposed"
    VOID = "void"


class Transition(NamedTuple):
    """``after`` None: the state remains, or follows from what was decided (a revocation)."""

    before: frozenset[str]
    after: str | None
    by: By
    logged: Verb


def _from(*before: str) -> frozenset[str]:
    return frozenset(before)


UNDER_REVIEW = _from(State.IN_REVIEW, State.PAPERS_WANTED)

TRANSITIONS: Mapping[str, Transition] = {
    "take": Transition(_from(State.RECEIVED), State.IN_REVIEW, By.ANY_OFFICER, Verb.TAKEN),
    "hand_over": Transition(UNDER_REVIEW, None, By.HOLDER_OR_APPROVER, Verb.HANDED_OVER),
    "hand_back": Transition(_from(State.IN_REVIEW), State.RECEIVED, By.HOLDER_OR_APPROVER, Verb.HANDED_OVER),
    "ask_papers": Transition(_from(State.IN_REVIEW), State.PAPERS_WANTED, By.HOLDER, Verb.PAPERS_ASKED),
    "stop_waiting": Transition(_from(State.PAPERS_WANTED), State.IN_REVIEW, By.HOLDER, Verb.WAITING_STOPPED),
    "confirm_identity": Transition(UNDER_REVIEW, None, By.HOLDER, Verb.IDENTITY_CONFIRMED),
    "confirm": Transition(_from(State.IN_REVIEW), State.CONFIRMED, By.HOLDER, Verb.CONFIRMED),
    "propose_refusal": Transition(_from(State.IN_REVIEW), State.REFUSAL_PROPOSED, By.HOLDER, Verb.REFUSAL_PROPOSED),
    "approve_refusal": Transition(_from(State.REFUSAL_PROPOSED), State.REFUSED, By.SECOND_PERSON, Verb.REFUSED),
    "return_refusal": Transition(
        _from(State.REFUSAL_PROPOSED), State.IN_REVIEW, By.SECOND_PERSON, Verb.REFUSAL_RETURNED
    ),
    "add_document": Transition(_from(*OPEN), None, By.APPLICANT, Verb.DOCUMENT_ADDED),
    "give_papers": Transition(_from(State.PAPERS_WANTED), State.IN_REVIEW, By.APPLICANT, Verb.PAPERS_GIVEN),
    "withdraw": Transition(_from(*OPEN), State.WITHDRAWN, By.APPLICANT, Verb.WITHDRAWN),
}
"""Verb → what it does with an application."""

ON_GROUNDS: Mapping[str, Transition] = {
    "propose_revocation": Transition(
        _from(GroundState.HOLDS), GroundState.REVOCATION_PROPOSED, By.ANY_OFFICER, Verb.REVOCATION_PROPOSED
    ),
    "approve_revocation": Transition(_from(GroundState.REVOCATION_PROPOSED), None, By.SECOND_PERSON, Verb.REVOKED),
    "return_revocation": Transition(
        _from(GroundState.REVOCATION_PROPOSED), GroundState.HOLDS, By.SECOND_PERSON, Verb.REVOCATION_RETURNED
    ),
}
"""Verb → what it does with a confirmed ground."""


def allowed(application: Application, account: Account) -> frozenset[str]:
    """The verbs that the account may do now: the buttons of its page. At most four queries."""
    proposal = open_proposal(application)
    if stranger_to(account, application):
        return frozenset()
    return frozenset(
        verb
        for verb, rule in TRANSITIONS.items()
        if hindrance(rule, application.state, account, application.officer_id, proposal) is None
    )


def allowed_to_applicant(application: Application) -> frozenset[str]:
    """The verbs of whoever holds the reference and the secret."""
    return frozenset(
        verb for verb, rule in TRANSITIONS.items() if rule.by is By.APPLICANT and application.state in rule.before
    )


def allowed_on_ground(ground: ConfirmedGround, account: Account) -> frozenset[str]:
    """The verbs that the account may do now with a confirmed ground."""
    proposal = ground.proposals.filter(outcome=Proposal.Outcome.OPEN).first()
    citizen = ground.citizen
    if stranger(account, "ground", citizen.region_id, citizen, citizen.iin):
        return frozenset()
    state = state_of(ground, proposal)
    return frozenset(
        verb for verb, rule in ON_GROUNDS.items() if hindrance(rule, state, account, None, proposal) is None
    )


def state_of(ground: ConfirmedGround, proposal: Proposal | None) -> GroundState:
    """``proposal``: the open one, if there is one."""
    if ground.void:
        return GroundState.VOID
    return GroundState.REVOCATION_PROPOSED if proposal else GroundState.HOLDS


def stranger_to(account: Account, application: Application) -> str:
    """As ``stranger``; whoever filled the application in for the person does not decide it either, whatever his role
    has become."""
    code = stranger(account, "application", application.region_id, application.citizen, application.iin)
    return code or ("assisted" if application.assisted_by_id == account.pk else "")


def stranger(account: Account, group: str, region: str | None, citizen: Citizen | None, iin: str) -> str:
    """Why the account may not touch the case at all, as a code of registry/refusals.py; empty where it may."""
    if not access.may(account, group, Action.PROPOSE):
        return "account"
    if account.region_id != region:
        return "other_region"
    if access.is_blocked(citizen, iin):
        return "blocked"
    return "own_case" if access.is_own_case(account, citizen, iin) else ""


def hindrance(
    rule: Transition, state: str, account: Account | None, officer: int | None, proposal: Proposal | None
) -> str | None:
    """Why the verb cannot be done, as a code of registry/refusals.py; None where it can. ``account`` None: the
    applicant. ``officer``: the number of the account that has the case. ``proposal``: the open one."""
    if state not in rule.before:
        return "decided" if state in (*FINAL, GroundState.VOID) else "state"
    if (account is None) != (rule.by is By.APPLICANT):
        return "applicant_only" if account else "account"
    return None if account is None else _not_by(rule.by, account, officer, proposal)


def _not_by(by: By, account: Account, officer: int | None, proposal: Proposal | None) -> str | None:
    approver = access.may(account, "application", Action.APPROVE)
    if by is By.SECOND_PERSON:
        if not approver:
            return "approver_only"
        return "own_proposal" if proposal is None or proposal.proposed_by_id == account.pk else None
    if by is By.ANY_OFFICER or account.pk == officer or (by is By.HOLDER_OR_APPROVER and approver):
        return None
    return "other_officer"


def open_proposal(application: Application) -> Proposal | None:
    """The refusal that waits for a second person."""
    if application.state != State.REFUSAL_PROPOSED:
        return None
    return application.proposals.filter(outcome=Proposal.Outcome.OPEN).first()
