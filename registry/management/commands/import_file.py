"""``manage.py import_file KIND FILE``: the same as the pages of files, from the command line.

The progress is on standard error, the outcome on standard output: counts, and of bad rows line, column and code, never
what stood there. Exit status 1 where nothing was taken in although it was to be.
"""

import hashlib
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from registry.imports import applying, bringing, staging, store
from registry.imports.faults import Unreadable
from registry.imports.frame import Faulty
from registry.imports.kinds import KINDS
from registry.imports.kinds.base import Kind
from registry.imports.receiving import MEGABYTE, MOST_BYTES, Received
from registry.imports.words import fault_text
from registry.log import Who
from registry.models import Import, ImportRow, Region
from registry.refusals import Refused

MOST_TOLD = 20


class Command(BaseCommand):
    help = "Read a file of the kind, show what it would change, and take it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", choices=sorted(KINDS))
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--region", help="code of the region whose people these are; without it, the country")
        parser.add_argument("--resume", type=int, metavar="IMPORT", help="go on with an import that broke off")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--strict", dest="mode", action="store_const", const="strict", help="nothing if a row is bad")
        how.add_argument("--partial", dest="mode", action="store_const", const="partial", help="the good rows")
        how.add_argument("--dry-run", action="store_true", help="show what it would change, and put it aside")
        parser.set_defaults(mode="strict")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            try:
                row = self.under_way(options)
                row = self.staged(row)
                if options["dry_run"]:
                    bringing.cancel(self.who(), row, KINDS[row.kind])
                    return
                self.applied(row, options["mode"])
            except Refused as refused:
                raise CommandError(refused.message) from None

    def who(self) -> Who:
        return Who(now=timezone.now())

    def under_way(self, options: dict[str, Any]) -> Import:
        if options["resume"]:
            row = Import.objects.filter(pk=options["resume"]).first()
            if row is None:
                raise CommandError("There is no such import.")
            return row
        if not options["kind"] or not options["file"]:
            raise CommandError("Name the kind and the file, or an import with --resume.")
        region = options["region"]
        if region and not Region.objects.filter(pk=region).exists():
            raise CommandError("There is no region with this code.")
        kind = KINDS[options["kind"]]
        file = received(options["file"], kind)
        try:
            row = bringing.bring(self.who(), kind, file, region)
        finally:
            file.close()
        self.stderr.write(f"import {row.pk}")
        return row

    def staged(self, row: Import) -> Import:
        row = staging.stage(row.pk, self.who(), lambda now: self.stderr.write(f"{now.rows_read} rows read"))
        if row.state == Import.State.UNREADABLE:
            raise CommandError(fault_text(KINDS[row.kind], row.fault, row.fault_values))
        self.tell(row)
        return row

    def applied(self, row: Import, mode: str) -> None:
        if row.state == Import.State.STAGED:
            applying.begin(self.who(), row, KINDS[row.kind], mode)
        try:
            row = applying.work(row.pk, self.who(), lambda now: self.stderr.write(f"{now.rows_applied} rows taken in"))
        except applying.Busy:
            raise CommandError("Another worker is at this import.") from None
        if row.state != Import.State.APPLIED:
            self.tell(row)
            sys.exit(1)
        self.stdout.write(f"import {row.pk}: taken in, {counts(row)}")

    def tell(self, row: Import) -> None:
        self.stdout.write(f"import {row.pk}: {row.rows_read} rows, {counts(row)}")
        bad = ImportRow.objects.filter(of=row, difference=ImportRow.Difference.BAD).order_by("line")
        for item in bad[:MOST_TOLD]:
            said = ", ".join(f"{problem['column'] or 'line'}: {problem['code']}" for problem in item.problems)
            self.stdout.write(f"line {item.line}: {said}")


def counts(row: Import) -> str:
    return f"{row.new} new, {row.changed} changed, {row.same} the same, {row.bad} bad"


def received(path: Path, kind: Kind) -> Received:
    """A copy in the store. Raises Faulty."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as source:
            key, target = store.begin()
            with target:
                while (piece := source.read(MEGABYTE)) and size <= MOST_BYTES:
                    digest.update(piece)
                    size += target.write(piece)
    except FileNotFoundError:
        raise CommandError("There is no such file.") from None
    except OSError as error:
        raise Faulty(Unreadable("not_stored"), kind) from error
    return Received(key, f"sha256:{digest.hexdigest()}", name=path.name, size=size)
