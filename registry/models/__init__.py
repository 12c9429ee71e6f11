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
from .determinations import Determination
from .grounds import ConfirmedGround, Proposal
from .invitations import Invitation
from .log import LogEntry, LogSeal
from .notices import Notice
from .organisations import CalendarDay, District, EmploymentOffice, Polyclinic, Region
from .people import Attachment, Citizen, Household
from .records import Contribution, Diagnosis, Visit, WorkPeriod

__all__ = [
    "FINAL",
    "OPEN",
    "TIMED",
    "Account",
    "Application",
    "Attachment",
    "CalendarDay",
    "Citizen",
    "ConfirmedGround",
    "Contribution",
    "Decision",
    "Determination",
    "Diagnosis",
    "District",
    "Document",
    "EmploymentOffice",
    "Household",
    "Invitation",
    "LogEntry",
    "LogSeal",
    "Notice",
    "PaperRequest",
    "Polyclinic",
    "Proposal",
    "Region",
    "Role",
    "State",
    "Visit",
    "WorkPeriod",
]
