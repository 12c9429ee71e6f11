"""The registry's tables, by subject."""

from .accounts import Account, Role
from .applications import (
    FINAL,
    OPEN,
    TIMED,
    Application,
    Decision,
    Document,
    PaperRequest,
    State,
)
from .attachments import Attachment, AttachmentRequest
from .care import Diagnosis, DiagnosisGrant, Visit
from .determinations import Determination
from .grounds import ConfirmedGround, Proposal
from .imports import Import, ImportRow
from .invitations import Invitation
from .ledger import LedgerEntry, Obligation, RegionalWage, Register
from .log import LogEntry, LogSeal
from .notices import Notice
from .organisations import CalendarDay, District, EmploymentOffice, Polyclinic, Region
from .people import NOBODY, Citizen, Household
from .proof import Certificate
from .readings import Alarm
from .records import Contribution, WorkPeriod
from .region import CoverEnd, Tally
from .runs import Chunk, FactChange, Run

__all__ = [
    "FINAL",
    "NOBODY",
    "OPEN",
    "TIMED",
    "Account",
    "Alarm",
    "Application",
    "Attachment",
    "AttachmentRequest",
    "CalendarDay",
    "Certificate",
    "Chunk",
    "Citizen",
    "ConfirmedGround",
    "Contribution",
    "CoverEnd",
    "Decision",
    "Determination",
    "Diagnosis",
    "DiagnosisGrant",
    "District",
    "Document",
    "EmploymentOffice",
    "FactChange",
    "Household",
    "Import",
    "ImportRow",
    "Invitation",
    "LedgerEntry",
    "LogEntry",
    "LogSeal",
    "Notice",
    "Obligation",
    "PaperRequest",
    "Polyclinic",
    "Proposal",
    "Region",
    "RegionalWage",
    "Register",
    "Role",
    "Run",
    "State",
    "Tally",
    "Visit",
    "WorkPeriod",
]
