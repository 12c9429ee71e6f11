"""Verbs of an officer on the way to a decision."""

from collections.abc import Sequence

from .. import deadlines, reasons, working_days
from ..access import Action, is_own_case, may
from ..log import Who
from ..models import Account, Application, PaperRequest
from ..notices import outbox
from ..reasons import Use
from ..refusals import NotAllowed
from ..working_days import Calendar
from .frame import Case, on_application


def take(who: Who, application: Application, version: int) -> Application:
    """Received → in review, in the hands of this officer. Raises NotAllowed, Stale."""
    with on_application(who, "take", application, version) as case:
        case.row.officer = case.account
        case.row.taken_at = who.now
    return case.row


def hand_over(
    who: Who,
    application: Application,
    version: int,
    to: Account | None,
    note: str = "",
    coded: Sequence[str] = (),
) -> Application:
    """To a colleague of the region, in the same state; ``to`` None: back into the queue, as received.

    By its holder or by an approver. ``note``: for the next officer; ``coded``: why, as codes of reasons.toml.
    Raises NotAllowed, Stale."""
    with on_application(who, "hand_over" if to else "hand_back", application, version) as case:
        if not reasons.are_for(Use.HAND_OVER, coded, case.row.ground):
            raise NotAllowed("reasons")
        if to is not None:
            to = _colleague(case, to)
        case.details = {"from": case.row.officer_id, "to": to.pk if to else None, "reasons": list(coded)}
        case.row.officer = to
        case.row.taken_at = who.now if to else None
        case.row.remark = note
    return case.row


def ask_papers(who: Who, application: Application, version: int, wanted: Sequence[str], note: str = "") -> Application:
    """In review → waiting for papers; the time to decide stands still. ``wanted``: codes of reasons.toml for papers;
    some of them need a note. Raises NotAllowed, Stale."""
    with on_application(who, "ask_papers", application, version) as case:
        if not wanted or not reasons.are_for(Use.PAPERS, wanted, case.row.ground):
            raise NotAllowed("papers")
        reasons.check_note(wanted, note)
        term = deadlines.load().papers.working_days
        request = PaperRequest.objects.create(
            application=case.row,
            wanted=list(wanted),
            note=note,
            asked_by=case.account,
            asked_at=who.now,
            due_on=working_days.add(working_days.day_of(who.now), term, Calendar.load()),
        )
        case.details = {"papers": list(wanted)}
        outbox.put(who.now, "papers_wanted", f"papers_wanted:{request.pk}", application=case.row)
    return case.row


def stop_waiting(who: Who, application: Application, version: int) -> Application:
    """Waiting for papers → in review without an answer; the time to decide runs again. Raises NotAllowed, Stale."""
    with on_application(who, "stop_waiting", application, version) as case:
        end_waiting(who, case.row, answer="")
    return case.row


def end_waiting(who: Who, row: Application, answer: str) -> None:
    """Close the open request for papers and move the day of the decision by the working days that were waited."""
    request = row.paper_requests.get(answered_at__isnull=True)
    request.answer, request.answered_at = answer, who.now
    request.save()
    calendar = Calendar.load()
    asked, today = (working_days.day_of(moment) for moment in (request.asked_at, who.now))
    row.due_on = working_days.add(row.due_on, working_days.between(asked, today, calendar), calendar)


def confirm_identity(who: Who, application: Application, version: int) -> Application:
    """The officer has seen who the applicant is. May be done again. Raises NotAllowed, Stale."""
    with on_application(who, "confirm_identity", application, version) as case:
        case.row.identity_confirmed_at = who.now
    return case.row


def _colleague(case: Case, to: Account) -> Account:
    """The account as it is now. Raises NotAllowed where the case cannot be given to it."""
    found = Account.objects.select_related("citizen").get(pk=to.pk)
    row = case.row
    reaches = may(found, "application", Action.PROPOSE) and found.region_id == row.region_id
    if not reaches or found.pk == row.officer_id or is_own_case(found, row.citizen, row.iin):
        raise NotAllowed("colleague")
    return found
