"""Taking a certificate back."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from .. import access, log
from ..access import Action
from ..log import Verb, Who
from ..models import Account, Application, Certificate, Citizen
from ..refusals import NotAllowed
from .rights import is_his


def shown(who: Who, citizen: Citizen, on: date, application: Application | None = None) -> "QuerySet[Certificate]":
    """The person's certificates that could still be shown and that ``who`` may take back, the newest first: those of
    the account's polyclinic, or those that the person made himself."""
    rows = Certificate.objects.filter(citizen=citizen, withdrawn_at=None, last_day__gte=on)
    if who.account is not None:
        return access.visible(who.account, rows).select_related("issued_by")
    return rows.filter(issued_by=None) if who.applicant and is_his(application, citizen) else rows.none()


@transaction.atomic
def withdraw(who: Who, certificate: Certificate, application: Application | None = None) -> None:
    """From now on a check answers that it is not valid. Twice changes nothing. Raises NotAllowed."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("citizen").get(pk=certificate.pk)
    if not _may(who, row, application):
        raise NotAllowed("account")
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = who.now
    row.save(update_fields=["withdrawn_at"])
    details = {"certificate": row.pk}
    log.write(who, Verb.CERTIFICATE_WITHDRAWN, citizen=row.citizen, application=application, details=details)


def _may(who: Who, row: Certificate, application: Application | None) -> bool:
    if who.account is None:
        return who.applicant and row.issued_by_id is None and is_his(application, row.citizen)
    account = Account.objects.get(pk=who.account.pk)
    reached = access.visible(account, Certificate.objects.filter(pk=row.pk))
    return access.may(account, "certificate", Action.WRITE) and reached.exists()
