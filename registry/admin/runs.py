"""The way from the admin to the re-determinations, whose pages are their own."""

from django.utils.translation import gettext_lazy as _

from ..access import Action, may
from ..models import Account
from .site import Entry, site


def _officers(account: Account) -> bool:
    return may(account, "run", Action.PROPOSE)


site.add_to_menu(Entry(28, _("Re-determination"), "runs", _officers))
