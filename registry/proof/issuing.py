"""Making a certificate."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import prefetch_related_objects

from eligibility.rules import law as law_module

from .. import log
from ..facts import RELATED
from ..log import Verb, Who
from ..models import Application, Certificate, Citizen
from ..refusals import NotAllowed
from . import references, terms
from .rights import hindrance
from .statement import Statement, statement

__all__ = ["Issued", "hindrance", "issue"]


class Issued(NamedTuple):
    """``reference``: without its groups; nobody can find it out afterwards."""

    certificate: Certificate
    reference: str
    statement: Statement


@transaction.atomic
def issue(who: Who, citizen: Citizen, on: date, application: Application | None = None) -> Issued:
    """State the person's status on the day ``on``, that of ``who.now``. ``application``: through which he asks for it
    himself. That somebody of staff saw an identity document is for the caller to make sure.

    Raises NotAllowed; where the status is not known, with ``missing``."""
    row = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    _check(who, row, on, application)
    prefetch_related_objects([row], *RELATED)
    said = statement(row, on, law_module.load())
    reference = references.new_code()
    certificate = Certificate.objects.create(
        reference_digest=references.digest(reference),
        citizen=row,
        day=said.day,
        last_day=said.last_day,
        status=said.status,
        payer=said.payer,
        until=said.until,
        facts_digest=said.facts_digest,
        law_digest=said.law_digest,
        issued_at=who.now,
        issued_by=who.account,
    )
    details = {"certificate": certificate.pk}
    log.write(who, Verb.CERTIFICATE_ISSUED, citizen=row, application=application, details=details)
    return Issued(certificate, reference, said)


def _check(who: Who, citizen: Citizen, on: date, application: Application | None) -> None:
    code = hindrance(who, citizen, on, application)
    if code:
        raise NotAllowed(code)
    made, most = Certificate.objects.filter(day=on), terms.load()
    by_account = who.account is not None and made.filter(issued_by=who.account).count() >= most.by_an_account
    if by_account or made.filter(citizen=citizen).count() >= most.of_a_person:
        raise NotAllowed("too_many_certificates")
