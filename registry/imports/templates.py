"""Files to begin with: the heading, one example, and in an XLSX a sheet that describes the columns."""

from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from eligibility.rules.law_files import LANGUAGES

from ..models import Polyclinic
from ..sheets import BYTE_ORDER_MARK, line, new_sheet, safe, text_cell
from .kinds.base import Column, Kind
from .kinds.places import POLYCLINICS

TEXT: Final = "@"
"""The format in which a table program leaves a number as it is, zeros included."""
WIDTH: Final = 24


def csv_text(kind: Kind) -> str:
    rows = [[column.name for column in kind.columns], [column.example for column in kind.columns]]
    return BYTE_ORDER_MARK + "".join(line(row) for row in rows)


def polyclinics_csv(region: str | None) -> str:
    """Polyclinics of the region (None: of the country) under the headings of their own kind of file, so that the list
    can be mended and brought back."""
    found = Polyclinic.objects.order_by("region", "district", "name_ru", "pk")
    places = found.filter(region=region) if region else found
    names = [column.name for column in POLYCLINICS.columns]
    fields = [{"number": "pk", "region": "region_id", "district": "district_id"}.get(name, name) for name in names]
    rows = [[safe(str(value or "")) for value in place] for place in places.values_list(*fields)]
    return BYTE_ORDER_MARK + "".join(line(row) for row in (names, *rows))


def xlsx_file(kind: Kind) -> IO[bytes]:
    """At its beginning, to be closed by whoever reads it. The headings are in the reader's language, the description
    in all."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, _("Rows"), [WIDTH] * len(kind.columns))
    for dimension in sheet.column_dimensions.values():
        dimension.number_format = TEXT
    sheet.append([_cell(sheet, str(column.label), bold=True) for column in kind.columns])
    sheet.append([_cell(sheet, column.example) for column in kind.columns])
    for language in LANGUAGES:
        with translation.override(language):
            _describe(book, kind, language)
    made = TemporaryFile()  # noqa: SIM115 – the answer closes it
    book.save(made)
    made.seek(0)
    return made


def _describe(book: Any, kind: Kind, language: str) -> None:
    sheet = new_sheet(book, f"{_('Columns')} ({language})", (22, 30, 14, 60, 20))
    titles = (_("Heading"), _("Column"), _("Needed"), _("What stands in it"), _("Example"))
    sheet.append([_cell(sheet, title, bold=True) for title in titles])
    for column in kind.columns:
        sheet.append([_cell(sheet, text) for text in _described(column)])


def _described(column: Column) -> tuple[str, ...]:
    needed = _("yes") if column.required else _("no")
    return column.name, str(column.label), needed, str(column.explained), column.example


def _cell(sheet: Any, text: str, bold: bool = False) -> Any:
    cell = text_cell(sheet, text, bold)
    cell.number_format = TEXT
    return cell
