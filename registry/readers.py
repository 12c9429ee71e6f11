"""Who has seen somebody's data: entries about the row itself, and lists in which it stood among others."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, Q, QuerySet, Value

from .log import Verb
from .models import Application, AttachmentRequest, Citizen, LogEntry

# Entries of these verbs without a row of their own name what they showed in details["rows"].
LISTS_OF_APPLICATIONS = (Verb.READ_APPLICATION,)
LISTS_OF_CITIZENS = (Verb.SEARCHED, Verb.READ_LEDGER, Verb.READ_LIST, Verb.EXPORTED)
LISTS_OF_REQUESTS = (Verb.READ_ATTACHMENT,)


def listings(application: Application) -> "QuerySet[LogEntry]":
    """The lists in which officers saw the application, newest first; for a count and the last time of it."""
    return _lists(LISTS_OF_APPLICATIONS, application.pk, Q(at__gte=application.submitted_at))


def searches(citizen: Citizen) -> "QuerySet[LogEntry]":
    """The searches by name, lists, pages and exports of the ledger that had the person, newest first."""
    return _lists(LISTS_OF_CITIZENS, citizen.pk, Q())


def request_listings(request: AttachmentRequest) -> "QuerySet[LogEntry]":
    """The lists in which registrars saw the application for attachment, newest first."""
    return _lists(LISTS_OF_REQUESTS, request.pk, Q(at__gte=request.submitted_at))


def who_read_request(request: AttachmentRequest) -> "QuerySet[LogEntry]":
    """All entries of the application for attachment, newest first; the applicant's own among them."""
    found = LogEntry.objects.filter(at__gte=request.submitted_at, details__attachment_request=request.pk)
    return found.order_by("-at", "-pk")


def who_read(application: Application) -> "QuerySet[LogEntry]":
    """All entries of the application, and the lists it stood in, newest first; the applicant's own among them."""
    return _with(Q(application=application), listings(application))


def who_read_citizen(citizen: Citizen) -> "QuerySet[LogEntry]":
    """All entries of the person and the lists that had him, newest first."""
    return _with(Q(citizen=citizen), searches(citizen))


def _with(own: Q, lists: "QuerySet[LogEntry]") -> "QuerySet[LogEntry]":
    return LogEntry.objects.filter(own | Q(pk__in=lists.order_by().values("pk"))).order_by("-at", "-pk")


def _lists(verbs: tuple[Verb, ...], row: int, since: Q) -> "QuerySet[LogEntry]":
    found = LogEntry.objects.filter(since, verb__in=verbs, citizen__isnull=True, application__isnull=True)
    return found.filter(_names(row)).order_by("-at", "-pk")


def _names(row: int) -> Any:
    """Django knows ``contains`` for JSON on PostgreSQL only."""
    return Q(details__rows__contains=row) if connection.vendor == "postgresql" else _InRows("details", Value(row))


class _InRows(Func):
    """Whether the list ``rows`` of a JSON column has the value; on SQLite."""

    output_field = BooleanField()
    arity = 2
    arg_joiner = ", '$.rows') WHERE value = ("
    template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s))"
