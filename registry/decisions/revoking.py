"""Revoking a confirmed ground: proposed by an officer, approved or returned by a second person."""

from collections.abc import Sequence
from datetime import date

from .. import reasons as coded
from .. import working_days
from ..log import Who
from ..models import ConfirmedGround, Proposal
from ..notices import outbox
from ..reasons import Use
from ..refusals import NotAllowed
from . import engine
from .frame import on_ground
from .refusing import close


def propose_revocation(
    who: Who, ground: ConfirmedGround, version: int, reasons: Sequence[str], note: str, last_day: date | None
) -> Proposal:
    """``last_day``: on which the ground still counts; None: it never held. Raises NotAllowed, Stale."""
    with on_ground(who, "propose_revocation", ground, version) as case:
        row = case.row
        if not reasons or not coded.are_for(Use.REVOCATION, reasons, row.code):
            raise NotAllowed("reasons")
        coded.check_note(reasons, note)
        if last_day and (last_day < row.starts or (row.ends and last_day >= row.ends)):
            raise NotAllowed("last_day")
        proposal = Proposal.objects.create(
            kind=Proposal.Kind.REVOCATION,
            ground=row,
            reasons=list(reasons),
            note=note,
            last_day=last_day,
            proposed_by=case.account,
            proposed_at=who.now,
        )
        case.details = {"proposal": proposal.pk, "reasons": list(reasons)}
    return proposal


def approve_revocation(who: Who, proposal: Proposal, note: str = "") -> ConfirmedGround:
    """The ground ends on the proposed last day, or is void. By an approver who did not propose it.

    Raises NotAllowed, Stale."""
    with on_ground(who, "approve_revocation", _ground(proposal), proposal=proposal) as case:
        row, opened = case.row, case.opened
        if opened.last_day is None:
            row.void = True
        else:
            row.ends = opened.last_day
        row.save()
        close(who, opened, Proposal.Outcome.APPROVED, note)
        case.details = {"proposal": opened.pk, "reasons": opened.reasons}
        engine.determine(who, row.citizen, working_days.day_of(who.now))
        application = row.decision.application if row.decision else None
        outbox.put(who.now, "revoked", f"revoked:{opened.pk}", application=application, citizen=row.citizen)
    return case.row


def return_revocation(who: Who, proposal: Proposal, answer: str) -> Proposal:
    """The ground stays as it is; the answer says why. Raises NotAllowed, Stale."""
    with on_ground(who, "return_revocation", _ground(proposal), proposal=proposal) as case:
        if not answer.strip():
            raise NotAllowed("note")
        close(who, case.opened, Proposal.Outcome.RETURNED, answer)
        case.details = {"proposal": case.opened.pk}
    return case.opened


def _ground(proposal: Proposal) -> ConfirmedGround:
    if proposal.ground is None:
        raise NotAllowed("state")
    return proposal.ground
