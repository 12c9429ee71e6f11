"""What became of an application for attachment, in words for the person who sent it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.presentation import long_date

from .. import working_days
from ..attaching import reasons
from ..models import Attachment, AttachmentRequest
from .polyclinics import basis_name

State = AttachmentRequest.State
HEADLINES: Final[Mapping[str, Promise]] = {
    State.RECEIVED: gettext_lazy("The application is received"),
    State.ACCEPTED: gettext_lazy("The attachment is accepted"),
    State.REFUSED: gettext_lazy("The attachment is refused"),
    State.WITHDRAWN: gettext_lazy("The application is withdrawn"),
}
MARKS: Final[Mapping[str, str]] = {State.ACCEPTED: "yes", State.REFUSED: "no"}


def context(row: AttachmentRequest) -> dict[str, Any]:
    """Everything that the page of the status needs; a fixed number of queries."""
    known = reasons.load()
    refused = row.state == State.REFUSED
    return {
        "reference": row.reference,
        "polyclinic": row.polyclinic,
        "basis": basis_name(row.basis),
        "headline": HEADLINES[row.state],
        "mark": MARKS.get(row.state, "open"),
        "next": next_step(row),
        "open": row.state == State.RECEIVED,
        "refused": refused,
        "answered_on": long_date(working_days.day_of(row.closed_at)) if row.closed_at and row.decided_by_id else "",
        "reasons": [known[code].text for code in row.reasons if code in known],
        "own_list": reasons.own_list() if refused else "",
        "note": row.note,
        "appeal": reasons.how_to_appeal() if refused else [],
        "span": span(row),
    }


def next_step(row: AttachmentRequest) -> str:
    """What happens next, and by when."""
    if row.state == State.RECEIVED:
        return _("The polyclinic answers by %(day)s. Show your identity card there.") % {"day": long_date(row.due_on)}
    if row.state == State.ACCEPTED:
        return _("Ask the polyclinic for the number of your district and the name of its doctor.")
    if row.state == State.WITHDRAWN:
        return _("It is no longer decided on. You can apply again at any time.")
    return ""


def span(row: AttachmentRequest) -> str:
    """From when, and if that is decided already until when, one is attached; empty where one is not."""
    found = Attachment.objects.filter(request=row).first()
    return days_of(found) if found else ""


def days_of(attachment: Attachment) -> str:
    """The days of an attachment in words."""
    first = long_date(attachment.starts)
    if attachment.ends is None:
        return _("From %(first)s, without an end") % {"first": first}
    return _("From %(first)s to %(last)s") % {"first": first, "last": long_date(attachment.ends)}
