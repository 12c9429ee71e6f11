"""Who may make a certificate for whom."""

from datetime import date

from django.db.models import Q

from .. import access
from ..access import Action
from ..log import Who
from ..models import Account, Application, Attachment, Citizen, Visit


def hindrance(who: Who, citizen: Citizen, on: date, application: Application | None = None) -> str | None:
    """Why not, as a code of the refusals; None where he may. ``application``: through which the person asks himself."""
    if citizen.blocked:
        return "blocked"
    if who.account is None:
        return None if who.applicant and is_his(application, citizen) else "account"
    account = Account.objects.select_related("citizen").get(pk=who.account.pk)
    if not access.may(account, "certificate", Action.WRITE):
        return "account"
    if access.is_own_case(account, citizen, citizen.iin):
        return "own_case"
    return None if is_treated_here(account, citizen, on) else "not_treated_here"


def is_his(application: Application | None, citizen: Citizen) -> bool:
    """Whether an officer has made sure that whoever applied is this person."""
    return (
        application is not None
        and application.identity_confirmed_at is not None
        and application.citizen_id == citizen.pk
    )


def is_treated_here(account: Account, citizen: Citizen, on: date) -> bool:
    """Attached to the account's polyclinic on the day, or a visit was recorded there for it. Two queries at most."""
    here = {"citizen": citizen, "polyclinic": account.polyclinic_id}
    attached = Attachment.objects.filter(Q(ends=None) | Q(ends__gte=on), starts__lte=on, **here)
    return attached.exists() or Visit.objects.filter(day=on, struck_at=None, **here).exists()
