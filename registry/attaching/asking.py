"""Applying for attachment: by the person himself on the portal, or at the desk through a registrar."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from eligibility import keeping
from eligibility.rules import attachment
from eligibility.rules import law as law_module
from eligibility.rules.law import LawRangeError

from .. import iin, log, references, working_days
from ..log import Verb, Who
from ..models import AttachmentRequest, Citizen, Polyclinic
from ..notices import outbox
from ..refusals import NotAllowed
from ..working_days import Calendar
from .frame import account_of, attempts_recorded, check, on_request, stranger

State, Channel = AttachmentRequest.State, AttachmentRequest.Channel


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before it is sent. ``basis``: on the portal one of the bases of the law file, at the desk the category
    that may apply in person. ``token``: of the form, the same however often it is sent."""

    polyclinic: Polyclinic
    basis: str
    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: date
    phone: str
    email: str
    language: str
    purpose: str
    purpose_version: int
    token: UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """``secret`` as it is shown, once; None where this form had already been sent, or was taken at a desk."""

    request: AttachmentRequest
    secret: str | None


def ask(who: Who, draft: Draft) -> Asked:
    """Receive a request. The same token gives the same request, also at the same moment.

    Of two open requests about one number the second is refused ("already_asked"), known to the registry or not.
    Raises NotAllowed; a registrar gets it for any polyclinic but his own, and in his own case."""
    with attempts_recorded(who, "ask"):
        sent = _sent(draft.token)
        if sent:
            return Asked(sent, None)
        _check_faults(who, draft)
        citizen = Citizen.objects.filter(iin=draft.iin).first()
        if who.account is not None:
            check(stranger(account_of(who), draft.polyclinic.pk, citizen, draft.iin))
        secret = "" if who.account else keeping.new_code()
        try:
            request = _create(who, draft, citizen, secret)
        except IntegrityError:
            return _overtaken(draft)
    return Asked(request, "-".join(keeping.groups(secret)) if secret else None)


def withdraw(who: Who, request: AttachmentRequest) -> AttachmentRequest:
    """Received → withdrawn, by whoever has the secret. Raises NotAllowed."""
    with on_request(who, "withdraw", request) as case:
        case.close(State.WITHDRAWN)
        outbox.put(who.now, "attachment_withdrawn", f"attachment_withdrawn:{case.row.pk}", request=case.row)
    return case.row


def find_with_secret(reference: str, secret: str) -> AttachmentRequest | None:
    """The request, where both are right, however they were typed; the same work where they are not."""
    rows = AttachmentRequest.objects.select_related("polyclinic")
    return references.with_secret(rows, reference, secret)


def _sent(token: UUID) -> AttachmentRequest | None:
    return AttachmentRequest.objects.filter(token=token).first()


def _overtaken(draft: Draft) -> Asked:
    """What the database would not take: the same form at the same moment, or another request about the number."""
    sent = _sent(draft.token)
    if sent:
        return Asked(sent, None)
    if AttachmentRequest.objects.filter(iin=draft.iin, state=State.RECEIVED).exists():
        raise NotAllowed("already_asked")
    raise NotAllowed("try_again")  # closed in this very moment


def _check_faults(who: Who, draft: Draft) -> None:
    today = working_days.day_of(who.now)
    faults = {
        "basis": not _may_be_basis(draft.basis, today, in_person=who.account is not None),
        "iin": not iin.is_valid(draft.iin),
        "birth_date": draft.birth_date > today,
    }
    for code, found in faults.items():
        if found:
            raise NotAllowed(code)


def _may_be_basis(code: str, today: date, *, in_person: bool) -> bool:
    law = law_module.load()
    try:
        offered = attachment.in_person(law, today) if in_person else attachment.bases(law, today)
    except LawRangeError:
        raise NotAllowed("days_outside_the_law") from None
    return code in {item.code for item in offered}


@transaction.atomic
def _create(who: Who, draft: Draft, citizen: Citizen | None, secret: str) -> AttachmentRequest:
    """Raises IntegrityError where the form is being received at this moment, or a request about the number is open."""
    today = working_days.day_of(who.now)
    term = attachment.answer_days(law_module.load(), today)
    plain = references.new()
    request = AttachmentRequest.objects.create(
        **{field.name: getattr(draft, field.name) for field in fields(draft)},
        reference=references.shown(plain),
        secret_digest=references.digest(plain, secret) if secret else "",
        channel=Channel.DESK if who.account else Channel.PORTAL,
        citizen=citizen,
        consented_at=who.now,
        submitted_at=who.now,
        due_on=working_days.add(today, term, Calendar.load()),
        recorded_by=who.account,
    )
    log.write(who, Verb.ATTACHMENT_ASKED, citizen=citizen, details={"attachment_request": request.pk})
    outbox.put(who.now, "attachment_received", f"attachment_received:{request.pk}", request=request)
    return request
