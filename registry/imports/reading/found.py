"""What a file is, by what stands in it and never by its name."""

import codecs
from pathlib import Path
from typing import Final

from ..faults import Unreadable

HEAD: Final = 64 * 1024
PIECE: Final = 1024 * 1024
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERS: Final = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")
"""What else people bring as a list: a PDF, pictures of one, a text with formats, pages of the web."""
UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF_8, CYRILLIC = "utf-8", "kz1048"
"""The second is Windows-1251 as it is in Kazakhstan: the same for Russian, and with the Kazakh letters, which stand in
places of letters that neither language has."""


def form_of(path: Path) -> str:
    """xlsx or csv. Raises Unreadable for what is neither."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise Unreadable("empty")
    if head.startswith(ZIP):
        return "xlsx"
    if head.startswith(OLD_EXCEL):
        raise Unreadable("old_excel")
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(OTHERS):
        raise Unreadable("not_a_table")
    if head.startswith(UTF_16) or _every_other_is_nul(head):
        raise Unreadable("utf_16")
    if head.count(b"\0") * 20 > len(head):
        raise Unreadable("not_a_table")
    return "csv"


def encoding_of(path: Path) -> str:
    """UTF-8 where the file says so, or is nothing else. Otherwise what most of the lines with other letters than the
    Latin ones are: one line that was spoilt does not make another language of all the rest."""
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 or _is_utf_8(path):
            return UTF_8
    good, wrong = _lines(path)
    return UTF_8 if good > wrong else CYRILLIC


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder(UTF_8)()
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _lines(path: Path) -> tuple[int, int]:
    """How many lines with letters beyond ASCII are UTF-8, and how many are not."""
    good = wrong = 0
    with path.open("rb") as file:
        while line := file.readline(HEAD):
            if line.isascii():
                continue
            try:
                line.decode(UTF_8)
                good += 1
            except UnicodeDecodeError:
                wrong += 1
    return good, wrong


def _every_other_is_nul(head: bytes) -> bool:
    """As in UTF-16 without a mark: half of what Latin letters and digits are there."""
    return head.count(b"\0") * 4 > len(head)
