"""``manage.py block_data``: block somebody's record at his written request, or open it again.

The number is asked for, so that it stands in no list of processes and in no history of a shell."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry import blocking
from registry.blocking import BlockReason
from registry.log import Who
from registry.models import Account
from registry.refusals import NotAllowed


class Command(BaseCommand):
    help = "Block a person's record at his written request; --lift opens it again. Asks for the IIN."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", required=True, metavar="NAME", help="the approver who has the request")
        parser.add_argument("--reason", required=True, choices=BlockReason.values)
        parser.add_argument("--lift", action="store_true", help="open the record again")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(username=options["account"]).first()
        if account is None:
            raise CommandError("There is no account of this name.")
        citizen = blocking.find(account, getpass("IIN (not shown): "))
        if citizen is None:
            raise CommandError("Nobody of this number is in the region of the account, or it may not do this.")
        verb = blocking.unblock if options["lift"] else blocking.block
        try:
            verb(Who(now=timezone.now(), account=account), citizen, options["reason"])
        except NotAllowed as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write("opened again" if options["lift"] else "blocked")
