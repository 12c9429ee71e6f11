"""From a line of the file to a row of a kind: its values, or what is wrong with it and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..sheets import QUOTE, STARTS
from .kinds.base import Column, Kind, Problem, Value
from .reading import Heading, Line

WHOLE_LINE: Final = -1
SHOWN: Final = 200
"""Characters of a cell of a bad row that are kept."""


@dataclass(slots=True)
class Row:
    """``texts``: column → what stood there, without empty ones; of a bad row cut. ``values``: what it means."""

    line: int
    texts: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    key: str = ""


def row_of(kind: Kind, heading: Heading, line: Line) -> Row | None:
    """None for a line in which nothing stands."""
    if not line.faults and not any(cell and not cell.isspace() for cell in line.cells):
        return None
    texts = {
        name: text
        for name, cell in zip(heading.columns, line.cells, strict=False)
        if name and (text := _stripped(cell))
    }
    row = Row(line.number, texts)
    faults = dict(_faults(heading, line))
    if "" in faults:  # the line as a whole: nothing can be said of its cells
        row.problems.append(Problem(faults[""]))
    else:
        _read(kind, row, faults)
    if row.problems:
        row.texts = {name: text[:SHOWN] for name, text in texts.items()}
    return row


def reread(kind: Kind, line: int, texts: Mapping[str, str]) -> Row:
    """A row that was kept as text."""
    row = Row(line, dict(texts))
    _read(kind, row, {})
    return row


def _faults(heading: Heading, line: Line) -> Sequence[tuple[str, str]]:
    """By column, with the empty one for the whole line. What is wrong in a column that is not ours harms nobody."""
    width = len(heading.columns)
    found = []
    for place, code in line.faults.items():
        if place == WHOLE_LINE:
            found.append(("", code))
        elif place < width and heading.columns[place]:
            found.append((heading.columns[place], code))
    if any(cell and not cell.isspace() for cell in line.cells[width:]):
        found.append(("", "columns"))
    return found


def _read(kind: Kind, row: Row, faults: Mapping[str, str]) -> None:
    for column in kind.columns:
        text = row.texts.get(column.name, "")
        if column.name in faults:
            row.problems.append(Problem(faults[column.name], column.name))
        elif text:
            _parse(column, text, row)
        elif column.required:
            row.problems.append(Problem("empty", column.name))
    if all(name in row.values for name in kind.key if kind.column(name).required):
        row.key = kind.key_of(row.values)


def _parse(column: Column, text: str, row: Row) -> None:
    try:
        row.values[column.name] = column.parse(text)
    except Problem as problem:
        row.problems.append(Problem(problem.code, column.name, **problem.values))


def _stripped(cell: str) -> str:
    """Without the apostrophe that keeps a table program from taking a text for a formula."""
    text = cell.strip().strip("\ufeff\u200b").strip()
    return text[1:] if text[:1] == QUOTE and text[1:2] in STARTS else text
