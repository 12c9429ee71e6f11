"""The verbs of the applicant: he has no account, only the reference and the secret of his application."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from eligibility import keeping
from eligibility.rules import facts_json
from eligibility.rules import law as law_module
from eligibility.rules.json_values import FactsError

from . import deadlines, iin, log, references, working_days
from .access import Action, may
from .assisted.consent import Consent
from .decisions.frame import on_application
from .decisions.refusing import close
from .decisions.review import end_waiting
from .documents import scanning, storage
from .documents.inspection import Clean
from .facts import CONFIRMABLE
from .log import Verb, Who
from .models import Application, Citizen, District, Document, EmploymentOffice, Proposal, Region
from .notices import outbox
from .refusals import NotAllowed
from .working_days import Calendar

APPLIED_FOR = tuple(code for code in CONFIRMABLE if code != "temporary_status")
"""The grounds that an office may confirm; the temporary status is the Fund's. Children are known from the records,
payments confirm themselves."""

MOST_DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """An application before it is sent. ``person``: the engine's person object of the answers as of ``asked_on``.
    ``token``: of the form, the same however often it is sent. ``consent``: as it was given to whoever filled it in for
    the person; None where he sends it himself and ticked the box."""

    ground: str
    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: date
    phone: str
    email: str
    language: str
    region: Region
    district: District | None
    person: Mapping[str, Any]
    asked_on: date
    purpose: str
    purpose_version: int
    token: UUID
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """``secret`` as it is shown, once; None where this form had already been sent."""

    application: Application
    secret: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document that lies in the storage and has no row yet."""

    key: str
    title: str
    kind: str
    size: int
    digest: str
    pages: int | None
    scan: str


def submit(who: Who, draft: Draft, files: Sequence[Clean] = ()) -> Submitted:
    """Receive an application with its documents. The same token gives the same application, also at the same moment.
    Somebody of staff sends it with the consent that he heard; he is then on record as who filled it in.

    Raises NotAllowed for what nobody can apply for or cannot be true, documents.inspection.Refused where a document
    cannot be stored."""
    sent = _sent(draft.token)
    if sent:
        return Submitted(sent, None)
    _check_sender(who, draft)
    _check(draft, len(files), working_days.day_of(who.now))
    kept = _keep(files)
    secret = keeping.new_code()
    try:
        application = _create(who, draft, secret, kept)
    except IntegrityError:
        _forget(kept)
        sent = _sent(draft.token)
        if sent is None:
            raise
        return Submitted(sent, None)
    except BaseException:
        _forget(kept)
        raise
    return Submitted(application, "-".join(keeping.groups(secret)))


def add_document(who: Who, application: Application, clean: Clean, title: str) -> Document:
    """Another document while the application is open. The same content is added once. Raises NotAllowed."""
    kept = _keep([clean], title)
    try:
        with on_application(who, "add_document", application) as case:
            known = case.row.documents.filter(digest=kept[0].digest).first()
            if known is None and case.row.documents.count() >= MOST_DOCUMENTS:
                raise NotAllowed("too_many_documents")
            document = known or _document(who, case.row, kept[0])
            case.details = {"document": document.pk}
    except BaseException:
        _forget(kept)
        raise
    if known:
        _forget(kept)
    return document


def give_papers(who: Who, application: Application, answer: str) -> Application:
    """Waiting for papers → in review; the time to decide runs again. Raises NotAllowed."""
    with on_application(who, "give_papers", application) as case:
        end_waiting(who, case.row, answer)
    return case.row


def withdraw(who: Who, application: Application) -> Application:
    """Open → withdrawn; a proposed refusal falls away. Raises NotAllowed."""
    with on_application(who, "withdraw", application) as case:
        if case.proposal:
            close(who, case.proposal, Proposal.Outcome.DROPPED, "")
        case.row.paper_requests.filter(answered_at__isnull=True).update(answered_at=who.now)
        outbox.put(who.now, "withdrawn", f"withdrawn:{case.row.pk}", application=case.row)
    return case.row


def find_with_secret(reference: str, secret: str) -> Application | None:
    """The application, where both are right, however they were typed; the same work where they are not."""
    return references.with_secret(Application.objects.select_related("region", "office"), reference, secret)


def _sent(token: UUID) -> Application | None:
    return Application.objects.filter(token=token).first()


def _check_sender(who: Who, draft: Draft) -> None:
    if who.account is None:
        if draft.consent:
            raise NotAllowed("account")
        return
    if not may(who.account, "assessment", Action.WRITE):
        raise NotAllowed("account")
    if draft.consent is None or not draft.consent.can_be_of(who.account.role):
        raise NotAllowed("consent")


def _check(draft: Draft, documents: int, today: date) -> None:
    person = _without_illnesses(draft)
    faults = {
        "not_applied_for": draft.ground not in APPLIED_FOR,
        "iin": not iin.is_valid(draft.iin),
        "birth_date": draft.birth_date > today,
        "place": draft.district is not None and draft.district.region_id != draft.region.pk,
        "too_many_documents": documents > MOST_DOCUMENTS,
        "facts": not _readable(person, draft.asked_on) or draft.asked_on > today,
    }
    for code, found in faults.items():
        if found:
            raise NotAllowed(code)


def _without_illnesses(draft: Draft) -> dict[str, Any]:
    return {key: value for key, value in draft.person.items() if key != "diagnoses"}


def _readable(person: Mapping[str, Any], asked_on: date) -> bool:
    try:
        facts_json.parse(dict(person), law_module.load().rubrics, asked_on.toordinal())
    except FactsError:
        return False
    return True


@transaction.atomic
def _create(who: Who, draft: Draft, secret: str, kept: Sequence[_Kept]) -> Application:
    """Raises IntegrityError where the form is being received by somebody else at this moment."""
    plain = references.new()
    term = deadlines.load().decide.working_days
    declared = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "consent"}
    application = Application.objects.create(
        **declared | {"person": _without_illnesses(draft)},
        reference=references.shown(plain),
        secret_digest=references.digest(plain, secret),
        citizen=Citizen.objects.filter(iin=draft.iin).first(),
        office=_office(draft),
        consented_at=who.now,
        assisted_by=who.account,
        submitted_at=who.now,
        due_on=working_days.add(working_days.day_of(who.now), term, Calendar.load()),
    )
    for item in {item.digest: item for item in kept}.values():
        _document(who, application, item)
    heard = {"consent": draft.consent.how, "consent_of": draft.consent.whose} if draft.consent else {}
    log.write(who, Verb.SUBMITTED, application=application, details={"documents": len(kept), **heard})
    outbox.put(who.now, "received", f"received:{application.pk}", application=application)
    return application


def _office(draft: Draft) -> EmploymentOffice | None:
    """That of the district, else the only one of the region."""
    offices = list(EmploymentOffice.objects.filter(region=draft.region))
    near = [office for office in offices if draft.district and office.district_id == draft.district.pk]
    found = near or offices
    return found[0] if len(found) == 1 else None


def _keep(files: Sequence[Clean], title: str = "") -> list[_Kept]:
    """Scan and store, before any transaction: both take their time. Raises NotAllowed, documents' Refused."""
    kept: list[_Kept] = []
    try:
        for clean in files:
            verdict = scanning.scan(clean.content)
            if verdict is scanning.Verdict.INFECTED:
                raise NotAllowed("harmful_document")
            digest = hashlib.sha256(clean.content).hexdigest()
            key = storage.store(clean.content)
            size = len(clean.content)
            kept.append(_Kept(key, title or clean.title, clean.kind.value, size, digest, clean.pages, verdict.value))
    except BaseException:
        _forget(kept)
        raise
    return kept


def _forget(kept: Sequence[_Kept]) -> None:
    for item in kept:
        storage.delete(item.key)


def _document(who: Who, application: Application, kept: _Kept) -> Document:
    return Document.objects.create(
        application=application,
        key=kept.key,
        title=kept.title,
        kind=kept.kind,
        size=kept.size,
        digest=kept.digest,
        pages=kept.pages,
        scan=kept.scan,
        added_at=who.now,
    )
