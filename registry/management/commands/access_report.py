"""The list of who has access, as CSV."""

import csv
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ... import log
from ...accounts import Line, report
from ...log import Verb, Who

COLUMNS = ("username", "full_name", "role", "region", "office", "polyclinic", "active", "last_login", "second_factor")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "|", "%")
"""How a cell begins that a spreadsheet would compute."""


class Command(BaseCommand):
    help = "Writes the list of who has access to the standard output, as CSV."

    def handle(self, *args: Any, **options: Any) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        lines = [cells(line) for line in report()]
        writer.writerows(lines)
        details = {"what": "access_report", "lines": len(lines)}
        log.write(Who(now=timezone.now()), Verb.EXPORTED, details=details)


def cells(line: Line) -> list[str]:
    account = line.account
    texts = [
        account.username,
        account.full_name,
        account.role,
        account.region_id,
        account.office_id,
        account.polyclinic_id,
        _word(account.is_active),
        account.last_login and account.last_login.isoformat(timespec="seconds"),
        _word(line.second_factor),
    ]
    return [_cell(text) for text in texts]


def _word(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _cell(value: Any) -> str:
    text = str(value or "")
    return f"'{text}" if text.startswith(FORMULA) else text
