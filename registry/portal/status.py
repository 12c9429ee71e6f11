"""What became of an application, in words for the person who sent it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.presentation import long_date
from eligibility.texts import ground_name

from .. import deadlines, reasons, working_days
from ..decisions.transitions import allowed_to_applicant
from ..models import Application, ConfirmedGround, Decision, Document, PaperRequest, State
from ..proof.rights import is_his
from .grounds import about

HEADLINES: Final[Mapping[str, Promise]] = {
    State.RECEIVED: gettext_lazy("The application is received"),
    State.IN_REVIEW: gettext_lazy("The application is being looked at"),
    State.PAPERS_WANTED: gettext_lazy("We need papers from you"),
    State.REFUSAL_PROPOSED: gettext_lazy("The application is being looked at"),
    State.CONFIRMED: gettext_lazy("The ground is confirmed"),
    State.REFUSED: gettext_lazy("The application is refused"),
    State.WITHDRAWN: gettext_lazy("The application is withdrawn"),
}
"""A refusal that only one person has proposed is not a decision yet, and nothing is said of it."""
MARKS: Final[Mapping[str, str]] = {State.CONFIRMED: "yes", State.REFUSED: "no", State.PAPERS_WANTED: "unknown"}

SCANS: Final[Mapping[str, Promise]] = {
    Document.Scan.PENDING: gettext_lazy("is still being checked"),
    Document.Scan.CLEAN: gettext_lazy("checked"),
    Document.Scan.INFECTED: gettext_lazy("refused by the virus check, nobody can open it"),
    Document.Scan.FAILED: gettext_lazy("is still being checked"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it was decided so; ``article``: what that rests on, where it is law."""

    text: str
    article: str


def context(application: Application) -> dict[str, Any]:
    """Everything that the page of the status needs; a fixed number of queries."""
    latest = application.paper_requests.last()
    request = latest if latest and latest.answered_at is None else None
    decision = Decision.objects.filter(application=application).first()
    return {
        "reference": application.reference,
        "ground": ground_name(application.ground),
        "headline": HEADLINES[application.state],
        "mark": MARKS.get(application.state, "open"),
        "next": next_step(application, request),
        "answered": answered(application, latest) if latest else "",
        "own_term": deadlines.load().decide.note if application.is_open else "",
        "request_for": request,
        "wanted": wanted(request) if request else [],
        "documents": documents(application),
        "may": allowed_to_applicant(application),
        "decision": decision_lines(decision) if decision else None,
        "certificate": application.citizen is not None and is_his(application, application.citizen),
        "office": application.office,
        "place": application.office or application.region,
    }


def next_step(application: Application, request: PaperRequest | None) -> str:
    """What happens next, and by when."""
    due = long_date(application.due_on)
    if application.state == State.RECEIVED:
        return _("The employment office takes it in hand and decides by %(day)s.") % {"day": due}
    if application.state in (State.IN_REVIEW, State.REFUSAL_PROPOSED):
        return _("An officer has it in hand. The decision comes by %(day)s.") % {"day": due}
    if application.state == State.PAPERS_WANTED and request:
        return _("Answer by %(day)s. Until then the time to decide is paused.") % {"day": long_date(request.due_on)}
    if application.state == State.WITHDRAWN:
        return _("It is no longer decided on. You can apply again at any time.")
    return ""


def open_request(application: Application) -> PaperRequest | None:
    return application.paper_requests.filter(answered_at__isnull=True).last()


def answered(application: Application, request: PaperRequest) -> str:
    """That the answer has arrived, while the office has not decided yet. A request may also end without an answer."""
    came = request.answer or any(row.added_at >= request.asked_at for row in application.documents.all())
    if application.state != State.IN_REVIEW or request.answered_at is None or not came:
        return ""
    day = long_date(working_days.day_of(request.answered_at))
    return _("The office got your answer on %(day)s.") % {"day": day}


def wanted(request: PaperRequest) -> list[str]:
    """The papers that are asked for, in words."""
    return [reasons.text(code) for code in request.wanted]


def documents(application: Application) -> list[tuple[str, str]]:
    """Title and what came of the virus check."""
    return [(row.title, str(SCANS[row.scan])) for row in application.documents.all()]


def decision_lines(decision: Decision) -> dict[str, Any]:
    """The decision with its reasons, its days and how to appeal against it."""
    ground = ConfirmedGround.objects.filter(decision=decision).first()
    return {
        "on": long_date(working_days.day_of(decision.decided_at)),
        "refused": decision.outcome == Decision.Outcome.REFUSED,
        "reasons": [Reason(reasons.text(code), reasons.source(code)) for code in decision.reasons],
        "note": decision.note if decision.outcome == Decision.Outcome.REFUSED else "",
        "appeal": reasons.how_to_appeal(),
        "span": span(ground) if ground else "",
        "means": about(ground.code) if ground and not ground.void else "",
        "revoked": bool(ground and ground.void),
    }


def span(ground: ConfirmedGround) -> str:
    """From and until when the ground is confirmed."""
    if ground.ends is None:
        return _("From %(first)s, without an end") % {"first": long_date(ground.starts)}
    return _("From %(first)s to %(last)s") % {"first": long_date(ground.starts), "last": long_date(ground.ends)}
