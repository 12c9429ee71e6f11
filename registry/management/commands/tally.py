"""``manage.py tally``: count who is insured and who is not, for the picture of a region."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from eligibility.rules import law as law_module
from registry.log import Who
from registry.models import Region
from registry.picture import forecasting, tallies
from registry.runs import tasks
from registry.working_days import Calendar, day_of


class Command(BaseCommand):
    help = "Count the people of each region for the picture of it: after every run, and every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="the day, not after today; if none is named, today"
        )
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="the ends of months from here on, too"
        )
        parser.add_argument("--forecast", action="store_true", help="begin to look ahead, too; workers do the rest")
        parser.add_argument("--region", metavar="CODE", help="only this one: two digits of KATO")

    def handle(self, *args: Any, **options: Any) -> None:
        today = day_of(timezone.now())
        on = options["on"] or today
        law, calendar = law_module.load(), Calendar.load()
        if not law.first <= on.toordinal() <= law.last:
            raise CommandError(law.range_text())
        if on > today:
            raise CommandError("The day has not come yet: a forecast tells of days ahead.")
        earlier = list(tallies.month_ends(options["since"] or on, on))
        for region in _regions(options["region"]):
            rows = sum(tallies.tally(region, day, None, None) for day in earlier)
            rows += tallies.tally(region, on, law, calendar if on == today else None)
            self.stdout.write(f"{region.pk}: {len(earlier) + 1} days, {rows} numbers")
            if options["forecast"]:
                for run in forecasting.begin(Who(timezone.now()), region, today):
                    tasks.enqueue(run)
        tallies.forget(today)


def _regions(code: str | None) -> list[Region]:
    found = Region.objects.filter(pk=code) if code else Region.objects.all()
    if not found:
        raise CommandError("There is no such region: manage.py load_reference brings them in.")
    return list(found)
