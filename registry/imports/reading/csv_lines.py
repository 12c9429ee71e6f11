"""The lines of a CSV. A quotation mark that is never closed, a line without end or bytes that are no letters spoil
their own line and none of the others."""

import codecs
import csv
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from ..faults import Unreadable
from ..kinds.base import Kind
from . import heading
from .found import UTF_8, encoding_of
from .line import LONGEST_CELL, NOTHING, Line, Table

SEPARATORS: Final = (";", ",", "\t")
NAMES: Final = {";": "semicolon", ",": "comma", "\t": "tab"}
LONGEST_LINE: Final = 100_000
"""Bytes; the rest of such a line is passed over."""
MOST_LINES: Final = 5
"""That one row may go over, within quotation marks."""
SAYS_SEPARATOR: Final = "sep="
LOST: Final = "\ufffd"
"""What stands in the place of bytes that are no letter."""
SKIPPED: Final = 20
"""Empty lines before the heading."""


class Physical(NamedTuple):
    number: int
    text: str
    whole: bool


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[Table]:
    encoding, size = encoding_of(path), path.stat().st_size
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        source = Source(file, encoding)
        separator, found = _heading(source, kind)
        name = "UTF-8" if encoding == UTF_8 else "Windows-1251"
        form = f"csv {name} {NAMES[separator]}"
        yield Table(form, found, _lines(source, separator), lambda: min(1.0, file.tell() / size))


class Source:
    """The lines of the file as they stand there; some may be put back."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self.file, self.encoding, self.number = file, encoding, 0
        self.waiting: deque[Physical] = deque()

    def take(self) -> Physical | None:
        if self.waiting:
            return self.waiting.popleft()
        piece = self.file.readline(LONGEST_LINE)
        if not piece:
            return None
        whole = piece.endswith(b"\n") or len(piece) < LONGEST_LINE
        rest = piece
        while rest and not rest.endswith(b"\n"):
            rest = self.file.readline(LONGEST_LINE)
        self.number += 1
        return Physical(self.number, piece.decode(self.encoding, "replace").rstrip("\r\n"), whole)

    def put_back(self, lines: Sequence[Physical]) -> None:
        self.waiting.extendleft(reversed(lines))


def _heading(source: Source, kind: Kind) -> tuple[str, heading.Heading]:
    """The separator with which most columns are found."""
    first = _first(source)
    said = first.text.casefold()
    if said.startswith(SAYS_SEPARATOR) and said[len(SAYS_SEPARATOR) :] in SEPARATORS:
        first = _first(source)
    rows = {separator: _split(first.text, separator) or [] for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: (heading.found(rows[separator], kind), len(rows[separator])))
    return best, heading.read(_shown(rows[best]), kind)


def _first(source: Source) -> Physical:
    for _ in range(SKIPPED):
        line = source.take()
        if line is None:
            break
        if line.text.strip(" ;,\t"):
            return line
    raise Unreadable("no_heading")


def _lines(source: Source, separator: str) -> Iterator[Line]:
    while (first := source.take()) is not None:
        if not first.whole:
            yield _endless(first, separator)
        elif '"' not in first.text:
            yield _line(first.number, first.text.split(separator))
        else:
            yield _quoted(source, first, separator)


def _quoted(source: Source, first: Physical, separator: str) -> Line:
    """A row whose cells stand in quotation marks, in which a line may end."""
    taken: list[Physical] = []
    text = first.text
    while (cells := _split(text, separator)) is None:
        following = source.take() if len(taken) < MOST_LINES and len(text) < LONGEST_LINE else None
        if following is None or not following.whole:
            source.put_back([*taken, following] if following else taken)
            return _misquoted(first, separator)
        taken.append(following)
        text = f"{text}\n{following.text}"
    return _line(first.number, cells) if cells else _misquoted(first, separator)


def _misquoted(line: Physical, separator: str) -> Line:
    return Line(line.number, _shown(line.text.split(separator)), {-1: "quotes"})


def _split(text: str, separator: str) -> list[str] | None:
    """None where a quotation mark is still open, nothing where something else is wrong with them."""
    try:
        return next(csv.reader([text], delimiter=separator, strict=True), [""])
    except csv.Error as error:
        return None if "unexpected end" in str(error) else []


def _endless(line: Physical, separator: str) -> Line:
    """What is beyond the longest line was passed over: of the cell in which that happened nothing more is said."""
    cells = line.text.split(separator)
    fault = "cell_too_long" if len(cells[-1]) > LONGEST_CELL else "line_too_long"
    place = len(cells) - 1 if fault == "cell_too_long" else -1
    return Line(line.number, _shown(cells), {place: fault})


def _line(number: int, cells: list[str]) -> Line:
    joined = "".join(cells)
    if LOST not in joined and "\0" not in joined and "=" not in joined and len(joined) <= LONGEST_CELL:
        return Line(number, cells)
    cells = [_unwrapped(cell) for cell in cells]
    faults = {place: fault for place, cell in enumerate(cells) if (fault := _fault(cell))}
    return Line(number, _shown(cells), faults or NOTHING)


def _unwrapped(cell: str) -> str:
    """="001234567890" is how some programs keep the zeros of a number."""
    inner = cell.strip()
    return inner[2:-1] if inner.startswith('="') and inner.endswith('"') and inner[2:-1].isdigit() else cell


def _fault(cell: str) -> str:
    if LOST in cell:
        return "encoding"
    if "\0" in cell:
        return "control_character"
    if len(cell) > LONGEST_CELL:
        return "cell_too_long"
    return "formula" if cell.lstrip().startswith("=") else ""


def _shown(cells: Sequence[str]) -> list[str]:
    """No database takes the character zero."""
    return [cell.replace("\0", LOST) for cell in cells]
