"""Who looked at an applicant's data: the log in words, without the name of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.presentation import long_date

from .. import readers
from ..desk.words import purpose as purpose_at_the_desk
from ..log import Verb
from ..models import Account, Application, LogEntry, Role
from ..wording import NumberReason

MOST: Final = 200
"""Lines that one page shows, newest first."""
OWN: Final = (Verb.READ_OWN,)

TEXTS: Final[Mapping[str, Promise]] = {
    Verb.SUBMITTED: gettext_lazy("Sent the application"),
    Verb.TAKEN: gettext_lazy("Took the application in hand"),
    Verb.HANDED_OVER: gettext_lazy("Passed the application on"),
    Verb.PAPERS_ASKED: gettext_lazy("Asked for papers"),
    Verb.PAPERS_GIVEN: gettext_lazy("Answered the request for papers"),
    Verb.DOCUMENT_ADDED: gettext_lazy("Added a document"),
    Verb.IDENTITY_CONFIRMED: gettext_lazy("Confirmed who the applicant is"),
    Verb.CONFIRMED: gettext_lazy("Confirmed the ground"),
    Verb.REFUSED: gettext_lazy("Refused the application"),
    Verb.WITHDRAWN: gettext_lazy("Withdrew the application"),
    Verb.DOCUMENTS_DELETED: gettext_lazy("Deleted the documents after their term"),
    Verb.REVOKED: gettext_lazy("Revoked a confirmed ground"),
    Verb.DETERMINED: gettext_lazy("Worked out the insurance status"),
    Verb.BLOCKED: gettext_lazy("Blocked the record"),
    Verb.UNBLOCKED: gettext_lazy("Unblocked the record"),
    Verb.READ_APPLICATION: gettext_lazy("Opened the application"),
    Verb.READ_CITIZEN: gettext_lazy("Opened the record of the person"),
    Verb.READ_DOCUMENT: gettext_lazy("Opened a document"),
    Verb.READ_IIN: gettext_lazy("Looked at the whole IIN"),
    Verb.READ_HISTORY: gettext_lazy("Opened the history of the record"),
    Verb.SEARCHED: gettext_lazy("Found the record in a search"),
    Verb.LOOKED_UP: gettext_lazy("Looked up the insurance status"),
}
WORKED: Final = gettext_lazy("Worked on the application")
"""For steps inside the office that are not told while nothing is decided."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``who``: role and office; ``why``: the reason that was chosen, if one was asked for."""

    when: str
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Openings:
    """How often the application was opened with its secret, and when last."""

    count: int
    last: str


@dataclass(frozen=True, slots=True)
class Lists:
    """How often officers saw the data among those of others, in a list or in the answer to a search; when last."""

    count: int
    last: str


def readings(application: Application) -> list[Reading]:
    """Newest first. Two queries at most."""
    found = _entries(application).exclude(verb__in=OWN).select_related("actor__office", "actor__region")
    return [_reading(row) for row in found.order_by("-at", "-pk")[:MOST]]


def openings(application: Application) -> Openings:
    """So that a person notices when somebody else has the secret."""
    rows = LogEntry.objects.filter(application=application, verb__in=OWN).order_by("-at")
    last = rows.first()
    return Openings(rows.count(), moment(last.at) if last else "")


def lists(application: Application) -> Lists:
    """Two queries at most. The record was found by searches only where an officer has made sure that it is he."""
    found = [readers.listings(application)]
    if application.citizen is not None and application.identity_confirmed_at is not None:
        found.append(readers.searches(application.citizen))
    counted = [rows.order_by().aggregate(count=Count("pk"), last=Max("at")) for rows in found]
    last = max((each["last"] for each in counted if each["last"]), default=None)
    return Lists(sum(each["count"] for each in counted), moment(last) if last else "")


def moment(at: datetime) -> str:
    """Day and time where the offices are."""
    local = at.astimezone(get_current_timezone())
    return f"{long_date(local.date())}, {local:%H:%M}"


def _entries(application: Application) -> QuerySet[LogEntry]:
    """Of the application; of the person, too, once an officer has made sure that it is he."""
    if application.citizen_id is None or application.identity_confirmed_at is None:
        return LogEntry.objects.filter(application=application)
    of_person = Q(citizen=application.citizen_id, application__isnull=True)
    return LogEntry.objects.filter(Q(application=application) | of_person)


def _reading(row: LogEntry) -> Reading:
    return Reading(moment(row.at), _who(row), str(TEXTS.get(row.verb, WORKED)), why(row.purpose))


def _who(row: LogEntry) -> str:
    if row.actor_kind == LogEntry.Actor.APPLICANT:
        return _("You, or whoever has your secret code")
    if row.actor_kind == LogEntry.Actor.SYSTEM:
        return _("The portal by itself")
    where = _place_of(row.actor)
    role = str(dict(Role.choices).get(row.role, row.role))
    return f"{role}, {where}" if where else role


def _place_of(account: Account | None) -> Any:
    if account is None:
        return ""
    return account.office or account.polyclinic or account.region or ""


def why(purpose: str) -> str:
    """The coded reason in the reader's language; empty where none was asked for."""
    return str(dict(NumberReason.choices).get(purpose, "")) or purpose_at_the_desk(purpose)
