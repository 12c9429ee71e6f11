"""The figures as files: the numbers that the page tells, and no others. No text of them is taken for a formula."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from eligibility.presentation import long_date

from ..ledger.exports.csv_file import BYTE_ORDER_MARK
from ..ledger.exports.safe import safe
from .contents import Contents
from .figures import Figure, Value

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTH, NAME_WIDTH = 18, 56
TITLE_LENGTH = 31
"""What a sheet may be called by."""
SHARE = "0.0%"


def head(found: Contents) -> list[tuple[str, str]]:
    scope = found.picture.scope
    return [
        (_("Region or district"), scope.name or _("Kazakhstan")),
        (_("Day"), long_date(found.picture.day)),
        (_("How numbers are told"), _("Rounded to fives; empty: fewer than five people, or none")),
    ]


def as_csv(found: Contents) -> str:
    """A line for each number: figure, row, column, value. Shares as parts of one."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(("#", safe(label), safe(text)) for label, text in head(found))
    writer.writerow(("figure", "row", "column", "value"))
    for figure in found.figures:
        writer.writerows(_lines(figure))
    return BYTE_ORDER_MARK + buffer.getvalue()


def _lines(figure: Figure) -> Iterator[tuple[str, ...]]:
    for name, values in figure.rows:
        for column, value in zip(figure.heads[1:], values, strict=True):
            yield figure.slug, safe(name), safe(column), _plain(value)


def _plain(value: Value) -> str:
    """With the decimal comma that Excel expects here."""
    if isinstance(value, float):
        return f"{value:.3f}".replace(".", ",")
    return "" if value is None else safe(str(value))


def as_xlsx(found: Contents) -> bytes:
    """A sheet for each figure."""
    book = Workbook(write_only=True)
    first = book.create_sheet(_("About the file")[:TITLE_LENGTH])
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = NAME_WIDTH, NAME_WIDTH
    for label, text in head(found):
        first.append([_cell(first, label, bold=True), _cell(first, text)])
    for place, figure in enumerate(found.figures, start=1):
        _sheet(book, f"{place} {figure.slug}", figure)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _sheet(book: Any, name: str, figure: Figure) -> None:
    sheet = book.create_sheet(name[:TITLE_LENGTH])
    for column in "ABCDEFG":
        sheet.column_dimensions[column].width = NAME_WIDTH if column == "A" else WIDTH
    sheet.append([_cell(sheet, figure.title, bold=True)])
    sheet.append([_cell(sheet, title, bold=True) for title in figure.heads])
    for name_, values in figure.rows:
        sheet.append([_cell(sheet, name_), *(_cell(sheet, value) for value in values)])


def _cell(sheet: Any, value: Value, bold: bool = False) -> Any:
    """Texts are texts, whatever stands in them: the library would take some for formulas."""
    cell = WriteOnlyCell(sheet, safe(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, float):
        cell.number_format = SHARE
    if bold:
        cell.font = Font(bold=True)
    return cell
