"""Examines one file in a process of its own: what decodes hostile bytes has no database, no keys, no time to waste.

The kind is the argument and the file stands on the standard input. The first line of the standard output is JSON:
``{"refused": code}``, or pages, width and height, followed by the file made anew.
"""

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Final

from .outcomes import MAX_BYTES, Code, Examined, Kind, Refused

MOST_SECONDS: Final = 10
MOST_MEMORY: Final = 200_000_000
"""Bytes of address space, so that there can never be more in memory."""

EXAMINERS: Final = {Kind.PDF: "pdf.examine_pdf", Kind.JPEG: "images.examine_jpeg", Kind.PNG: "images.examine_png"}


def examine(kind: Kind, content: bytes) -> Examined:
    """Raises Refused, and nothing else, for a file that cannot be made safe."""
    try:
        return _examiner(kind)(content)
    except Refused:
        raise
    except (MemoryError, RecursionError) as error:
        raise Refused(Code.COMPLEX) from error
    except Exception as error:  # Pillow and pypdf raise what they like on what they do not understand
        raise Refused(Code.DAMAGED) from error


def _examiner(kind: Kind) -> Callable[[bytes], Examined]:
    """Its module is imported only now: pypdf and Pillow take longer to start than most files to examine."""
    module, _, function = EXAMINERS[kind].partition(".")
    found: Callable[[bytes], Examined] = getattr(import_module(f"registry.documents.{module}"), function)
    return found


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        made = examine(Kind(sys.argv[1]), sys.stdin.buffer.read(MAX_BYTES + 1))
    except Refused as refused:
        _answer({"refused": refused.code.value}, b"")
    else:
        _answer({"pages": made.pages, "width": made.width, "height": made.height}, made.content)


def _answer(head: dict[str, str | int | None], content: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
