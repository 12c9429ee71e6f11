"""manage.py demo_code USERNAME – the code that gets a demo account past the second factor."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.models import Account
from registry.signin.demo import demo_code


class Command(BaseCommand):
    help = "Prints the present code of the second factor of a demo account. In development only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code = demo_code(Account.objects.get(username=options["username"]), timezone.now())
        except (Account.DoesNotExist, Authenticator.DoesNotExist) as error:
            raise CommandError("There is no such account, or it has no second factor.") from error
        except PermissionDenied as error:
            raise CommandError("Only demo accounts have one, and only in development (DEBUG=true).") from error
        self.stdout.write(code)
