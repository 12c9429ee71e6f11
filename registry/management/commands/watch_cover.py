"""``manage.py watch_cover``: to be run every night. It works out whose cover ends soon and puts notices into the
outbox; send_notices sends them. Safe to repeat."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from eligibility.rules import law as law_module
from eligibility.rules.law import LawRangeError
from registry.falling.watching import watch
from registry.working_days import day_of


class Command(BaseCommand):
    help = "Work out whose cover ends soon, for the lists of officers and polyclinics, and tell the people, each once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of which day; else today")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            found = watch(now, options["on"] or day_of(now), law_module.load())
        except LawRangeError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{found.looked_at} people looked at, the cover of {found.ending} ends soon, {found.told} notices put"
        )
