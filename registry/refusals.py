"""Why a verb was refused, in words for whoever tried: officers and applicants see ``message``, programs ``code``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from .models import Account

TEXTS: Mapping[str, str | Promise] = {
    "account": gettext_lazy("This account may not do this."),
    "other_region": gettext_lazy("This case belongs to another region."),
    "blocked": gettext_lazy("This record is blocked at the request of the person. Nobody works on it."),
    "own_case": gettext_lazy("This is your own case or that of your household. Somebody else has to decide it."),
    "state": gettext_lazy("This step is not possible in the present state of the case."),
    "decided": gettext_lazy("This case is already closed."),
    "other_officer": gettext_lazy("Another officer has this case."),
    "approver_only": gettext_lazy("This step is reserved for an approving officer."),
    "own_proposal": gettext_lazy("Nobody approves or returns what he proposed himself."),
    "applicant_only": gettext_lazy("This step is for the applicant."),
    "colleague": gettext_lazy("Choose an active colleague of this region who has no part in the case."),
    "identity": gettext_lazy("First confirm who the applicant is."),
    "reasons": gettext_lazy("Choose at least one reason from the list."),
    "reason_gone": gettext_lazy("One of the reasons no longer holds. Return the proposal."),
    "papers": gettext_lazy("Choose at least one paper from the list."),
    "papers_still_due": gettext_lazy("The applicant still has time to give the papers."),
    "note": gettext_lazy("Write a note that explains this."),
    "engine_says_no": gettext_lazy("By the law this ground does not hold."),
    "needs_checks": gettext_lazy("Some facts are not known. Check each of them before you confirm."),
    "days": gettext_lazy("The last day is before the first day."),
    "days_outside_the_law": gettext_lazy("For these days the law is not known here."),
    "days_do_not_fit": gettext_lazy("These days do not fit what is known of the person, such as the birth date."),
    "already_confirmed": gettext_lazy("This ground is already confirmed for some of these days."),
    "last_day": gettext_lazy("The last day must lie within the days for which the ground is confirmed."),
    "not_applied_for": gettext_lazy("Nobody can apply for this ground here."),
    "iin": gettext_lazy("The IIN must be 12 digits and must match its control digit."),
    "birth_date": gettext_lazy("The birth date must be in the past."),
    "facts": gettext_lazy("The answers cannot be read."),
    "place": gettext_lazy("The district does not belong to the region."),
    "too_many_documents": gettext_lazy("No more documents can be added to this application."),
    "not_there": gettext_lazy("There is no such record."),
    "visit_day": gettext_lazy("A visit can be recorded on its day or shortly after, and not before it."),
    "too_late_to_strike": gettext_lazy("This visit was recorded too long ago to be struck."),
    "harmful_document": gettext_lazy("The virus check refused this document."),
    # certificates
    "not_treated_here": gettext_lazy("No certificate: the person is not attached here and has no visit here today."),
    "status_not_known": gettext_lazy("No certificate: it is not known for sure whether the person is insured."),
    "too_many_certificates": gettext_lazy("So many certificates were made today that no more can be made."),
}


class Refused(Exception):
    """A verb was not carried out and has changed nothing. ``code`` is a key of TEXTS."""

    recorded = False
    """Whether an officer's attempt is kept in the log."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        """In the language of whoever reads it, without anything that tells of a person."""
        return str(TEXTS[self.code])


class NotAllowed(Refused):
    """By the state of the case, the role, the region, or because the engine says no.

    ``reasons``: codes of the engine, where it says no. ``missing``: codes of the facts that have to be checked."""

    RECORDED = frozenset({"account", "other_region", "blocked", "own_case", "own_proposal", "decided"})

    def __init__(self, code: str, *, reasons: Sequence[str] = (), missing: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.reasons = tuple(reasons)
        self.missing = tuple(missing)
        self.recorded = code in self.RECORDED


class Stale(Refused):
    """The case has changed since the page was opened. ``by`` is the account that changed it last; None where it was
    the applicant. ``state`` is the present one."""

    recorded = True

    def __init__(self, by: "Account | None", at: datetime, state: str) -> None:
        super().__init__("stale")
        self.by, self.at, self.state = by, at, state

    @property
    def message(self) -> str:
        when = formats.date_format(self.at.astimezone(get_current_timezone()), "DATETIME_FORMAT")
        if self.by is None:
            return _("The applicant changed this case before you: %(when)s.") % {"when": when}
        return _("%(who)s changed this case before you: %(when)s.") % {"who": self.by, "when": when}
