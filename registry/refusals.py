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
    "assisted": gettext_lazy("You filled this application in for the person. Somebody else has to decide it."),
    "consent": gettext_lazy("Say how the person consented, and who it was."),
    "state": gettext_lazy("This step is not possible in the present state of the case."),
    "decided": gettext_lazy("This case is already closed."),
    "other_officer": gettext_lazy("Another officer has this case."),
    "approver_only": gettext_lazy("This step is reserved for an approving officer."),
    "own_proposal": gettext_lazy("You can neither approve nor return your own proposal."),
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
    "too_late_to_strike": gettext_lazy("This visit was recorded too long ago to be crossed out."),
    "already_asked": gettext_lazy("An application about this IIN is already waiting for an answer."),
    "try_again": gettext_lazy("Nothing was sent. Please send it once more."),
    "basis": gettext_lazy("On this day nobody can apply on this basis."),
    "other_polyclinic": gettext_lazy("This application is for another polyclinic."),
    "identity_not_seen": gettext_lazy("First make sure who the person is, and tick that you did."),
    "first_day": gettext_lazy("The attachment cannot begin before today, nor before the day that the law names."),
    "attached_already": gettext_lazy("On that day the person is attached to this polyclinic already."),
    "harmful_document": gettext_lazy("The virus check refused this document."),
    # the ledger
    "wage_missing": gettext_lazy("No average wage of the region is approved for this year."),
    "rate_not_known": gettext_lazy("For this month the rate of the akimat's contribution is not known here."),
    "wage_year": gettext_lazy("For this year the rate of the akimat's contribution is not known here."),
    "wage_too_low": gettext_lazy("An average wage is higher than the minimum wage of the year. Check the amount."),
    "wage_source": gettext_lazy("Name the publication with its date and number."),
    "wage_proposed_already": gettext_lazy(
        "A wage for this year is already proposed. First it is approved or returned."
    ),
    "wage_decided": gettext_lazy("This wage is already approved or returned."),
    "register_month": gettext_lazy("Choose the present month or an earlier one that the akimat pays for."),
    "register_state": gettext_lazy("This step is not possible in the present state of the register."),
    "draft_exists": gettext_lazy("A register of this month is already drafted. First it is approved or dropped."),
    "nothing_due": gettext_lazy("Nothing is owed up to this month that is not in a register yet."),
    "payment": gettext_lazy("Write the number and the date of the payment order."),
    # diagnoses
    "not_in_treatment": gettext_lazy("This person is not attached to your polyclinic and has not come there lately."),
    "not_registered_by_you": gettext_lazy("Only the clinician who registered this diagnosis may do this."),
    "icd10": gettext_lazy("There is no such code in ICD-10. It looks like G80 or E11.9."),
    "onset": gettext_lazy("The day of onset lies between the birth and today."),
    "other_data": gettext_lazy(
        "This diagnosis is open with another day of onset or another mark. Close that entry first, then register anew."
    ),
    "closing_reason": gettext_lazy("Choose why the diagnosis is closed."),
    "closing_day": gettext_lazy("A diagnosis is closed today, or on an earlier day after its onset."),
    "clinician": gettext_lazy("Choose a clinician of your polyclinic who does not live with the patient."),
    "grant_day": gettext_lazy("The last day is today or later, and not too far away."),
    # certificates
    "not_treated_here": gettext_lazy("No certificate: the person is not attached here and has no visit here today."),
    "status_not_known": gettext_lazy("No certificate: it is not known for sure whether the person is insured."),
    "too_many_certificates": gettext_lazy("No more certificates can be made today."),
    # runs
    "run_day": gettext_lazy("For this day the law is not known here."),
    "run_parameter": gettext_lazy("This number of the law is not in force on the day, or cannot have this value."),
    "run_under_way": gettext_lazy(
        "Another re-determination is under way. First it is finished or put aside; then try again."
    ),
    "run_state": gettext_lazy("This step is not possible in the present state of the re-determination."),
    "run_day_to_come": gettext_lazy("The day of this plan is still to come. It can be applied on that day."),
    "run_outdated": gettext_lazy("This plan no longer says what would happen. Make a new one."),
    "run_fewer_than_planned": gettext_lazy(
        "By the plan, or by what has happened since, more people lose cover than this number allows."
    ),
    "run_approver": gettext_lazy("So many people may lose cover only by the word of an approving officer."),
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

    RECORDED = frozenset(
        {
            *("account", "other_region", "other_polyclinic", "blocked", "own_case", "assisted"),
            *("own_proposal", "decided", "not_in_treatment", "not_registered_by_you"),
        }
    )

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
