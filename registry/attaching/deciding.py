"""Deciding on a request: the registrars of the polyclinic that it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligibility.rules import attachment
from eligibility.rules import law as law_module
from eligibility.rules.law import LawRangeError

from .. import working_days
from ..decisions import engine
from ..log import Who
from ..models import Account, Attachment, AttachmentRequest, Citizen, District, Region
from ..notices import outbox
from ..refusals import NotAllowed
from . import chain, reasons
from .frame import Case, on_request, stranger

State = AttachmentRequest.State


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That the registrar saw the identity document or compared with the state's data; where somebody whom the registry
    does not know is permanently registered. Without a region it is that of the polyclinic."""

    identity_seen: bool
    region: Region | None = None
    district: District | None = None


def accept(
    who: Who, request: AttachmentRequest, version: int, confirmed: Confirmed, starts: date | None = None
) -> Attachment:
    """Received → accepted. The former attachment ends on the day before the new one; one that begins later stays, and
    the new one ends before it. ``starts``: a later day than the first possible one; None: that one.

    Raises NotAllowed, Stale."""
    with on_request(who, "accept", request, version) as case:
        today = working_days.day_of(who.now)
        if not confirmed.identity_seen:
            raise NotAllowed("identity_not_seen")
        first = _first_day(case.row, today, starts)
        case.citizen = case.citizen or _come_into_registry(case.row, confirmed)
        made = _attach(case, first)
        case.close(State.ACCEPTED)
        case.details = {"attachment": made.pk}
        outbox.put(who.now, "attachment_decided", f"attachment_decided:{case.row.pk}", request=case.row)
        engine.determine(who, case.citizen, today)
    return made


def refuse(
    who: Who, request: AttachmentRequest, version: int, codes: Sequence[str], note: str = ""
) -> AttachmentRequest:
    """Received → refused. ``codes``: of reasons.toml in this folder. Raises NotAllowed, Stale."""
    with on_request(who, "refuse", request, version) as case:
        reasons.check(codes, note)
        case.row.reasons, case.row.note = list(codes), note.strip()
        case.close(State.REFUSED)
        case.details = {"reasons": list(codes)}
        outbox.put(who.now, "attachment_decided", f"attachment_decided:{case.row.pk}", request=case.row)
    return case.row


def allowed(request: AttachmentRequest, account: Account) -> bool:
    """Whether the account may decide on it now: the buttons of its page."""
    if request.state != State.RECEIVED:
        return False
    return not stranger(account, request.polyclinic_id, request.citizen, request.iin)


def first_day(request: AttachmentRequest, today: date) -> date:
    """On which an attachment that is decided today may begin: in a campaign, when the law says that care begins.

    Raises LawRangeError."""
    asked_on = working_days.day_of(request.submitted_at)
    basis = attachment.basis(law_module.load(), request.basis, asked_on)
    return basis.starts(today) if basis else today


def _first_day(request: AttachmentRequest, today: date, wanted: date | None) -> date:
    law = law_module.load()
    try:
        first = first_day(request, today)
        law.at((wanted or first).toordinal())
    except LawRangeError:
        raise NotAllowed("days_outside_the_law") from None
    if wanted is not None and wanted < first:
        raise NotAllowed("first_day")
    return wanted or first


def _come_into_registry(request: AttachmentRequest, confirmed: Confirmed) -> Citizen:
    """With the declared identity, which the registrar has confirmed. Locked, whoever made the row first."""
    region = confirmed.region or request.polyclinic.region
    district = confirmed.district
    if district is not None and district.region_id != region.pk:
        raise NotAllowed("place")
    names = ("surname", "given_name", "patronymic", "birth_date", "phone", "email", "language")
    declared = {name: getattr(request, name) for name in names}
    Citizen.objects.get_or_create(iin=request.iin, defaults={**declared, "region": region, "district": district})
    return Citizen.objects.select_for_update(of=("self",)).get(iin=request.iin)


def _attach(case: Case, first: date) -> Attachment:
    assert case.citizen is not None
    rows = list(Attachment.objects.filter(citizen=case.citizen).order_by("starts"))
    held = chain.holding(rows, first)
    if held is not None and held.polyclinic_id == case.row.polyclinic_id:
        raise NotAllowed("attached_already")
    found = chain.place(rows, first)
    if found.former is not None:
        found.former.ends = found.starts - chain.ONE_DAY
        found.former.save(update_fields=["ends"])
    return Attachment.objects.create(
        citizen=case.citizen,
        polyclinic=case.row.polyclinic,
        starts=found.starts,
        ends=found.ends,
        request=case.row,
    )
