"""The one door for files: ``inspect`` answers with a clean document or refuses with a reason."""

from typing import Protocol

from . import isolation, kinds, names, scanning
from .outcomes import MAX_BYTES, Clean, Code, Kind, Refused

__all__ = ["Clean", "Code", "Kind", "Refused", "inspect"]


class Readable(Protocol):
    """An uploaded file, or any other open one."""

    def read(self, size: int = ..., /) -> bytes: ...


def inspect(upload: Readable | bytes, name: str) -> Clean:
    """The document made anew from what is seen in it. Raises Refused.

    The name as the browser sent it; the result has a title that is safe to show. Nothing is scanned or stored yet.
    """
    content = bytes(upload) if isinstance(upload, (bytes, bytearray, memoryview)) else upload.read(MAX_BYTES + 1)
    if not content:
        raise Refused(Code.EMPTY)
    if len(content) > MAX_BYTES:
        raise Refused(Code.TOO_BIG)
    title, promised = names.read(name)
    if scanning.is_test_virus(content):
        raise Refused(Code.HARMFUL)
    kind = kinds.recognise(content)
    if promised is not kind:
        raise Refused(Code.ENDING if promised is None else Code.MISMATCH)
    made = isolation.examine(kind, content)
    return Clean(made.content, kind, title, made.pages, made.width, made.height)
