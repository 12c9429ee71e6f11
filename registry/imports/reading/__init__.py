"""From a file to its lines: CSV and XLSX, whatever their encoding and separator, a line in memory at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..faults import Unreadable
from ..kinds.base import Kind
from . import csv_lines, xlsx_lines
from .found import form_of
from .heading import Heading
from .line import Line, Table

__all__ = ["Heading", "Line", "Table", "opened"]


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[Table]:
    """The table below the heading. Raises Unreadable, also while its lines are read."""
    try:
        found = form_of(path)
        with xlsx_lines.opened(path, kind) if found == "xlsx" else csv_lines.opened(path, kind) as table:
            yield table
    except FileNotFoundError as error:
        raise Unreadable("gone") from error
