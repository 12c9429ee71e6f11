"""A document as a tagged PDF that also a screen reader can read (PDF/UA-1, ISO 14289-1), made with Typst."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst
from django.conf import settings

from .blocks import Document

STANDARD: Final = "ua-1"
MOST_PAGES = 12
"""More than the longest result in two languages takes; the template refuses to set more."""
LONGEST_WAIT = 10.0
"""Seconds that a reader may wait for those before him."""

_one_at_a_time = Lock()


class PrintingError(Exception):
    """No document could be made. The message never quotes what stands in it."""


def pdf(document: Document) -> bytes:
    """The document as a PDF. Raises PrintingError."""
    return typeset("result.typ", {"document": json.dumps(asdict(document)), "most_pages": str(MOST_PAGES)})


def typeset(template: str, inputs: dict[str, str]) -> bytes:
    """A template of templates/pdf as a PDF. The texts reach Typst as data, so that none of them is ever read as markup.

    One is made at a time, so that many requests cannot fill the memory. Raises PrintingError."""
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise PrintingError("too many documents at once")
    try:
        made = typst.compile(
            _folder() / template,
            root=_folder(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=STANDARD,
        )
    except typst.TypstError:
        raise PrintingError("the document could not be set") from None  # the cause quotes the text
    finally:
        _one_at_a_time.release()
    if not isinstance(made, bytes):
        raise PrintingError("no document came out")
    return made


def _folder() -> Path:
    folder: Path = settings.BASE / "templates" / "pdf"
    return folder


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with Typst: the same letters on every machine."""
    return typst.Fonts(include_system_fonts=False)
