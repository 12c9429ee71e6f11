"""Whose data an account has read, searched up or changed, from the log: for the authority and for the people.

The law gives one working day from the discovery, and the people affected have to be told, too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from .access import MATRIX, Form
from .log import Verb
from .models import Account, Application, AttachmentRequest, Citizen, LogEntry, Role

BATCH: Final = 500

# What somebody saw of the person to whom an entry points: groups of data as access.MATRIX names them.
CASE: Final = frozenset({"identity", "contacts", "application"})
RECORD: Final = frozenset({"identity", "contacts", "status", "ground", "application"})
FOUND: Final = frozenset({"identity"})
SEEN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            *(Verb.TAKEN, Verb.HANDED_OVER, Verb.PAPERS_ASKED, Verb.WAITING_STOPPED, Verb.IDENTITY_CONFIRMED),
            *(Verb.CONFIRMED, Verb.REFUSAL_PROPOSED, Verb.REFUSAL_RETURNED, Verb.REFUSED, Verb.READ_APPLICATION),
            *(Verb.READ_DOCUMENT, Verb.SUBMITTED, Verb.PAPERS_GIVEN, Verb.DOCUMENT_ADDED, Verb.WITHDRAWN),
            *(Verb.DOCUMENTS_DELETED, Verb.READ_OWN),
        ),
        CASE,
    ),
    **dict.fromkeys(
        (
            *(Verb.REVOCATION_PROPOSED, Verb.REVOCATION_RETURNED, Verb.REVOKED, Verb.DETERMINED),
            *(Verb.READ_CITIZEN, Verb.READ_HISTORY, Verb.BLOCKED, Verb.UNBLOCKED),
        ),
        RECORD,
    ),
    **dict.fromkeys(
        (Verb.VISIT_RECORDED, Verb.VISIT_STRUCK, Verb.CERTIFICATE_ISSUED, Verb.CERTIFICATE_WITHDRAWN),
        FOUND | {"status"},
    ),
    **dict.fromkeys(
        (
            *(Verb.ATTACHMENT_ASKED, Verb.ATTACHMENT_ACCEPTED, Verb.ATTACHMENT_REFUSED, Verb.ATTACHMENT_WITHDRAWN),
            Verb.READ_ATTACHMENT,
        ),
        FOUND | {"contacts", "attachment"},
    ),
    **dict.fromkeys(
        (
            *(Verb.READ_DIAGNOSES, Verb.DIAGNOSIS_REGISTERED, Verb.DIAGNOSIS_CLOSED),
            *(Verb.DIAGNOSIS_GRANTED, Verb.DIAGNOSIS_GRANT_ENDED),
        ),
        FOUND | {"diagnosis"},
    ),
    **dict.fromkeys((Verb.READ_LEDGER, Verb.OBLIGATION_MADE, Verb.OBLIGATION_ENDED), FOUND | {"ledger"}),
    Verb.EXPORTED: FOUND | {"iin", "ledger"},
    Verb.READ_IIN: FOUND | {"iin"},
    Verb.SEARCHED: FOUND,
    Verb.LOOKED_UP: FOUND | {"status"},
    Verb.READ_LIST: FOUND | {"status"},
}
"""Verb → groups of data. Every verb that may concern a person is here; the rest stands in NOBODY."""
NOBODY: Final = frozenset(
    {
        *(Verb.SIGNED_IN, Verb.SIGN_IN_FAILED, Verb.SIGNED_OUT, Verb.ACCOUNT_CHANGED, Verb.REFERENCE_CHANGED),
        Verb.LOG_SEARCHED,
        *(Verb.WAGE_PROPOSED, Verb.WAGE_APPROVED, Verb.WAGE_RETURNED, Verb.ALARM_RAISED, Verb.ALARM_SEEN),
        *(Verb.REGISTER_DRAFTED, Verb.REGISTER_DROPPED, Verb.REGISTER_APPROVED, Verb.REGISTER_SENT),
        *(Verb.REGISTER_PAID, Verb.REGISTER_RETURNED),
        Verb.ASSISTED,  # somebody's own answers, of whom nobody knows the name
        Verb.CERTIFICATE_CHECKED,  # tells whoever has the paper whether it still holds
        Verb.LOOK_UP_REFUSED,
        # whoever brings a file has what stands in it
        *(Verb.IMPORT_UPLOADED, Verb.IMPORT_APPLIED, Verb.IMPORT_CANCELLED),
        # counts; whom somebody looked at is told by READ_LIST
        *(Verb.RUN_BEGUN, Verb.RUN_AGREED, Verb.RUN_APPLIED, Verb.RUN_STOPPED, Verb.RUN_CANCELLED, Verb.REDETERMINED),
        Verb.REJECTED_ATTEMPT,  # it was turned away: nothing was shown, nothing changed
    }
)
ROWS_ARE_APPLICATIONS: Final = frozenset(verb for verb, groups in SEEN.items() if groups == CASE)
"""In entries about many (``rows`` of the details) the numbers are those of applications; else of citizens."""
ROWS_ARE_REQUESTS: Final = frozenset({Verb.READ_ATTACHMENT})
"""There they are those of applications for attachment."""
ROWS_ARE_DIAGNOSES: Final = frozenset({Verb.READ_DIAGNOSES})
"""There they are diagnoses of the one person whom the entry itself names."""


@dataclass(slots=True)
class Person:
    """One of those concerned; ``iin`` tells people apart, whether they are in the registry or have only applied."""

    iin: str
    surname: str
    given_name: str
    patronymic: str
    phone: str
    email: str
    language: str
    region: str
    citizen: int | None
    first: datetime
    last: datetime
    times: int = 0
    verbs: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    applications: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Breach:
    """``gone``: numbers of rows that the log names and that no longer exist."""

    people: list[Person]
    entries: int
    verbs: Counter[str]
    groups: Counter[str]
    first: datetime | None
    last: datetime | None
    gone: list[str]


@dataclass(slots=True)
class _Trace:
    """What the log says of one row."""

    first: datetime
    last: datetime
    times: int = 0
    verbs: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def add(self, entry: LogEntry, groups: frozenset[str]) -> None:
        self.first, self.last = min(self.first, entry.at), max(self.last, entry.at)
        self.times += 1
        self.verbs.add(entry.verb)
        self.groups |= groups


Traces = dict[int, _Trace]


def affected(account: Account, since: datetime, until: datetime) -> Breach:
    """From ``since`` (inclusive) to ``until`` (exclusive); in the order of the numbers of people."""
    entries = 0
    verbs: Counter[str] = Counter()
    citizens: Traces = {}
    applications: Traces = {}
    requests: Traces = {}
    for entry in _entries(account, since, until):
        pairs = [(citizens, pk) for pk in _citizens(entry)] + [(applications, pk) for pk in _applications(entry)]
        pairs += [(requests, pk) for pk in _requests(entry)]
        groups = _shown(entry)
        for traces, pk in pairs:
            traces.setdefault(pk, _Trace(entry.at, entry.at)).add(entry, groups)
        if pairs:
            entries += 1
            verbs[entry.verb] += 1
    people: dict[str, Person] = {}
    gone = [*_add_citizens(people, citizens), *_add_applications(people, applications)]
    gone += _add_requests(people, requests)
    found = sorted(people.values(), key=lambda person: person.iin)
    every = [*citizens.values(), *applications.values(), *requests.values()]
    return Breach(
        found,
        entries,
        verbs,
        Counter(group for person in found for group in person.groups),
        min((trace.first for trace in every), default=None),
        max((trace.last for trace in every), default=None),
        gone,
    )


def _entries(account: Account, since: datetime, until: datetime) -> Iterator[LogEntry]:
    entries = LogEntry.objects.filter(actor=account.pk, at__gte=since, at__lt=until).exclude(verb__in=NOBODY)
    return entries.order_by("at", "pk").iterator(chunk_size=BATCH)


def _citizens(entry: LogEntry) -> Iterator[int]:
    if entry.application_id is None and entry.citizen_id is not None:
        yield entry.citizen_id
    if entry.verb not in ROWS_ARE_APPLICATIONS | ROWS_ARE_REQUESTS | ROWS_ARE_DIAGNOSES:
        yield from _rows(entry)


def _applications(entry: LogEntry) -> Iterator[int]:
    if entry.application_id is not None:
        yield entry.application_id
    if entry.verb in ROWS_ARE_APPLICATIONS:
        yield from _rows(entry)


def _requests(entry: LogEntry) -> Iterator[int]:
    """For attachment, of people whom the registry need not know."""
    about = entry.details.get("attachment_request")
    if about is not None and entry.citizen_id is None:
        yield int(about)
    if entry.verb in ROWS_ARE_REQUESTS:
        yield from _rows(entry)


def _rows(entry: LogEntry) -> Iterable[int]:
    rows = entry.details.get("rows", ())
    return [int(row) for row in rows] if isinstance(rows, list) else ()


def _shown(entry: LogEntry) -> frozenset[str]:
    """The groups of the verb that the role sees at all; a verb that is not known counts as everything."""
    groups = SEEN.get(entry.verb, RECORD)
    if entry.role not in Role.values:
        return groups
    role = Role(entry.role)
    return frozenset(group for group in groups if group == "iin" or _sees(role, group))


def _sees(role: Role, group: str) -> bool:
    right = MATRIX[group].get(role)
    return right is not None and right.form is not Form.COUNTS


def _add_citizens(people: dict[str, Person], traces: Traces) -> list[str]:
    """The numbers of rows that are not there. Entries about an application lead to its citizen through the number."""
    missing = set(traces)
    for portion in _portions(traces):
        for row in Citizen.objects.filter(pk__in=portion).select_related(None):
            _add(people, row, row.pk, traces[row.pk])
            missing.discard(row.pk)
    return [f"citizen {pk}" for pk in sorted(missing)]


def _add_applications(people: dict[str, Person], traces: Traces) -> list[str]:
    missing = set(traces)
    for portion in _portions(traces):
        for row in Application.objects.filter(pk__in=portion).select_related("citizen"):
            person = _add(people, row, row.citizen_id, traces[row.pk])
            person.applications.add(row.reference)
            missing.discard(row.pk)
    return [f"application {pk}" for pk in sorted(missing)]


def _add_requests(people: dict[str, Person], traces: Traces) -> list[str]:
    missing = set(traces)
    for portion in _portions(traces):
        for row in AttachmentRequest.objects.filter(pk__in=portion).select_related("polyclinic"):
            _add(people, row, row.citizen_id, traces[row.pk])
            missing.discard(row.pk)
    return [f"attachment request {pk}" for pk in sorted(missing)]


def _add(
    people: dict[str, Person], row: Citizen | Application | AttachmentRequest, citizen: int | None, trace: _Trace
) -> Person:
    person = people.get(row.iin)
    if person is None:
        names = (row.surname, row.given_name, row.patronymic)
        region = row.polyclinic.region_id if isinstance(row, AttachmentRequest) else row.region_id
        reach = (row.phone, row.email, row.language, region)
        person = people[row.iin] = Person(row.iin, *names, *reach, citizen, trace.first, trace.last)
    person.phone, person.email = person.phone or row.phone, person.email or row.email
    person.first, person.last = min(person.first, trace.first), max(person.last, trace.last)
    person.times += trace.times
    person.verbs |= trace.verbs
    person.groups |= trace.groups
    return person


def _portions(traces: Traces) -> Iterator[list[int]]:
    numbers: Any = iter(sorted(traces))
    while portion := list(islice(numbers, BATCH)):
        yield portion
