"""How the examination of a file ends. Knows no Django: the examiner's own process stays small."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_BYTES: Final = 7 * 1024 * 1024
MAX_PAGES: Final = 50
MAX_PIXELS: Final = 40_000_000


class Kind(StrEnum):
    """What a document may be; the value is the ending of its name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"


class Code(StrEnum):
    """Why a file was not taken; registry.documents.refusals has the texts."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NAME = "name"
    ENDING = "ending"
    MISMATCH = "mismatch"
    HEIC = "heic"
    OFFICE = "office"
    ARCHIVE = "archive"
    PICTURE = "picture"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    PIXELS = "pixels"
    PAGES = "pages"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    ATTACHED = "attached"
    FORM = "form"
    TRAILING = "trailing"
    COMPLEX = "complex"
    HARMFUL = "harmful"
    UNAVAILABLE = "unavailable"
    NOT_STORED = "not_stored"


class Refused(Exception):
    """The file is not taken. Carries nothing of the file, so that it may be logged."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Examined:
    """A file made anew from what is seen in it: ``pages`` of a PDF, ``width`` and ``height`` of a picture in pixels."""

    content: bytes
    pages: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Clean:
    """What may be scanned and stored. ``title`` is the name without its ending, safe to show."""

    content: bytes
    kind: Kind
    title: str
    pages: int | None
    width: int | None
    height: int | None
