"""Every object of a PDF, looked at once: what acts or hides something is refused, what tells too much is taken out."""

import zlib
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from . import jpeg
from .outcomes import MAX_PIXELS, Code, Refused

MOST_OBJECTS: Final = 100_000
LARGEST_STREAM: Final = 64_000_000
"""Bytes of one stream when unpacked, which the officer's reader must do, too."""
LARGEST_SUM: Final = 256_000_000
CHUNK: Final = 1_000_000

STARTS: Final = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR")
PLAYS: Final = ("/Rendition", "/RichMediaExecute", "/GoTo3DView", "/Movie", "/Sound")
ACTIONS: Final = frozenset((*STARTS, *PLAYS))
MEDIA: Final = frozenset(("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"))
FILES: Final = frozenset(("/EmbeddedFiles", "/EF", "/RichMediaContent", "/RichMediaSettings", "/Collection"))
TELL_TOO_MUCH: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Thumb", "/StructParents")
PACKED: Final = frozenset(("/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/BrotliDecode"))
PHOTO: Final = frozenset(("/DCTDecode", "/DCT"))


def make_harmless(reader: PdfReader) -> None:
    """Changes the objects that the reader holds. Raises Refused."""
    unpacked = 0
    for found in _dictionaries(reader.trailer):
        _check(found)
        for key in TELL_TOO_MUCH:
            found.pop(key, None)
        if isinstance(found, StreamObject):
            unpacked += _checked_stream(found)
            if unpacked > LARGEST_SUM:
                raise Refused(Code.COMPLEX)


def _dictionaries(start: DictionaryObject) -> Iterator[DictionaryObject]:
    """Each once, without recursion."""
    waiting: list[Any] = [start]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            key = (found.idnum, found.generation)
            if key in seen:
                continue
            seen.add(key)
            found = found.get_object()
        if not isinstance(found, (DictionaryObject, ArrayObject)):
            continue
        count += 1
        if count > MOST_OBJECTS:
            raise Refused(Code.COMPLEX)
        if isinstance(found, DictionaryObject):
            yield found
        waiting.extend(found.values() if isinstance(found, DictionaryObject) else found)


def _check(found: DictionaryObject) -> None:
    kinds = {str(_resolved(found.get(key))) for key in ("/Subtype", "/Type")}
    if found.keys() & FILES or kinds & MEDIA or "/EmbeddedFile" in kinds:
        raise Refused(Code.ATTACHED)
    if "/XFA" in found:
        raise Refused(Code.FORM)
    if "/JS" in found or str(_resolved(found.get("/S"))) in ACTIONS or "/PS" in kinds or _acts_by_itself(found):
        raise Refused(Code.ACTIVE)
    if isinstance(found, StreamObject) and ("/F" in found or "/Ref" in found):
        raise Refused(Code.ATTACHED)  # what it shows lies in another file


def _acts_by_itself(found: DictionaryObject) -> bool:
    """An action when opened, or on any event. Going to a page at the start, as most programs write it, is none."""
    opened = _resolved(found.get("/OpenAction"))
    if isinstance(opened, DictionaryObject) and _resolved(opened.get("/S")) != "/GoTo":
        return True
    events = _resolved(found.get("/AA"))
    return isinstance(events, DictionaryObject) and any(
        isinstance(event := _resolved(value), DictionaryObject) and "/S" in event for value in events.values()
    )


def _checked_stream(stream: StreamObject) -> int:
    """Its length in bytes when unpacked. A photo loses what the camera wrote beside the picture."""
    names = _filters(stream)
    if sum(name in PACKED for name in names) > 1:
        raise Refused(Code.COMPLEX)  # packed twice: nobody but a bomb is
    width, height = _resolved(stream.get("/Width")), _resolved(stream.get("/Height"))
    if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
        raise Refused(Code.PIXELS)
    if names and names[-1] in PHOTO:
        _strip_photo(stream, names)
        return len(stream._data)
    return _unpacked(stream._data) if names and names[0] in ("/FlateDecode", "/Fl") else len(stream._data)


def _filters(stream: StreamObject) -> list[str]:
    found = _resolved(stream.get("/Filter"))
    if isinstance(found, ArrayObject):
        return [str(_resolved(name)) for name in found]
    return [str(found)] if isinstance(found, NameObject) else []


def _strip_photo(stream: StreamObject, names: list[str]) -> None:
    data = stream._data
    if len(names) > 1:
        outer = StreamObject()
        outer._data = data
        outer[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in names[:-1])
        data = outer.get_data()
        parameters = _resolved(stream.pop("/DecodeParms", None))
        if isinstance(parameters, ArrayObject) and len(parameters) == len(names):
            stream[NameObject("/DecodeParms")] = parameters[-1]
    stream[NameObject("/Filter")] = NameObject("/DCTDecode")
    stream._data = jpeg.without_metadata(data)


def _unpacked(data: bytes) -> int:
    """Counted in pieces, so that a bomb is noticed before it goes off."""
    unpacker = zlib.decompressobj()
    length = 0
    try:
        while data and not unpacker.eof:
            length += len(unpacker.decompress(data, CHUNK))
            if length > LARGEST_STREAM:
                raise Refused(Code.COMPLEX)
            data = unpacker.unconsumed_tail
    except zlib.error:
        return length  # a damaged end, as some printers write it; readers show what comes before
    return length


def _resolved(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found
