"""``manage.py settle_obligations``: write down what akimats owe this year for people whose situation went on or changed
without anybody's act, as when a new year begins. Safe to repeat."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registry.ledger.obligations import settle_year
from registry.log import Who
from registry.working_days import day_of

MISSED = timedelta(days=31)
"""What happened in the last days of a year is found, too, where the command did not run on them."""


class Command(BaseCommand):
    help = "Make and end the obligations of akimats so that they say what follows from the law and the registry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="if none is named, this one, and in January the last one, too")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = day_of(now)
        years = {options["year"]} if options["year"] else {(today - MISSED).year, today.year}
        for year in sorted(years):
            changed = settle_year(Who(now), year, today)
            self.stdout.write(f"{year}: {changed} obligations made or ended")
