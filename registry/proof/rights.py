"""Who may make a certificate for whom."""

from datetime import date

from .. import access
from ..access import Action
from ..log import Who
from ..models import Account, Application, Citizen
from ..treating import treats


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
    return None if treats(account.polyclinic_id, citizen, on) else "not_treated_here"


def is_his(application: Application | None, citizen: Citizen) -> bool:
    """Whether an officer has made sure that whoever applied is this person."""
    return (
        application is not None
        and application.identity_confirmed_at is not None
        and application.citizen_id == citizen.pk
    )
