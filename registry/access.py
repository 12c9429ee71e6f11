"""Who may see and do what: the one table of rights, and the rows that each role reaches.

``MATRIX`` says what a role may do with a group of data; ``visible`` cuts a query to the rows that the account
reaches; ``find`` answers a foreign row exactly as one that does not exist. Everything that is not named is refused.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from . import models as m
from .models import Account, Role
from .models.accounts import CLINICAL, REGIONAL

Row = TypeVar("Row", bound=Model)
Somebody = Account | AnonymousUser


class Form(StrEnum):
    """In which form data are shown."""

    FULL = "full"
    MASKED = "masked"
    """The number as ••••••••1234."""
    TOKEN = "token"  # noqa: S105 – the form of an answer, not a secret
    """A constant word, the same for every person."""
    COUNTS = "counts"
    """Numbers of people, five or more."""
    EVENT = "event"
    """That something happened and when, without what."""


class Action(StrEnum):
    WRITE = "write"
    PROPOSE = "propose"
    APPROVE = "approve"


class Right(NamedTuple):
    """What a role may do with a group of data. No right at all is no entry in the matrix."""

    form: Form
    actions: frozenset[Action] = frozenset()


def _reads(form: Form = Form.FULL, *actions: Action) -> Right:
    return Right(form, frozenset(actions))


FULL, MASKED, TOKEN, COUNTS, EVENT = (_reads(form) for form in Form)
PROPOSES = _reads(Form.FULL, Action.WRITE, Action.PROPOSE)
APPROVES = _reads(Form.FULL, Action.WRITE, Action.PROPOSE, Action.APPROVE)
WRITES = _reads(Form.FULL, Action.WRITE)

MATRIX: Mapping[str, Mapping[Role, Right]] = {
    "identity": {
        Role.OFFICER: MASKED,
        Role.APPROVER: MASKED,
        Role.REGISTRAR: FULL,
        Role.CLINICIAN: FULL,
        Role.AUDITOR: MASKED,
        Role.FINANCE: MASKED,
    },
    "contacts": {Role.OFFICER: FULL, Role.APPROVER: FULL, Role.REGISTRAR: FULL},
    "application": {Role.OFFICER: PROPOSES, Role.APPROVER: APPROVES, Role.ANALYST: COUNTS},
    "ground": {
        Role.OFFICER: PROPOSES,
        Role.APPROVER: APPROVES,
        Role.REGISTRAR: TOKEN,
        Role.CLINICIAN: TOKEN,
        Role.ANALYST: COUNTS,
        Role.AUDITOR: EVENT,
    },
    "status": {
        Role.OFFICER: FULL,
        Role.APPROVER: FULL,
        Role.REGISTRAR: FULL,
        Role.CLINICIAN: FULL,
        Role.ANALYST: COUNTS,
    },
    "visit": {Role.REGISTRAR: WRITES, Role.CLINICIAN: WRITES, Role.ANALYST: COUNTS, Role.AUDITOR: EVENT},
    "attachment": {Role.REGISTRAR: WRITES, Role.CLINICIAN: FULL, Role.ANALYST: COUNTS, Role.AUDITOR: EVENT},
    "diagnosis": {Role.REGISTRAR: TOKEN, Role.CLINICIAN: WRITES},
    "ledger": {
        Role.OFFICER: FULL,
        Role.APPROVER: FULL,
        Role.FINANCE: APPROVES,
        Role.REGISTRAR: TOKEN,
        Role.ANALYST: COUNTS,
        Role.AUDITOR: FULL,
    },
    "certificate": {Role.REGISTRAR: WRITES, Role.AUDITOR: EVENT},
    "assessment": {Role.REGISTRAR: WRITES, Role.OPERATOR: WRITES},
    "alarm": {Role.AUDITOR: WRITES},
    "import": {
        Role.OFFICER: WRITES,
        Role.APPROVER: WRITES,
        Role.AUDITOR: EVENT,
        Role.ADMINISTRATOR: WRITES,
    },
    "run": {Role.OFFICER: PROPOSES, Role.APPROVER: APPROVES, Role.AUDITOR: EVENT},
    "falling": {Role.OFFICER: FULL, Role.APPROVER: FULL, Role.REGISTRAR: FULL, Role.CLINICIAN: FULL},
    "picture": {Role.OFFICER: COUNTS, Role.APPROVER: COUNTS, Role.FINANCE: COUNTS, Role.ANALYST: COUNTS},
    "reference": {**dict.fromkeys(Role, FULL), Role.ADMINISTRATOR: WRITES},
    "accounts": {Role.AUDITOR: FULL, Role.ADMINISTRATOR: WRITES},
    "log": {Role.AUDITOR: FULL},
}
"""Group of data → role → right. docs/access.md is made of it."""

GROUP_OF: Mapping[type[Model], str] = {
    m.Citizen: "identity",
    m.Application: "application",
    m.Document: "application",
    m.PaperRequest: "application",
    m.Decision: "application",
    m.Proposal: "application",
    m.Notice: "application",
    m.ConfirmedGround: "ground",
    m.WorkPeriod: "status",
    m.Contribution: "status",
    m.Determination: "status",
    m.Visit: "visit",
    m.Attachment: "attachment",
    m.Diagnosis: "diagnosis",
    m.DiagnosisGrant: "diagnosis",
    m.AttachmentRequest: "attachment",
    m.RegionalWage: "ledger",
    m.Obligation: "ledger",
    m.Register: "ledger",
    m.LedgerEntry: "ledger",
    m.Certificate: "certificate",
    m.Alarm: "alarm",
    m.Import: "import",
    m.ImportRow: "import",
    m.Run: "run",
    m.Chunk: "run",
    m.CoverEnd: "falling",
    m.Tally: "picture",
    m.Region: "reference",
    m.District: "reference",
    m.EmploymentOffice: "reference",
    m.Polyclinic: "reference",
    m.CalendarDay: "reference",
    m.Account: "accounts",
    m.LogEntry: "log",
    m.LogSeal: "log",
}

# How a row leads to the region or the polyclinic that it belongs to.
REGION_OF: Mapping[type[Model], str] = {
    m.Citizen: "region",
    m.Application: "region",
    m.Document: "application__region",
    m.PaperRequest: "application__region",
    m.Decision: "application__region",
    m.Notice: "application__region",
    m.ConfirmedGround: "citizen__region",
    m.WorkPeriod: "citizen__region",
    m.Contribution: "citizen__region",
    m.Determination: "citizen__region",
    m.RegionalWage: "region",
    m.Obligation: "region",
    m.Register: "region",
    m.LedgerEntry: "obligation__region",
    m.Import: "region",
    m.ImportRow: "of__region",
    m.Run: "region",
    m.Chunk: "run__region",
    m.CoverEnd: "citizen__region",
}
POLYCLINIC_OF: Mapping[type[Model], str] = {
    m.Visit: "polyclinic",
    m.Attachment: "polyclinic",
    m.AttachmentRequest: "polyclinic",
    m.Diagnosis: "polyclinic",
    m.DiagnosisGrant: "diagnosis__polyclinic",
    m.Certificate: "issued_by__polyclinic",
}

# How a row leads to the person whose record may be blocked at his own request.
PERSON_OF: Mapping[type[Model], tuple[str, ...]] = {
    m.Citizen: ("",),
    m.Application: ("citizen__",),
    m.Document: ("application__citizen__",),
    m.PaperRequest: ("application__citizen__",),
    m.Decision: ("application__citizen__",),
    m.Notice: ("application__citizen__", "citizen__"),
    m.Proposal: ("application__citizen__", "ground__citizen__"),
    m.ConfirmedGround: ("citizen__",),
    m.WorkPeriod: ("citizen__",),
    m.Contribution: ("citizen__",),
    m.Determination: ("citizen__",),
    m.Visit: ("citizen__",),
    m.Attachment: ("citizen__",),
    m.AttachmentRequest: ("citizen__",),
    m.Diagnosis: ("citizen__",),
    m.DiagnosisGrant: ("diagnosis__citizen__",),
    m.Certificate: ("citizen__",),
    m.Obligation: ("citizen__",),
    m.LedgerEntry: ("citizen__",),
    m.CoverEnd: ("citizen__",),
}


def right(account: Somebody, group: str) -> Right | None:
    """The right of the account to the group; None where it has none, is not active or nobody is signed in."""
    if not isinstance(account, Account) or not account.is_active:
        return None
    return MATRIX[group].get(Role(account.role))


def may(account: Somebody, group: str, action: Action | None = None) -> bool:
    """Whether the account may see the group at all; with an action, whether it may do that."""
    found = right(account, group)
    return found is not None and (action is None or action in found.actions)


def visible(account: Somebody, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """The rows that the account reaches, by its region or polyclinic; none where it sees them in no form that names
    one person. The records of people who asked to be blocked are among nobody's rows."""
    reached = _within_reach(account, rows)
    for path in PERSON_OF.get(rows.model, ()):
        reached = reached.exclude(**{f"{path}blocked": True})
    return reached


def find_blocked(account: Somebody, rows: "QuerySet[Row]", **which: object) -> Row | None:
    """The row that the account would reach, were the person's record not blocked: for the log alone."""
    try:
        return _within_reach(account, rows).filter(_is_blocked(rows.model), **which).first()
    except (ValueError, OverflowError):
        return None


def _is_blocked(model: type[Model]) -> Q:
    found = Q(pk__in=())
    for path in PERSON_OF.get(model, ()):
        found |= Q(**{f"{path}blocked": True})
    return found


def _within_reach(account: Somebody, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    found = right(account, GROUP_OF[rows.model])
    if found is None or found.form in (Form.COUNTS, Form.EVENT, Form.TOKEN) or not isinstance(account, Account):
        return rows.none()
    if account.role in REGIONAL:
        return _of_region(account, rows)
    if account.role in CLINICAL:
        return _of_polyclinic(account, rows)
    return rows


def find(account: Somebody, rows: "QuerySet[Row]", pk: object) -> Row:
    """The row, where the account reaches it. Raises Http404 for a foreign row as for one that is not there."""
    try:
        return visible(account, rows).get(pk=pk)
    except (ObjectDoesNotExist, ValueError, OverflowError):
        raise Http404 from None


def is_blocked(citizen: m.Citizen | None, iin: str) -> bool:
    """Whether the record is blocked; ``citizen`` None: of somebody who came into the registry after he applied."""
    if citizen is not None:
        return citizen.blocked
    return m.Citizen.objects.filter(iin=iin, blocked=True).exists()


def is_own_case(account: Account, citizen: m.Citizen | None, iin: str) -> bool:
    """Whether the record is that of the account's holder or of somebody in his household."""
    own = account.citizen
    if own is None:
        return False
    if own.iin == iin or (citizen is not None and own.pk == citizen.pk):
        return True
    household = own.household_id
    if household is None:
        return False
    return m.Citizen.objects.filter(household_id=household, iin=iin).exists()


def has_permission(account: Account, permission: str) -> bool:
    """For Django's admin: ``registry.view_citizen`` and the like. Nothing is added, changed or deleted through plain
    forms of the admin but reference data and accounts; the rest has its verbs."""
    app, _, name = permission.partition(".")
    verb, _, model_name = name.partition("_")
    group = next((group for model, group in GROUP_OF.items() if model._meta.model_name == model_name), None)
    if app != "registry" or group is None:
        return False
    if verb == "view":
        found = right(account, group)
        return found is not None and found.form in (Form.FULL, Form.MASKED)
    return verb in ("add", "change") and group in ("reference", "accounts") and may(account, group, Action.WRITE)


def has_module(account: Account, app_label: str) -> bool:
    return account.is_active and app_label == "registry"


def _of_region(account: Account, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    if GROUP_OF[rows.model] == "reference":
        return rows
    if rows.model is m.Proposal:
        return rows.filter(Q(application__region=account.region_id) | Q(ground__citizen__region=account.region_id))
    path = REGION_OF.get(rows.model)
    return rows.filter(**{path: account.region_id}) if path else rows.none()


def _of_polyclinic(account: Account, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    if GROUP_OF[rows.model] == "reference":
        return rows
    path = POLYCLINIC_OF.get(rows.model)
    if path is None:
        return rows.none()  # people are found at the desk, by their exact number
    return rows.filter(**{path: account.polyclinic_id})
