"""The further pages about the person in hand. Whoever adds a page to the desk adds its line here."""

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
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


def links(account: Account, attached: Attached) -> SafeString:
    """Those that the account may open, and that lead somewhere: whoever is attached here is not attached once more, and
    of whoever is not, the attachments are not shown."""
    idle = ATTACH if attached == "here" else HISTORY
    may_open = (
        line.url_name != idle and may(account, line.group, line.action) and account.role not in line.but
        for line in LINKS
    )
    return _links(get_language(), tuple(may_open))


@lru_cache(maxsize=64)
def _links(language: str | None, may_open: tuple[bool, ...]) -> SafeString:
    """Rendered once a language and kept in memory; nothing of a person is in it."""
    shown = [(line.label, reverse(line.url_name)) for line, may in zip(LINKS, may_open, strict=True) if may]
    return render_to_string("desk/card/links.html", {"links": shown})
