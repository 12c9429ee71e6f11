"""The figures as files: the numbers that the page tells, and no others. No text of them is taken for a formula."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from eligibility.presentation import long_date

from ..sheets import BYTE_ORDER_MARK, REMARK, line, new_sheet, safe, text_cell
from .contents import Contents
from .figures import Figure, Value

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
    rows: list[tuple[str, ...]] = [(REMARK, safe(label), safe(text)) for label, text in head(found)]
    rows.append(("figure", "row", "column", "value"))
    for figure in found.figures:
        rows += _lines(figure)
    return BYTE_ORDER_MARK + "".join(map(line, rows))


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
    first = new_sheet(book, _("About the file")[:TITLE_LENGTH], (NAME_WIDTH, NAME_WIDTH))
    for label, text in head(found):
        first.append([_cell(first, label, bold=True), _cell(first, text)])
    for place, figure in enumerate(found.figures, start=1):
        _sheet(book, f"{place} {figure.slug}", figure)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _sheet(book: Any, name: str, figure: Figure) -> None:
    sheet = new_sheet(book, name[:TITLE_LENGTH], (NAME_WIDTH, *[WIDTH] * 6))
    sheet.append([_cell(sheet, figure.title, bold=True)])
    sheet.append([_cell(sheet, title, bold=True) for title in figure.heads])
    for name_, values in figure.rows:
        sheet.append([_cell(sheet, name_), *(_cell(sheet, value) for value in values)])


def _cell(sheet: Any, value: Value, bold: bool = False) -> Any:
    if isinstance(value, str):
        return text_cell(sheet, value, bold)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, float):
        cell.number_format = SHARE
    return cell
