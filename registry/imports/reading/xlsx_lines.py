"""The lines of the first sheet of an XLSX, by openpyxl's parser and without its pictures of whole sheets."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from ..faults import Unreadable
from ..kinds.base import Kind
from . import heading
from .archive import Archive
from .archive import opened as archive_opened
from .line import LAST_LINE, LONGEST_CELL, NOTHING, Line, Table

FORMULA, ERROR = "f", "e"
MOST_COLUMNS: Final = 500
NO_CELL: Final = "#?"

# Its warnings quote what stands in a cell.
warnings.filterwarnings("ignore", module="openpyxl")


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[Table]:
    with archive_opened(path) as archive:
        lines = _until_broken(_lines(archive, path))
        first = next((line for line in lines if any(cell.strip() for cell in line.cells)), None)
        if first is None:
            raise Unreadable("no_heading")
        found = heading.read(first.cells, kind)
        yield Table("xlsx", found, lines, lambda: _share(archive))


def _share(archive: Archive) -> float:
    return min(1.0, archive.last.done / archive.last.size) if archive.last else 0.0


def _until_broken(lines: Iterator[Line]) -> Iterator[Line]:
    """Whatever a damaged file makes the parser raise is one and the same for whoever brought it."""
    try:
        yield from lines
    except (Unreadable, FileNotFoundError):
        raise
    except Exception as error:
        raise Unreadable("broken") from error


def _lines(archive: Archive, path: Path) -> Iterator[Line]:
    with path.open("rb") as file:  # by its name it would only take what is called .xlsx
        reader = ExcelReader(file, read_only=True, keep_links=False)
    reader.archive = archive
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(archive, reader.wb)
    book: Any = reader.wb
    with archive.open(_first_sheet(reader)) as source:
        parser = Parser(source, reader.shared_strings, False, book.epoch, book._date_formats, book._timedelta_formats)
        yield from parser.lines()


def _first_sheet(reader: Any) -> str:
    """Where it is in the archive."""
    for _, relation in reader.parser.find_sheets():
        if relation.target in reader.valid_files and "chartsheet" not in relation.Type:
            return str(relation.target)
    raise Unreadable("no_heading")


class Parser(WorkSheetParser):
    """Row by row to the end of the table, remembering none of them."""

    def lines(self) -> Iterator[Line]:
        last = 0
        for _, element in iterparse(self.source):
            if element.tag == DATA_TAG:
                return
            if element.tag == ROW_TAG:
                number, cells = self.parse_row(element)
                element.clear()
                self.row_dimensions.clear()
                last = max(last + 1, number)  # two rows never stand in one line, whatever the file says
                if last > LAST_LINE:
                    raise Unreadable("broken")
                yield _line(last, cells)

    def parse_cell(self, element: Element) -> dict[str, Any]:
        try:
            found: dict[str, Any] = super().parse_cell(element)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
            self.col_counter += 1
            return {"column": self.col_counter, "value": NO_CELL, "data_type": ERROR}
        return found

    def parse_formula(self, element: Element) -> str:
        return "="


def _line(number: int, found: list[dict[str, Any]]) -> Line:
    cells: list[str] = []
    faults: dict[int, str] = {}
    for cell in found:
        place = cell["column"] - 1
        if cell["value"] is None or not 0 <= place < MOST_COLUMNS:
            continue
        cells += [""] * (place + 1 - len(cells))
        cells[place] = _text(cell["value"])
        if fault := _fault(cell["data_type"], cells[place]):
            faults[place] = fault
    return Line(number, cells, faults or NOTHING)


def _fault(data_type: str, text: str) -> str:
    if data_type == FORMULA:
        return "formula"
    if data_type == ERROR:
        return "cell_error"
    return "cell_too_long" if len(text) > LONGEST_CELL else ""


def _text(value: Any) -> str:
    """As somebody would have written it: days as days, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
