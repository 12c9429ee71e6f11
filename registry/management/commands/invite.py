"""manage.py invite USERNAME [--administrator "Full name"] – for whoever runs the portal: the first way in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from eligibility.keeping import groups
from registry.log import Who
from registry.models import Account, Role
from registry.signin.invitations import invite


class Command(BaseCommand):
    help = (
        "Prints a code with which, within a day and once, the account's password and second factor are set at "
        "/account/invitation/. With --administrator an account that does not exist yet is made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--administrator", metavar="FULL_NAME", help="make an administrator of this name")

    def handle(self, *args: Any, **options: Any) -> None:
        username, full_name = options["username"], options["administrator"]
        account = Account.objects.filter(username=username).first()
        if account is None and full_name:
            account = Account.objects.create_user(username, full_name=full_name, role=Role.ADMINISTRATOR)
        if account is None:
            raise CommandError("There is no such account.")
        try:
            code = invite(Who(timezone.now()), account)
        except PermissionDenied as error:
            raise CommandError("The account is disabled.") from error
        self.stdout.write("-".join(groups(code)))
