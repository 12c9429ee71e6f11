"""``manage.py remind_free_care_ends``: to be run daily. Like watch_cover, it only fills the outbox."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from eligibility.rules import law as law_module
from registry.notices.care_reminders import remind

DAYS = 30


class Command(BaseCommand):
    help = "Tell people that a term of their care ends within so many days; each once for each such day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, choices=range(1, 367), metavar="DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        count = remind(timezone.now(), timezone.localdate(), options["days"], law_module.load())
        self.stdout.write(f"a term of care ends within {options['days']} days: {count} notices, each put once")
