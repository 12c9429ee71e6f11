"""What a file is by its first bytes, whatever its name says."""

from typing import Final

from .outcomes import Code, Kind, Refused

ACCEPTED: Final = ((b"%PDF-", Kind.PDF), (b"\xff\xd8\xff", Kind.JPEG), (b"\x89PNG\r\n\x1a\n", Kind.PNG))
# Others are recognised to tell the person what to do with them.
RECOGNISED: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.OFFICE),
    (b"{\\rtf", Code.OFFICE),
    (b"PK", Code.ARCHIVE),
    (b"Rar!", Code.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Code.ARCHIVE),
    (b"\x1f\x8b", Code.ARCHIVE),
    (b"BZh", Code.ARCHIVE),
    (b"\xfd7zXZ", Code.ARCHIVE),
    (b"GIF8", Code.PICTURE),
    (b"BM", Code.PICTURE),
    (b"II*\x00", Code.PICTURE),
    (b"MM\x00*", Code.PICTURE),
    (b"<svg", Code.PICTURE),
)
IN_OFFICE_FILES: Final = (b"[Content_Types].xml", b"_rels/.rels", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/")
FIRST_BYTES: Final = 4096


def recognise(content: bytes) -> Kind:
    """Raises Refused for everything but a PDF, a JPEG or a PNG."""
    for beginning, kind in ACCEPTED:
        if content.startswith(beginning):
            return kind
    raise Refused(_what_else(content[:FIRST_BYTES]))


def _what_else(head: bytes) -> Code:
    if head[4:8] == b"ftyp":  # the family of formats that HEIC, AVIF and films belong to
        return Code.HEIC if head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1") else Code.UNKNOWN
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Code.PICTURE
    code = next((code for beginning, code in RECOGNISED if head.startswith(beginning)), Code.UNKNOWN)
    if code is Code.ARCHIVE and any(part in head for part in IN_OFFICE_FILES):
        return Code.OFFICE
    return code
