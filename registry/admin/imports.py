"""The way from the back office to the files, whose pages stand outside of it."""

from django.utils.translation import gettext_lazy as _

from ..access import Action, may
from ..models import Account
from .site import Entry, site


def brings_files(account: Account) -> bool:
    return may(account, "import", Action.WRITE)


site.add_to_menu(Entry(27, _("Files"), "imports", brings_files))
