"""``manage.py settle_obligations``: write down what akimats owe this year for people whose situation went on or changed
without anybody's act, as when a new year begins. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registry.ledger.obligations import settle_year
from registry.log import Who
from registry.working_days import day_of


class Command(BaseCommand):
    help = "Make and end the obligations of akimats so that they say what follows from the law and the registry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="this year, if none is named; one to come has none yet")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = day_of(now)
        year = options["year"] or today.year
        changed = settle_year(Who(now), year, today)
        self.stdout.write(f"{year}: {changed} obligations made or ended")
