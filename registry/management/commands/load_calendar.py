"""``manage.py load_calendar``: the holidays of some years; safe to repeat."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registry.log import Who
from registry.reference.calendar import PACKAGE, YEARS, load

DEFAULT = (2024, 2025, 2026, 2027)
"""The years of which the law is known."""


class Command(BaseCommand):
    help = (
        "Bring in the days that are not as the week says. Rows whose source does not begin with "
        f'"{PACKAGE}" belong to the administrator and stay as they are.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="*", type=year, metavar="YEAR")

    def handle(self, *args: Any, **options: Any) -> None:
        found = load(Who(timezone.now()), sorted(set(options["years"] or DEFAULT)))
        if found:
            counts = f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"
            self.stdout.write(f"calendar: {counts}")


def year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) not in YEARS:
        raise ArgumentTypeError(f"must be a year from {YEARS[0]} to {YEARS[-1]}")
    return int(text)
