"""The ZIP file that an XLSX is, read in bounded memory whatever its maker intended."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..faults import Unreadable

BOOK: Final = "xl/workbook.xml"
SHEETS: Final = "xl/worksheets/"
READ: Final = ("xl/", "_rels/", "docProps/", "[Content_Types].xml")
NOT_READ: Final = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/printerSettings/")
MOST_PARTS: Final = 2_000
MEGABYTE: Final = 1024 * 1024
MOST_SHEET: Final = 512 * MEGABYTE
MOST_OTHER: Final = 40 * MEGABYTE
"""Unpacked. All texts of a book are held in memory."""
SMALL: Final = 4 * MEGABYTE
MOST_RATIO: Final = 150
"""How much larger than packed a part may be, where it is not small; tables come to twenty."""
LONGEST_TEXT: Final = 256 * 1024
"""Bytes between two marks; what is beyond is dropped, and a cell is too long at a quarter of it."""
MOST_MARKS: Final = 200_000
"""In one row."""
ENCRYPTED: Final = 1
DECLARED: Final = b"<!DOCTYPE"
ENCODING: Final = re.compile(rb"""[^<]{0,9}<\?xml[^>]{0,200}encoding\s*=\s*["']([^"']+)""")
PLAIN: Final = (b"utf-8", b"us-ascii", b"ascii")


@contextmanager
def opened(path: Path) -> Iterator["Archive"]:
    """Raises Unreadable where it is no XLSX, or one that is made to fill the memory."""
    try:
        archive = Archive(path)
    except BadZipFile as error:
        raise Unreadable("broken") from error
    with archive:
        _check(archive.infolist())
        yield archive


def _check(parts: list[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if BOOK not in names:
        raise Unreadable("not_a_table")
    if len(parts) > MOST_PARTS or len(names) < len(parts):
        raise Unreadable("swollen")
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise Unreadable("old_excel")
        if part.filename.startswith(READ) and not part.filename.startswith(NOT_READ) and _is_swollen(part):
            raise Unreadable("swollen")


def _is_swollen(part: ZipInfo) -> bool:
    most = MOST_SHEET if part.filename.startswith(SHEETS) else MOST_OTHER
    packed = max(1, part.compress_size)
    return part.file_size > most or (part.file_size > SMALL and part.file_size / packed > MOST_RATIO)


class Archive(ZipFile):
    """What openpyxl takes for a ZIP file: its sheets and texts come through a ``Sieve``."""

    last: "Sieve | None" = None
    """The one that was opened last, for the progress."""

    def open(self, name: Any, mode: Any = "r", *rest: Any, **more: Any) -> IO[bytes]:
        source = super().open(name, mode, *rest, **more)
        self.last = Sieve(source, self.getinfo(str(getattr(name, "filename", name))).file_size)
        return self.last  # type: ignore[return-value]


class Sieve:
    """Reads on, and drops the middle of texts that are longer than any cell may be. Raises Unreadable for a row that
    would have to be held in memory and has more parts than any table."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self.source, self.size, self.done = source, max(1, size), 0
        self.text = self.marks = 0
        """Bytes since the last mark; marks since a row began or ended."""
        self.end = b""
        """Of the piece before."""

    def __enter__(self) -> "Sieve":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.source.close()

    def read(self, size: int = -1) -> bytes:
        while piece := self.source.read(size):
            self.done += len(piece)
            kept = self._sifted(piece)
            if kept or size < 0:
                return kept
        return b""

    def _refuse_entities(self, piece: bytes) -> None:
        """A text that is declared once and repeated a million times would be whole in memory. No table program declares
        any, or writes in another encoding, in which it could not be found."""
        if self.done == len(piece) and (said := ENCODING.match(piece)) and said[1].lower() not in PLAIN:
            raise Unreadable("broken")
        if b"\0" in piece or DECLARED in self.end + piece:
            raise Unreadable("broken")
        self.end = piece[-len(DECLARED) :]

    def _sifted(self, piece: bytes) -> bytes:
        self._refuse_entities(piece)
        self.marks = 0 if b"row" in piece or b"<si" in piece else self.marks + piece.count(b"<")
        if self.marks > MOST_MARKS:
            raise Unreadable("swollen")
        first, last = piece.find(b"<"), piece.rfind(b"<")
        before = len(piece) if first < 0 else first
        dropped = max(0, min(before, self.text + before - LONGEST_TEXT))
        self.text = self.text + before if first < 0 else len(piece) - last
        if not dropped:
            return piece
        return _cut(piece[: before - dropped]) + piece[before:]


def _cut(text: bytes) -> bytes:
    """Without the half of a letter or of an entity at its end."""
    whole = text.decode("utf-8", "ignore").encode()
    start = whole.rfind(b"&", max(0, len(whole) - 12))
    return whole if start < 0 or b";" in whole[start:] else whole[:start]
