"""Refusing an application: proposed by its officer, approved or returned by a second person."""

from collections.abc import Sequence
from datetime import date

from eligibility.rules import law as law_module

from .. import reasons as coded
from .. import working_days
from ..log import Who
from ..models import Application, Decision, Proposal
from ..notices import outbox
from ..reasons import Use
from ..refusals import NotAllowed
from . import engine
from .frame import on_application


def legal_reasons(application: Application, today: date) -> tuple[str, ...]:
    """The engine's reasons against the ground as of today, which a refusal may name; empty where there are none."""
    try:
        return _judged(application, today).refusing
    except NotAllowed:
        return ()


def propose_refusal(
    who: Who, application: Application, version: int, reasons: Sequence[str], note: str = ""
) -> Proposal:
    """In review → refusal proposed. ``reasons``: codes of reasons.toml for refusals, or of ``legal_reasons``.

    Raises NotAllowed, Stale."""
    with on_application(who, "propose_refusal", application, version) as case:
        today = working_days.day_of(who.now)
        _check_reasons(case.row, reasons, today, "reasons")
        coded.check_note(reasons, note)
        if coded.PAPERS_NOT_GIVEN in reasons:
            _check_papers_overdue(case.row, today)
        proposal = Proposal.objects.create(
            kind=Proposal.Kind.REFUSAL,
            application=case.row,
            reasons=list(reasons),
            note=note,
            proposed_by=case.account,
            proposed_at=who.now,
        )
        case.details = {"proposal": proposal.pk, "reasons": list(reasons)}
    return proposal


def approve_refusal(who: Who, proposal: Proposal, note: str = "") -> Decision:
    """Refusal proposed → refused, by an approver who did not propose it. The law is asked once more: a reason of the
    engine that no longer holds is not approved. Raises NotAllowed, Stale."""
    with on_application(who, "approve_refusal", _application(proposal), proposal=proposal) as case:
        row, opened = case.row, case.opened
        today = working_days.day_of(who.now)
        _check_reasons(row, opened.reasons, today, "reason_gone")
        decision = Decision.objects.create(
            application=row,
            outcome=Decision.Outcome.REFUSED,
            reasons=opened.reasons,
            note=note or opened.note,
            decided_by=case.account,
            proposed_by_id=opened.proposed_by_id,
            decided_at=who.now,
            **_judged(row, today).kept(),
        )
        close(who, opened, Proposal.Outcome.APPROVED, note)
        case.details = {"proposal": opened.pk, "decision": decision.pk, "reasons": opened.reasons}
        outbox.put(who.now, "decided", f"decided:{decision.pk}", application=row)
    return decision


def return_refusal(who: Who, proposal: Proposal, answer: str) -> Proposal:
    """Refusal proposed → in review, with the officer who had it; the answer says why. Raises NotAllowed, Stale."""
    with on_application(who, "return_refusal", _application(proposal), proposal=proposal) as case:
        if not answer.strip():
            raise NotAllowed("note")
        close(who, case.opened, Proposal.Outcome.RETURNED, answer)
        case.details = {"proposal": case.opened.pk}
    return case.opened


def close(who: Who, proposal: Proposal, outcome: Proposal.Outcome, answer: str) -> None:
    proposal.outcome = outcome
    proposal.closed_by_id = who.account.pk if who.account else None
    proposal.closed_at = who.now
    proposal.answer = answer
    proposal.save()


def _application(proposal: Proposal) -> Application:
    if proposal.application is None:
        raise NotAllowed("state")
    return proposal.application


def _judged(row: Application, today: date) -> engine.Judged:
    return engine.judge(row, today, None, law_module.load(), today)


def _check_reasons(row: Application, reasons: Sequence[str], today: date, code: str) -> None:
    """Each reason is one of reasons.toml for this ground, or the engine gives it today. Raises NotAllowed."""
    legal = [reason for reason in reasons if not coded.are_for(Use.REFUSAL, [reason], row.ground)]
    if not reasons or (legal and not set(legal) <= set(legal_reasons(row, today))):
        raise NotAllowed(code)


def _check_papers_overdue(row: Application, today: date) -> None:
    last = row.paper_requests.last()
    if last is None or today <= last.due_on:
        raise NotAllowed("papers_still_due")
