"""What happened with a case, in words: from the log, and from what officers and the applicant wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from eligibility.presentation import short_date
from eligibility.texts import entry, words

from ... import reasons, wording
from ...decisions.frame import CHANGES
from ...models import Application, ConfirmedGround, Determination, LogEntry, State
from .forms import Identity

MOST = 100
"""Steps that the page shows; a case with more of them shows the latest."""


@dataclass(frozen=True, slots=True)
class Step:
    when: str
    what: str
    who: str
    how: str


def steps(application: Application) -> list[Step]:
    """The changes of the case, the latest first."""
    return [_step(entry) for entry in _entries(application)[:MOST]]


def changes(application: Application, count: int) -> list[Step]:
    """The latest ``count`` changes, in the order in which they came."""
    return [_step(entry) for entry in reversed(_entries(application)[: min(count, MOST)])]


def _entries(application: Application) -> "QuerySet[LogEntry]":
    found = LogEntry.objects.filter(application=application.pk, verb__in=CHANGES)
    return found.select_related("actor").order_by("-at", "-pk")


def _step(entry: LogEntry) -> Step:
    if entry.actor_kind == LogEntry.Actor.APPLICANT:
        by = _("the applicant")
    else:
        by = entry.actor.full_name if entry.actor else _("the system")
    how = str(dict(Identity.choices).get(entry.purpose, ""))
    return Step(moment(entry.at), wording.verb(entry.verb), by, how)


def moment(at: datetime) -> str:
    """Day and time where the offices are."""
    local = timezone.localtime(at)
    return f"{short_date(local.date())}, {local:%H:%M}"


def papers(application: Application) -> list[dict[str, Any]]:
    """Requests for papers with their answers, the latest first."""
    rows = application.paper_requests.select_related("asked_by").order_by("-pk")[:MOST]
    return [
        {
            "row": row,
            "asked": moment(row.asked_at),
            "wanted": [reasons.text(code) for code in row.wanted],
            "due": short_date(row.due_on),
            "answered": moment(row.answered_at) if row.answered_at else "",
        }
        for row in rows
    ]


def proposals(application: Application) -> list[dict[str, Any]]:
    """Proposals to refuse with what came of them, the latest first."""
    rows = application.proposals.select_related("proposed_by", "closed_by").order_by("-pk")[:MOST]
    return [
        {
            "row": row,
            "proposed": moment(row.proposed_at),
            "reasons": [(reasons.text(code), reasons.source(code)) for code in row.reasons],
            "closed": moment(row.closed_at) if row.closed_at else "",
        }
        for row in rows
    ]


def decision(application: Application) -> dict[str, Any] | None:
    """What was decided, by whom and why."""
    if application.state not in (State.CONFIRMED, State.REFUSED):
        return None
    row = application.decision
    ground = ConfirmedGround.objects.filter(decision=row).first()
    return {
        "told": row.get_outcome_display(),
        "by": row.decided_by.full_name,
        "proposed_by": row.proposed_by.full_name if row.proposed_by else "",
        "at": moment(row.decided_at),
        "ground": ground,
        "days": days(ground) if ground else "",
        "means": words(entry("grounds", ground.code)["about"]) if ground else "",
        "evidence": ground.evidence if ground else "",
        "reasons": [(reasons.text(code), reasons.source(code)) for code in row.reasons],
        "note": row.note,
    }


def days(row: ConfirmedGround | Determination) -> str:
    return f"{short_date(row.starts)} – {short_date(row.ends) if row.ends else _('open')}"
