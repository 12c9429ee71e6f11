"""``manage.py send_notices``: send what waits in the outbox; with ``--every``, go on doing so until stopped.

Several may run at once: each notice is sent by one of them.
"""

import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.notices.pace import Pace
from registry.notices.providers import providers
from registry.notices.sending import Round, Sender

PER_SECOND = 5.0


class Command(BaseCommand):
    help = "Send the notices that wait in the outbox, each once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=above_zero(float), metavar="SECONDS", help="look again after so long")
        parser.add_argument("--limit", type=above_zero(int), help="at most so many notices in a round")
        parser.add_argument("--per-second", type=above_zero(float), default=PER_SECOND, help="messages a second")

    def handle(self, *args: Any, **options: Any) -> None:
        found = providers(self.stdout)  # type: ignore[arg-type]  # Django's wrapper writes as a stream does
        if not found:
            raise CommandError("Nothing can be sent: set NOTICE_EMAIL_PROVIDER or NOTICE_SMS_PROVIDER.")
        sender = Sender(found, settings.PORTAL_URL, timezone.now, Pace(options["per_second"]))
        self.tell(sender.send_waiting(options["limit"]))
        try:
            while options["every"]:
                time.sleep(options["every"])
                self.tell(sender.send_waiting(options["limit"]))
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def tell(self, done: Round) -> None:
        """Numbers, and the rows that somebody has to look at."""
        counts = {name: rows for name, rows in asdict(done).items() if rows}
        if counts:
            self.stdout.write(", ".join(f"{len(rows)} {name.replace('_', ' ')}" for name, rows in counts.items()))
        for name in ("failed", "interrupted"):
            if counts.get(name):
                self.stderr.write(f"{name}: notices {', '.join(map(str, counts[name]))}")


def above_zero(kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            raise ArgumentTypeError("must be a number") from None
        if not 0 < number < float("inf"):
            raise ArgumentTypeError("must be more than 0")
        return number

    return read
