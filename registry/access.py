"""Who may see and do what: the one table of rights, and the rows that each role reaches.

``MATRIX`` says what a role may do with a group of data; ``visible`` cuts a query to the rows that the account
reaches; ``find`` answers a foreign row exactly as one that does not exist. Everything that is not named is refused.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from . import models as m
from .belonging import ATTACHED_OF, GROUP_OF, PERSON_OF, POLYCLINIC_OF, REGION_OF
from .models import Account, Role
from .models.accounts import CLINICAL, REGIONAL
from .periods import holding

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


def right(account: Somebody, group: str) -> Right | None:
    """The right of the account to the group; None where it has none, is not active or nobody is signed in."""
    if not isinstance(account, Account) or not account.is_active:
        return None
    return MATRIX[group].get(Role(account.role))


def may(account: Somebody, group: str, action: Action | None = None) -> bool:
    """Whether the account may see the group at all; with an action, whether it may do that."""
    found = right(account, group)
    return found is not None and (action is None or action in found.actions)


def visible(account: Somebody, rows: "QuerySet[Row]", on: date | None = None) -> "QuerySet[Row]":
    """The rows that the account reaches, by its region or polyclinic; none where it sees them in no form that names
    one person. The records of people who asked to be blocked are among nobody's rows.

    ``on``: the day on which people have to be attached to a polyclinic whose staff reach rows by that; without it they
    reach none of these."""
    reached = _within_reach(account, rows, on)
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


def people_on_lists(account: Somebody, on: date) -> "QuerySet[m.Citizen]":
    """Whom the lists of registry/falling may name to the account: people of its region, or those who are attached to
    its polyclinic on the day. Nobody whose record is blocked."""
    people = m.Citizen.objects.filter(blocked=False)
    if not isinstance(account, Account) or not may(account, "falling"):
        return people.none()
    if account.role in REGIONAL:
        return people.filter(region=account.region_id)
    if account.role in CLINICAL:
        return people.filter(_attached(account, "pk", on))
    return people.none()


def _within_reach(account: Somebody, rows: "QuerySet[Row]", on: date | None = None) -> "QuerySet[Row]":
    found = right(account, GROUP_OF[rows.model])
    if found is None or found.form in (Form.COUNTS, Form.EVENT, Form.TOKEN) or not isinstance(account, Account):
        return rows.none()
    if account.role in REGIONAL:
        return _of_region(account, rows)
    if account.role in CLINICAL:
        return _of_polyclinic(account, rows, on)
    return rows


def find(account: Somebody, rows: "QuerySet[Row]", pk: object, on: date | None = None) -> Row:
    """The row, where the account reaches it. Raises Http404 for a foreign row as for one that is not there."""
    try:
        return visible(account, rows, on).get(pk=pk)
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


def _of_polyclinic(account: Account, rows: "QuerySet[Row]", on: date | None) -> "QuerySet[Row]":
    if GROUP_OF[rows.model] == "reference":
        return rows
    if rows.model in ATTACHED_OF:
        return rows.none() if on is None else rows.filter(_attached(account, ATTACHED_OF[rows.model], on))
    path = POLYCLINIC_OF.get(rows.model)
    if path is None:
        return rows.none()  # people are found at the desk, by their exact number
    return rows.filter(**{path: account.polyclinic_id})


def _attached(account: Account, person: str, on: date) -> Exists:
    """That the person of the row is attached to the account's polyclinic on the day."""
    return Exists(m.Attachment.objects.filter(holding(on), citizen=OuterRef(person), polyclinic=account.polyclinic_id))
