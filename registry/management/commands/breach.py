"""``manage.py breach``: the people whose data an account has read or changed. Their names go into a file alone."""

import csv
import json
import os
from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from registry import log
from registry.breach import Breach, Person, affected
from registry.log import Verb, Who
from registry.models import Account

COLUMNS = (
    *("iin", "surname", "given_name", "patronymic", "phone", "email", "language", "region", "citizen"),
    *("first", "last", "times", "verbs", "groups", "applications"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "|", "%")
"""How a cell begins that a spreadsheet would compute."""


class Command(BaseCommand):
    help = "List the people whose data an account has read, searched up or changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", required=True, metavar="NAME", help="the user name of the account")
        parser.add_argument("--since", required=True, type=moment, help="a day or a moment (ISO), inclusive")
        parser.add_argument("--until", type=until, help="a day (inclusive) or a moment (exclusive); without it, now")
        parser.add_argument("--format", choices=("csv", "json"), default="csv")
        parser.add_argument("--output", type=Path, metavar="FILE", help="a new file, for the owner alone to read")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            account = Account.objects.get(username=options["account"])
        except Account.DoesNotExist as error:
            raise CommandError("There is no account of this name.") from error
        since, end = options["since"], options["until"] or now + timedelta(microseconds=1)
        with transaction.atomic():
            found = affected(account, since, end)
            details = {"what": "breach", "since": since.isoformat(), "until": end.isoformat()}
            details |= {"people": len(found.people), "file": bool(options["output"])}
            log.write(Who(now=now), Verb.EXPORTED, account=account, details=details)
            if options["output"]:
                write(options["output"], as_json(found) if options["format"] == "json" else as_csv(found))
        self.tell(found)

    def tell(self, found: Breach) -> None:
        """Numbers alone: a terminal keeps what it shows."""
        self.stdout.write(f"people: {len(found.people)}")
        self.stdout.write(f"without phone or e-mail: {sum(not (p.phone or p.email) for p in found.people)}")
        self.stdout.write(f"entries: {found.entries}, from {_iso(found.first)} to {_iso(found.last)}")
        for what, counts in (("verb", found.verbs), ("people whose data of the group", found.groups)):
            for name, count in sorted(counts.items()):
                self.stdout.write(f"{what} {name}: {count}")
        for row in found.gone:
            self.stdout.write(f"the log names {row}, which is no longer there")


def moment(text: str) -> datetime:
    """A day begins at midnight of the installation's time zone, in which moments without a zone are read, too."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("must be a day such as 2026-03-16, or a moment such as 2026-03-16T14:30") from error
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_default_timezone())


def until(text: str) -> datetime:
    found = moment(text)
    if len(text) > len("2026-03-16"):
        return found
    next_day = date.fromisoformat(text) + timedelta(days=1)
    return datetime.combine(next_day, time.min, found.tzinfo)


def write(path: Path, text: str) -> None:
    """Into a new file that nobody else can read. Raises CommandError where there is one already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    with open(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def as_csv(found: Breach) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person in found.people:
        writer.writerow(_cell(name, value) for name, value in line(person).items())
    return text.getvalue()


def as_json(found: Breach) -> str:
    return json.dumps([line(person) for person in found.people], ensure_ascii=False, indent=1) + "\n"


def line(person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in COLUMNS}
    lists = {name: sorted(values[name]) for name in ("verbs", "groups", "applications")}
    return values | lists | {"first": _iso(person.first), "last": _iso(person.last)}


def _iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else "–"


def _cell(name: str, value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str("" if value is None else value)
    is_number = name == "phone" and text[1:].isdecimal()
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text
