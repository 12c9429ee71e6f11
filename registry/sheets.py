"""What files for table programs are made of, whatever is in them. No text of theirs is taken for a formula."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO
from string import ascii_uppercase
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BYTE_ORDER_MARK = "\ufeff"
"""Only by it Excel tells that a CSV is UTF-8."""
REMARK = "#"
STARTS = frozenset("=+-@|%−\u2795\u2796")
"""What a formula or a command may begin with; full-width and small forms become these by NFKC."""
QUOTE = "'"


def safe(text: str) -> str:
    """Without control characters and invisible signs, which also hide what comes after them; a text that begins like
    a formula gets an apostrophe before it."""
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text).strip()
    begins = unicodedata.normalize("NFKC", shown[:1]).strip()[:1]
    return f"{QUOTE}{shown}" if begins in STARTS and begins else shown


def line(cells: Iterable[Any]) -> str:
    """Of a CSV. The semicolon is the separator of lists where Excel has Kazakh or Russian settings."""
    buffer = StringIO()
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def new_sheet(book: Any, title: str, widths: Sequence[int]) -> Any:
    sheet = book.create_sheet(title)
    for letter, width in zip(ascii_uppercase, widths, strict=False):
        sheet.column_dimensions[letter].width = width
    return sheet


def text_cell(sheet: Any, text: str, bold: bool = False) -> Any:
    """A cell that is text, whatever stands in it: the library would take some for formulas and errors."""
    cell = WriteOnlyCell(sheet, safe(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
