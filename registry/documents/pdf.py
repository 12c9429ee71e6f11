"""A PDF made anew from what its pages show: no actions, no attachments, nothing about its author or its devices."""

import re
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader, PdfWriter, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject

from . import pdf_appearances, pdf_objects
from .outcomes import MAX_PAGES, Code, Examined, Refused

HEADER: Final = re.compile(rb"%PDF-[12]\.\d")
END: Final = b"%%EOF"
PADDING: Final = b"\r\n\t \x00"
# Far more than 50 pages that a person scans or prints need, far less than what would fill the memory.
LIMITS: Final = {
    "maximum_declared_stream_length": 8_000_000,
    "array_maximum_element_count": 50_000,
    "dictionary_maximum_element_count": 20_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "zlib_maximum_output_length": 20_000_000,
    "zlib_maximum_recovery_input_length": 500_000,
    "stream_filters_maximum_length": 3,
    "stream_decoding_work_maximum_length": 40_000_000,
    "page_tree_maximum_entries": 1_000,
    "page_tree_maximum_depth": 50,
    "page_tree_maximum_page_entries": 20_000,
    "jbig2dec_binary": None,
}
SHOWN: Final = frozenset(
    ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group", "/Parent")
)


def examine_pdf(content: bytes) -> Examined:
    """What the pages show, comments and filled-in fields included, as plain pages.

    Raises Refused for what a document of paper never has, and anything at all for what pypdf cannot read.
    """
    _check_ends(content)
    try:
        with apply_configuration(**LIMITS):
            return _examined(_opened(content))
    except LimitReachedError as error:
        raise Refused(Code.COMPLEX) from error


def _examined(reader: PdfReader) -> Examined:
    pdf_objects.make_harmless(reader)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise Refused(Code.PAGES)
    if not count:
        raise Refused(Code.DAMAGED)
    return Examined(_made_anew(reader), pages=count)


def _check_ends(content: bytes) -> None:
    """What stands before or behind a PDF is another file hidden in it."""
    if not HEADER.match(content):
        raise Refused(Code.DAMAGED)
    if not content.rstrip(PADDING).endswith(END):
        raise Refused(Code.TRAILING if END in content else Code.DAMAGED)


def _opened(content: bytes) -> PdfReader:
    """Small faults in the table of objects are forgiven: what is written is what was read, so no two readers differ."""
    try:
        reader = PdfReader(BytesIO(content), root_object_recovery_limit=1_000, xref_stream_maximum_entries=100_000)
    except LimitReachedError:
        raise
    except Exception as error:
        raise Refused(Code.ENCRYPTED if b"/Encrypt" in content else Code.DAMAGED) from error
    if reader.is_encrypted:
        raise Refused(Code.ENCRYPTED)
    return reader


def _made_anew(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    writer.metadata = None
    for source in reader.pages:
        page = writer.add_page(source, excluded_keys=[key for key in source if key not in SHOWN])
        pdf_appearances.draw(writer, page, _annotations(source))
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _annotations(page: DictionaryObject) -> list[DictionaryObject]:
    found: Any = page.get("/Annots", ArrayObject()).get_object()
    if not isinstance(found, ArrayObject):
        return []
    resolved = [entry.get_object() for entry in found]
    return [entry for entry in resolved if isinstance(entry, DictionaryObject)]
