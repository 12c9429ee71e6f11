"""``manage.py load_calendar``: the holidays of some years; safe to repeat."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from eligibility.rules import law as law_module
from registry.log import Who
from registry.reference.calendar import PACKAGE, YEARS, load


class Command(BaseCommand):
    help = (
        "Bring in the days that are not as the week says. Rows whose source does not begin with "
        f'"{PACKAGE}" belong to the administrator and stay as they are.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="*", type=year, metavar="YEAR")

    def handle(self, *args: Any, **options: Any) -> None:
        found = load(Who(timezone.now()), sorted(set(options["years"] or years_of_the_law())))
        if found:
            counts = f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"
            self.stdout.write(f"calendar: {counts}")


def years_of_the_law() -> range:
    law = law_module.load()
    return range(date.fromordinal(law.first).year, date.fromordinal(law.last).year + 1)


def year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) not in YEARS:
        raise ArgumentTypeError(f"must be a year from {YEARS[0]} to {YEARS[-1]}")
    return int(text)
