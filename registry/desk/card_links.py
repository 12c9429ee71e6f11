"""The further pages about the person in hand. Whoever adds a page to the desk adds its line here."""

from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..access import Action, may
from ..lookup import Attached
from ..models import Account
from ..workplace import Line

LINKS: tuple[Line, ...] = (
    # attachment
    Line(_("Attach to this polyclinic"), "desk-attachment", "attachment", Action.WRITE),
    Line(_("Attachments so far"), "desk-attachment-history", "attachment", Action.WRITE),
    # diagnoses
    Line(_("Diagnoses"), "desk-diagnoses", "diagnosis", Action.WRITE),
    # proof
    Line(_("Certificate of the status"), "desk-certificate", "certificate", Action.WRITE),
)
ATTACH: Final = "desk-attachment"
HISTORY: Final = "desk-attachment-history"


def links(account: Account, attached: Attached) -> list[tuple[str | Promise, str]]:
    """Label and address of those that the account may open, and that lead somewhere: whoever is attached here is not
    attached once more, and of whoever is not, the attachments are not shown."""
    idle = ATTACH if attached == "here" else HISTORY
    return [
        (line.label, reverse(line.url_name))
        for line in LINKS
        if line.url_name != idle and may(account, line.group, line.action) and account.role not in line.but
    ]
