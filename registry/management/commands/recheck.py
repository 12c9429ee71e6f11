"""``manage.py recheck``: recompute every stored determination from its own snapshot.

The output names row numbers and nothing of a person. Exit status 1 where a row does not say what comes of it.
"""

import sys
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eligibility.rules import law as law_module
from registry.determine import problems
from registry.models import Determination

BATCH = 500
TELL_EVERY = 10_000


class Command(BaseCommand):
    help = "Recompute stored determinations from their snapshots; exit status 1 when one does not come out the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--law", type=folder, default=law_module.DIRECTORY, help="folder with the law files of then"
        )
        parser.add_argument("--citizen", type=int, action="append", help="row number of a citizen; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            law = law_module.load(options["law"])
        except law_module.LawFileError as error:
            raise CommandError(str(error)) from error
        differing, laws = 0, Counter[str]()
        for looked_at, row in enumerate(stored(options["citizen"]), start=1):
            laws[row.law_digest] += 1
            found = problems(row, law)
            if found:
                differing += 1
                self.stdout.write(f"determination {row.pk}: {', '.join(found)}")
            if looked_at % TELL_EVERY == 0:
                self.stderr.write(f"{looked_at} determinations looked at")
        self.tell(differing, laws, law)
        if differing:
            sys.exit(1)

    def tell(self, differing: int, laws: "Counter[str]", law: law_module.Law) -> None:
        self.stdout.write(f"{laws.total()} determinations, {differing} of them differ")
        for digest, number in sorted(laws.items()):
            if digest != law.digest:
                self.stdout.write(f"{number} not recomputed, the law of then is not here: {digest}")


def folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise ArgumentTypeError("must be a folder")
    return path


def stored(citizens: list[int] | None) -> Iterator[Determination]:
    """In the order of the row numbers, a batch in memory at a time."""
    rows = Determination.objects.order_by("pk")
    if citizens:
        rows = rows.filter(citizen__in=citizens)
    last = 0
    while found := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from found
        last = found[-1].pk
