"""An application for attachment in words for the registrar who decides on it. Nothing is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from eligibility.presentation import long_date
from eligibility.rules import attachment
from eligibility.rules import law as law_module

from .. import attaching, working_days
from ..attaching import chain, reasons
from ..models import Account, Attachment, AttachmentRequest, Citizen
from ..portal.attachment_status import HEADLINES, MARKS, days_of
from ..portal.phones import spaced
from ..portal.polyclinics import basis_name
from ..portal.readings import moment

State = AttachmentRequest.State


@dataclass(frozen=True, slots=True)
class Line:
    """Of the queue. ``mark``: overdue, today or nothing."""

    row: AttachmentRequest
    name: str
    basis: str
    due: str
    mark: str


def line(row: AttachmentRequest, today: date) -> Line:
    mark = "overdue" if row.due_on < today else "today" if row.due_on == today else ""
    return Line(row, name_of(row), basis_name(row.basis), long_date(row.due_on), mark)


def name_of(row: AttachmentRequest) -> str:
    return " ".join(filter(None, [row.surname, row.given_name, row.patronymic]))


def context(row: AttachmentRequest, account: Account, today: date) -> dict[str, Any]:
    """What the page needs; a fixed number of queries."""
    citizen = row.citizen or Citizen.objects.filter(iin=row.iin, blocked=False).first()
    held = list(Attachment.objects.filter(citizen=citizen).select_related("polyclinic").order_by("starts"))
    known = reasons.load()
    own = Attachment.objects.filter(request=row).first()
    return {
        "row": row,
        "name": name_of(row),
        "birth_date": long_date(row.birth_date),
        "phone": spaced(row.phone) if row.phone else "",
        "basis": basis_name(row.basis),
        "asked": moment(row.submitted_at),
        "due": long_date(row.due_on),
        "overdue": row.state == State.RECEIVED and row.due_on < today,
        "headline": HEADLINES[row.state],
        "mark": MARKS.get(row.state, "open"),
        "may": attaching.allowed(row, account),
        "open": row.state == State.RECEIVED,
        "known": citizen is not None,
        "differs": _differs(row, citizen),
        "attached": _attached(held, row, today),
        "changed": _changed_too_often(held, today),
        "reasons": [known[code].text for code in row.reasons if code in known],
        "own_list": reasons.own_list(),
        "span": days_of(own) if own else "",
        "followed": bool(own and own.ends and any(row.starts > own.ends for row in held)),
    }


def _differs(row: AttachmentRequest, citizen: Citizen | None) -> bool:
    """Whether the registry has another name or birth date for the number. What it has is not shown."""
    if citizen is None:
        return False
    names = [(getattr(row, name) or "").casefold() for name in ("surname", "given_name")]
    kept = [citizen.surname.casefold(), citizen.given_name.casefold()]
    return names != kept or (citizen.birth_date is not None and citizen.birth_date != row.birth_date)


def _attached(held: Sequence[Attachment], row: AttachmentRequest, today: date) -> str:
    now = chain.holding(held, today)
    if now is None:
        return _("Not known")
    return _("To this polyclinic") if now.polyclinic_id == row.polyclinic_id else _("To another polyclinic")


def _changed_too_often(held: Sequence[Attachment], today: date) -> bool:
    """Whether the polyclinic was changed this year as often as the law lets it be. A first attachment is no change."""
    changes = [after for before, after in pairwise(held) if before.polyclinic_id != after.polyclinic_id]
    this_year = sum(row.starts.year == today.year for row in changes)
    return this_year >= attachment.changes_a_year(law_module.load(), today)


def history(citizen: Citizen) -> list[dict[str, str]]:
    """All attachments, newest first."""
    rows = Attachment.objects.filter(citizen=citizen).select_related("polyclinic", "request").order_by("-starts")
    return [
        {
            "polyclinic": row.polyclinic.name,
            "days": days_of(row),
            "how": _how(row.request),
        }
        for row in rows
    ]


def _how(request: AttachmentRequest | None) -> str:
    if request is None:
        return _("brought by a list")
    day = long_date(working_days.day_of(request.submitted_at))
    return _("by the application of %(day)s") % {"day": day}
