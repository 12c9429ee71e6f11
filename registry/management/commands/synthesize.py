"""Make the people of a region, none of whom exists, as many as asked for: to see the system at size.

Only in a database without real people. The same seed and day make the same people. What was stopped goes on where it
stopped: the same command once more."""

from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from eligibility.rules.law import LawRangeError

from ...models import Region
from ...synthetic import making


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="two digits, as 43")
        parser.add_argument("--people", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--on", type=date.fromisoformat, help="the day of the registry (default: today)")
        parser.add_argument("--rows-only", action="store_true", help="determine and count nobody yet")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError("There is no such region. manage.py load_reference brings them.")
        try:
            self._make(region, options["people"], options["seed"], on)
        except (making.Refused, LawRangeError) as refused:
            raise CommandError(str(refused)) from refused
        if not options["rows_only"]:
            self._look_at(region.pk, options["people"], on.isoformat())
        self.stdout.write(f"{options['people']:,} made-up people of {region.name_en} as of {on}.")

    def _make(self, region: Region, people: int, seed: int, on: date) -> None:
        started = timezone.now()
        before = None
        for made in making.make(region, people, seed, on):
            before = made if before is None else before
            seconds = (timezone.now() - started).total_seconds()
            self.stderr.write(f"{made:,} people, {(made - before) / max(seconds, 0.001):,.0f} a second")

    def _look_at(self, region: str, people: int, on: str) -> None:
        """As in every night: everybody is determined, then counted. Of made-up people anybody may lose cover."""
        told = {"stdout": self.stdout, "stderr": self.stderr}
        where = ("--on", on, "--region", region)
        call_command("redetermine", *where, "--and-apply", "--most-losing", str(people), **told)
        call_command("tally", *where, **told)
