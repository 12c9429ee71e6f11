"""``manage.py seal_log``: seal what was logged, once or every few seconds as a service."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from registry import seal_roots, seals
from registry.models import LogSeal
from registry.seal_roots import RootError


class Command(BaseCommand):
    help = "Seal the entries of the log that have no seal yet; with --every as a service."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, and seal again after so long")
        parser.add_argument("--root", type=Path, metavar="FILE", help="add the root of each day to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        self.last: str | None = None
        every: float | None = options["every"]
        if every is None:
            try:
                self.turn(options["root"])
            except seals.BusyError as error:
                raise CommandError("Somebody is writing all the time. Nothing sealed; try again.") from error
            return
        while True:
            try:
                self.turn(options["root"])
            except (seals.BusyError, OperationalError) as error:
                self.stderr.write(f"not sealed this time: {type(error).__name__}")
                close_old_connections()
            time.sleep(every)

    def turn(self, root: Path | None) -> None:
        """Seal everything, keep the root of the day."""
        try:
            self.seal_all()
            if root is not None and seal_roots.keep(root, timezone.localdate()):
                self.stdout.write(f"root of the day added to {root}")
        except seals.BrokenChainError as error:
            raise CommandError("The last seal is not the one that was made: run verify_log. Nothing sealed.") from error
        except (RootError, OSError) as error:
            raise CommandError(f"{root}: {error}") from error

    def seal_all(self) -> None:
        """The sealer remembers its last seal, so that nobody takes seals away behind its back."""
        if self.last is None:
            found = LogSeal.objects.order_by("-pk").first()
            self.last = found.digest if found else seals.NOTHING
        while made := seals.seal(timezone.now(), self.last):
            self.last = made.digest
            self.stdout.write(f"seal {made.pk}: {made.count} entries up to {made.last}")
            if made.count < seals.MOST:
                return
