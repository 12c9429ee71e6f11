"""``manage.py verify_log``: check every entry of the log against its seals; exit status 1 where anything is wrong."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry import seal_check, seal_roots
from registry.seal_roots import Root, RootError


class Command(BaseCommand):
    help = "Check the log against its seals; exit status 1 where anything is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--root", type=Path, metavar="FILE", help="the roots that were kept on another machine")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        report = seal_check.verify(timezone.now(), self.roots(options["root"]), self.tell)
        for fault in report.faults:
            self.stdout.write(f"FAULT {fault}")
        self.stdout.write(
            f"{report.sealed} entries under {report.seals} seals, {report.unsealed} without a seal yet, "
            f"{len(report.faults)} faults, {time.monotonic() - began:.1f} s"
        )
        if report.faults:
            sys.exit(1)

    def roots(self, file: Path | None) -> list[Root]:
        try:
            return list(seal_roots.read(file)) if file else []
        except (RootError, OSError) as error:
            raise CommandError(f"{file}: {error}") from error

    def tell(self, count: int) -> None:
        self.stderr.write(f"{count} entries looked at")
