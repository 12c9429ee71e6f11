"""``manage.py watch_readings``: look through the log for unusual reading, once or every few seconds as a service.

Several may run at once: an alarm is raised once.
"""

import time
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from registry.alarms import Watch
from registry.log import Who
from registry.unusual import DAY

from .send_notices import above_zero


class Command(BaseCommand):
    help = "Raise an alarm where an account reads more, or otherwise, than is usual."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=above_zero(float), metavar="SECONDS", help="go on, and look again")
        parser.add_argument("--since", type=day, metavar="DAY", help="first look at all days since; else, yesterday")

    def handle(self, *args: Any, **options: Any) -> None:
        watch = Watch()
        self.look(watch, options["since"] or timezone.localdate() - DAY)
        while options["every"]:
            time.sleep(options["every"])
            try:
                self.look(watch, None)
            except OperationalError as error:
                self.stderr.write(f"not looked this time: {type(error).__name__}")
                close_old_connections()

    def look(self, watch: Watch, since: date | None) -> None:
        for alarm in watch.look(Who(now=timezone.now()), since):
            self.stdout.write(f"alarm {alarm.pk}: {alarm.kind}, account {alarm.account_id}, {alarm.day}")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("must be a day such as 2026-03-16") from None
