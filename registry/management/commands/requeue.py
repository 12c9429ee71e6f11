"""``manage.py requeue``: put what is under way and has no worker any more back into the queue; with ``--every``, go on
doing so until stopped. Safe to repeat and to run several times at once."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registry import queue
from registry.runs.tasks import JOB as RUNS

from .send_notices import above_zero

JOBS = (RUNS,)


class Command(BaseCommand):
    help = "Put runs and imports whose worker has died back into the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=above_zero(float), metavar="SECONDS", help="look again after so long")

    def handle(self, *args: Any, **options: Any) -> None:
        self.look()
        try:
            while options["every"]:
                time.sleep(options["every"])
                self.look()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def look(self) -> None:
        for name in queue.requeue(JOBS, timezone.now()):
            self.stdout.write(f"queued again: {name}")
