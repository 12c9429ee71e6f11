"""A register as XLSX, written row by row to a file that vanishes when it is closed."""

import logging
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from eligibility.presentation import long_month

from ...sheets import new_sheet, text_cell
from ..money import tenge
from ..words import Purpose, because, kind
from .content import BLOCKED, Head, Row

MOST_ROWS = 1_000_000
"""On one sheet; the format ends a little above."""
MONEY = "#,##0.00"
WIDTHS = (12, 12, 16, 40, 20, 16, 8, 16, 14, 14, 34)
logger = logging.getLogger(__name__)


def write(head: Head, rows: Iterable[Row]) -> IO[bytes]:
    """At its beginning, to be closed by whoever reads it. Where it breaks, the last sheet says so."""
    book = Workbook(write_only=True)
    _first_sheet(book, head)
    count = 0
    try:
        for row in rows:
            if count % MOST_ROWS == 0:
                sheet = new_sheet(book, f"{_('Lines')} {count // MOST_ROWS + 1}", WIDTHS)
                sheet.append([text_cell(sheet, title, bold=True) for title in _titles()])
            sheet.append(_cells(sheet, row))
            count += 1
    except Exception as error:
        logger.error("the XLSX of register %s broke after %s lines: %s", head.register.pk, count, type(error).__name__)
        count = -1
    if count != head.lines:
        new_sheet(book, "INCOMPLETE", (60,)).append([_("This file is not complete. Do not use it.")])
    made = TemporaryFile()  # noqa: SIM115 – the answer closes it
    book.save(made)
    made.seek(0)
    return made


def _titles() -> Sequence[str]:
    return (
        *(_("Entry"), _("Person, number"), _("IIN"), _("Full name"), _("Month"), _("Kind"), _("Line"), _("Sum, ₸")),
        *(_("Obligation"), _("Reverses entry"), _("Remark")),
    )


def _first_sheet(book: Any, head: Head) -> None:
    sheet = new_sheet(book, str(_("Payment register")), (30, 70))
    register = head.register
    facts: list[tuple[str, Any]] = [
        (_("Payment register"), str(register)),
        (_("Region"), register.region.name),
        (_("Month"), long_month(register.month)),
        (_("Lines"), head.lines),
        (_("People"), register.people),
        (_("Sum, ₸"), tenge(register.total)),
        (_("Control sum"), register.control_sum),
        (_("This file was made by"), head.mark),
        (_("Purpose"), str(Purpose(head.purpose).label)),
    ]
    for label, value in facts:
        sheet.append([text_cell(sheet, label, bold=True), text_cell(sheet, value) if isinstance(value, str) else value])


def _cells(sheet: Any, row: Row) -> list[Any]:
    tenge = WriteOnlyCell(sheet)
    tenge.value = row.tenge
    tenge.number_format = MONEY
    remark = _("The record is blocked at the person's request") if row.remark == BLOCKED else because(row.remark)
    texts = (row.iin, row.name, long_month(row.month), kind(row.kind))
    return [
        *(row.entry, row.person, *(text_cell(sheet, text) for text in texts), row.number, tenge),
        *(row.obligation, row.reverses, text_cell(sheet, remark)),
    ]
