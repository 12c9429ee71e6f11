"""Blocking a record at the person's own request: from then on nobody sees it, in any role. What the law makes of the
facts goes on; the record stays and is opened again at his request."""

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from . import access, iin, log
from .access import Action
from .log import Verb, Who
from .models import Account, Application, AttachmentRequest, Citizen
from .refusals import NotAllowed


class BlockReason(TextChoices):
    """Why a record is blocked or opened again; every one of them is a paper that the approver has before him."""

    WRITTEN_REQUEST = "written_request", _("Written request of the person")
    REPRESENTATIVE = "representative", _("Written request of the person's legal representative")
    COURT = "court", _("Decision of a court or of the authority for personal data")


def block(who: Who, citizen: Citizen, reason: str) -> None:
    """Hide the record, also applications that were sent in before the person was in the registry. Blocking twice
    changes nothing. Raises NotAllowed."""
    _set(who, citizen, reason, blocked=True)


def unblock(who: Who, citizen: Citizen, reason: str) -> None:
    """Raises NotAllowed."""
    _set(who, citizen, reason, blocked=False)


def find(account: Account, typed: str) -> Citizen | None:
    """The person of the account's region by the whole number, blocked or not: for these two verbs alone."""
    if not access.may(account, "application", Action.APPROVE):
        return None
    return Citizen.objects.filter(iin=iin.clean(typed), region=account.region_id).first()


def _set(who: Who, citizen: Citizen, reason: str, *, blocked: bool) -> None:
    with transaction.atomic():
        row = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
        _check(who, row, reason)
        if row.blocked == blocked:
            return
        Citizen.objects.filter(pk=row.pk).update(blocked=blocked)
        if blocked:
            for sent_in in (Application, AttachmentRequest):
                sent_in.objects.filter(citizen=None, iin=row.iin).update(citizen=row)
        log.write(who, Verb.BLOCKED if blocked else Verb.UNBLOCKED, citizen=row, details={"reason": reason})
    citizen.blocked = blocked


def _check(who: Who, citizen: Citizen, reason: str) -> None:
    account = who.account and Account.objects.select_related("citizen").get(pk=who.account.pk)
    if account is None or not access.may(account, "application", Action.PROPOSE):
        raise NotAllowed("account")
    if not access.may(account, "application", Action.APPROVE):
        raise NotAllowed("approver_only")
    if account.region_id != citizen.region_id:
        raise NotAllowed("other_region")
    if access.is_own_case(account, citizen, citizen.iin):
        raise NotAllowed("own_case")
    if reason not in BlockReason.values:
        raise NotAllowed("reasons")
