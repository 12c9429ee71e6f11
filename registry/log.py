"""Writing to the log: one entry for every decision, change and reading, in the transaction of what it tells about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from .models import Account, Application, Citizen, LogEntry
from .refusals import Refused


class Verb(StrEnum):
    """What was done. The texts for people stand in registry/wording.py."""

    # an application
    SUBMITTED = "submitted"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    PAPERS_ASKED = "papers_asked"
    PAPERS_GIVEN = "papers_given"
    WAITING_STOPPED = "waiting_stopped"
    DOCUMENT_ADDED = "document_added"
    IDENTITY_CONFIRMED = "identity_confirmed"
    CONFIRMED = "confirmed"
    REFUSAL_PROPOSED = "refusal_proposed"
    REFUSAL_RETURNED = "refusal_returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DOCUMENTS_DELETED = "documents_deleted"
    REJECTED_ATTEMPT = "rejected_attempt"
    # a confirmed ground
    REVOCATION_PROPOSED = "revocation_proposed"
    REVOCATION_RETURNED = "revocation_returned"
    REVOKED = "revoked"
    # a person
    DETERMINED = "determined"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    # readings
    READ_APPLICATION = "read_application"
    READ_CITIZEN = "read_citizen"
    READ_DOCUMENT = "read_document"
    READ_IIN = "read_iin"
    READ_HISTORY = "read_history"
    READ_OWN = "read_own"
    SEARCHED = "searched"
    LOOKED_UP = "looked_up"
    READ_LEDGER = "read_ledger"
    READ_ATTACHMENT = "read_attachment"
    READ_DIAGNOSES = "read_diagnoses"
    # the desk
    LOOK_UP_REFUSED = "look_up_refused"
    VISIT_RECORDED = "visit_recorded"
    VISIT_STRUCK = "visit_struck"
    ATTACHMENT_ASKED = "attachment_asked"
    ATTACHMENT_ACCEPTED = "attachment_accepted"
    ATTACHMENT_REFUSED = "attachment_refused"
    ATTACHMENT_WITHDRAWN = "attachment_withdrawn"
    DIAGNOSIS_REGISTERED = "diagnosis_registered"
    DIAGNOSIS_CLOSED = "diagnosis_closed"
    DIAGNOSIS_GRANTED = "diagnosis_granted"
    DIAGNOSIS_GRANT_ENDED = "diagnosis_grant_ended"
    CERTIFICATE_ISSUED = "certificate_issued"
    CERTIFICATE_WITHDRAWN = "certificate_withdrawn"
    CERTIFICATE_CHECKED = "certificate_checked"
    ASSISTED = "assisted"
    # the ledger
    OBLIGATION_MADE = "obligation_made"
    OBLIGATION_ENDED = "obligation_ended"
    WAGE_PROPOSED = "wage_proposed"
    WAGE_APPROVED = "wage_approved"
    WAGE_RETURNED = "wage_returned"
    REGISTER_DRAFTED = "register_drafted"
    REGISTER_DROPPED = "register_dropped"
    REGISTER_APPROVED = "register_approved"
    REGISTER_SENT = "register_sent"
    REGISTER_PAID = "register_paid"
    REGISTER_RETURNED = "register_returned"
    # everybody at once
    IMPORT_UPLOADED = "import_uploaded"
    IMPORT_APPLIED = "import_applied"
    IMPORT_CANCELLED = "import_cancelled"
    RUN_BEGUN = "run_begun"
    RUN_AGREED = "run_agreed"
    RUN_APPLIED = "run_applied"
    RUN_STOPPED = "run_stopped"
    RUN_CANCELLED = "run_cancelled"
    REDETERMINED = "redetermined"
    READ_LIST = "read_list"
    # staff
    ALARM_RAISED = "alarm_raised"
    ALARM_SEEN = "alarm_seen"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    REFERENCE_CHANGED = "reference_changed"
    EXPORTED = "exported"
    LOG_SEARCHED = "log_searched"


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something, from where and when; verbs take one of these instead of a request."""

    now: datetime
    account: Account | None = None
    applicant: bool = False
    address: str = ""
    purpose: str = ""
    """Code of why a record is read, where that is asked."""

    @property
    def kind(self) -> LogEntry.Actor:
        if self.account is not None:
            return LogEntry.Actor.STAFF
        return LogEntry.Actor.APPLICANT if self.applicant else LogEntry.Actor.SYSTEM


def write(
    who: Who,
    verb: Verb,
    *,
    citizen: Citizen | None = None,
    application: Application | None = None,
    account: Account | None = None,
    details: dict[str, Any] | None = None,
) -> LogEntry:
    """Put one entry into the log. ``details``: codes and row numbers only, never what names or tells of a person."""
    return LogEntry.objects.create(
        at=who.now,
        actor_kind=who.kind,
        actor=who.account,
        role=who.account.role if who.account else "",
        verb=verb,
        citizen=citizen or (application.citizen if application else None),
        application=application,
        account=account,
        purpose=who.purpose,
        address=who.address,
        details=details or {},
    )


@contextmanager
def attempts_recorded(
    who: Who,
    verb: str,
    *,
    citizen: Citizen | None = None,
    application: Application | None = None,
    details: dict[str, Any] | None = None,
) -> Iterator[None]:
    """What staff tried in vain with a row that was not theirs, was decided or had changed meanwhile stays in the log.
    To be put around the transaction of the verb: the entry is written after its rollback."""
    try:
        yield
    except Refused as refused:
        if who.account is not None and refused.recorded:
            said = {"verb": verb, "code": refused.code, **(details or {})}
            write(who, Verb.REJECTED_ATTEMPT, citizen=citizen, application=application, details=said)
        raise
