"""The words of the log: what was done, and why a number was shown."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .log import Verb

VERBS: dict[str, str | Promise] = {
    Verb.SUBMITTED: _("Application sent"),
    Verb.TAKEN: _("Application taken"),
    Verb.HANDED_OVER: _("Application handed over"),
    Verb.PAPERS_ASKED: _("Papers asked for"),
    Verb.PAPERS_GIVEN: _("Papers given"),
    Verb.DOCUMENT_ADDED: _("Document added"),
    Verb.IDENTITY_CONFIRMED: _("Identity confirmed"),
    Verb.CONFIRMED: _("Ground confirmed"),
    Verb.REFUSAL_PROPOSED: _("Refusal proposed"),
    Verb.REFUSAL_RETURNED: _("Refusal returned to the officer"),
    Verb.REFUSED: _("Application refused"),
    Verb.WITHDRAWN: _("Application withdrawn"),
    Verb.DOCUMENTS_DELETED: _("Documents deleted after their term"),
    Verb.REJECTED_ATTEMPT: _("Attempt that was turned away"),
    Verb.REVOCATION_PROPOSED: _("Revocation proposed"),
    Verb.REVOCATION_RETURNED: _("Revocation returned to the officer"),
    Verb.REVOKED: _("Ground revoked"),
    Verb.DETERMINED: _("Status determined"),
    Verb.BLOCKED: _("Record blocked"),
    Verb.UNBLOCKED: _("Record opened again"),
    Verb.READ_APPLICATION: _("Application read"),
    Verb.READ_CITIZEN: _("Record read"),
    Verb.READ_DOCUMENT: _("Document read"),
    Verb.READ_IIN: _("Number shown"),
    Verb.READ_HISTORY: _("History read"),
    Verb.READ_OWN: _("Opened by the applicant"),
    Verb.SEARCHED: _("Search for a person"),
    Verb.LOOKED_UP: _("Person looked up by IIN"),
    Verb.READ_LEDGER: _("Ledger read"),
    Verb.READ_ATTACHMENT: _("Application for attachment read"),
    Verb.READ_DIAGNOSES: _("Diagnoses read"),
    Verb.LOOK_UP_REFUSED: _("Look-up refused: too many"),
    Verb.VISIT_RECORDED: _("Visit recorded"),
    Verb.VISIT_STRUCK: _("Visit crossed out"),
    Verb.ATTACHMENT_ASKED: _("Attachment applied for"),
    Verb.ATTACHMENT_ACCEPTED: _("Attached to a polyclinic"),
    Verb.ATTACHMENT_REFUSED: _("Attachment refused"),
    Verb.ATTACHMENT_WITHDRAWN: _("Application for attachment withdrawn"),
    Verb.DIAGNOSIS_REGISTERED: _("Diagnosis registered"),
    Verb.DIAGNOSIS_CLOSED: _("Diagnosis closed"),
    Verb.DIAGNOSIS_GRANTED: _("Diagnosis opened to a colleague"),
    Verb.DIAGNOSIS_GRANT_ENDED: _("Diagnosis closed to a colleague"),
    Verb.CERTIFICATE_ISSUED: _("Certificate issued"),
    Verb.CERTIFICATE_WITHDRAWN: _("Certificate withdrawn"),
    Verb.CERTIFICATE_CHECKED: _("Certificate checked"),
    Verb.ASSISTED: _("Helped with the questions"),
    Verb.OBLIGATION_MADE: _("Contributions owed by the akimat"),
    Verb.OBLIGATION_ENDED: _("Contributions no longer owed"),
    Verb.WAGE_PROPOSED: _("Average wage proposed"),
    Verb.WAGE_APPROVED: _("Average wage approved"),
    Verb.WAGE_RETURNED: _("Average wage returned"),
    Verb.REGISTER_DRAFTED: _("Payment register drafted"),
    Verb.REGISTER_DROPPED: _("Draft of a register dropped"),
    Verb.REGISTER_APPROVED: _("Payment register approved"),
    Verb.REGISTER_SENT: _("Payment register sent"),
    Verb.REGISTER_PAID: _("Payment register paid"),
    Verb.REGISTER_RETURNED: _("Payment register returned"),
    Verb.IMPORT_UPLOADED: _("File received"),
    Verb.IMPORT_APPLIED: _("File taken into the registry"),
    Verb.IMPORT_CANCELLED: _("File put aside"),
    Verb.RUN_BEGUN: _("Re-determination planned"),
    Verb.RUN_AGREED: _("Re-determination agreed to"),
    Verb.RUN_APPLIED: _("Re-determination applied"),
    Verb.RUN_STOPPED: _("Re-determination stopped: too many would lose cover"),
    Verb.RUN_CANCELLED: _("Re-determination put aside"),
    Verb.REDETERMINED: _("Status of many people determined"),
    Verb.READ_LIST: _("List of people read"),
    Verb.ALARM_RAISED: _("Unusual reading found"),
    Verb.ALARM_SEEN: _("Unusual reading looked into"),
    Verb.SIGNED_IN: _("Signed in"),
    Verb.SIGN_IN_FAILED: _("Sign-in failed"),
    Verb.SIGNED_OUT: _("Signed out"),
    Verb.ACCOUNT_CHANGED: _("Account changed"),
    Verb.REFERENCE_CHANGED: _("Reference data changed"),
    Verb.EXPORTED: _("Data exported"),
    Verb.LOG_SEARCHED: _("Log searched"),
}


class NumberReason(TextChoices):
    """Why an officer needs the whole number of a person."""

    IDENTITY_DOCUMENT = "identity_document", _("To compare it with an identity document")
    OTHER_SYSTEM = "other_system", _("To find the person in another state information system")
    REQUEST = "request", _("To answer a written request of the person")
    MISTAKE = "mistake", _("The record and the application do not agree")


def verb(code: str) -> str:
    """A verb in words; the code itself where it has none."""
    return str(VERBS.get(code, code))
