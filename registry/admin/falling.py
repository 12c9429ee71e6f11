"""The way from the admin to those who are about to lose cover, whose pages are their own."""

from django.utils.translation import gettext_lazy as _

from ..access import may
from ..models import Account
from .site import Entry, site


def _readers(account: Account) -> bool:
    return may(account, "falling")


site.add_to_menu(Entry(15, _("About to lose cover"), "falling", _readers))
