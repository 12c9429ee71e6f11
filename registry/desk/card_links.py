"""The further pages about the person in hand. Whoever adds a page to the desk adds its line here."""

from django.urls import reverse
from django.utils.functional import Promise

from ..access import may
from ..models import Account
from ..workplace import Line

LINKS: tuple[Line, ...] = ()


def links(account: Account) -> list[tuple[str | Promise, str]]:
    """Label and address of those that the account may open."""
    return [
        (line.label, reverse(line.url_name))
        for line in LINKS
        if may(account, line.group, line.action) and account.role not in line.but
    ]
