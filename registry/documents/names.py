"""The name that a file came with: only ever shown, never a path."""

import unicodedata
from typing import Final

from .outcomes import Code, Kind, Refused

LONGEST_TITLE: Final = 100
ENDINGS: Final = {
    "pdf": Kind.PDF,
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "jpe": Kind.JPEG,
    "jfif": Kind.JPEG,
    "png": Kind.PNG,
}
# What some computer would run, open in a browser or unpack, if it believed a name like "form.exe.pdf".
RUN: Final = "app bash bat cgi cmd com cpl dll dmg exe gadget hta inf js jse lnk msc msi msp mst pif pl ps1 psm1 py reg"
RUN_TOO: Final = "scf scr sh swf sys vb vbe vbs wsf wsh apk docm xlsm"
OPENED: Final = "asp aspx htm html jsp mht mhtml php phar phtml shtml svg svgz url xhtml xml xsl"
UNPACKED: Final = "7z gz iso jar rar tar zip"
DANGEROUS: Final = frozenset(" ".join((RUN, RUN_TOO, OPENED, UNPACKED)).split())
INVISIBLE: Final = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def read(name: str) -> tuple[str, Kind | None]:
    """The title that may be shown, and the kind that the ending promises; None for an ending that is not accepted.

    Folders, control characters and marks of writing direction are taken out. Raises Refused for a second, dangerous
    ending.
    """
    base = visible(name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = base.rpartition(".")
    if not dot:
        stem, ending = base, ""
    if any(part.strip().lower() in DANGEROUS for part in stem.split(".")[1:]):
        raise Refused(Code.NAME)
    return title(stem), ENDINGS.get(ending.strip().lower())


def title(stem: str) -> str:
    """Something to show, even if nothing of the name is left."""
    return visible(stem).strip(" .-_")[:LONGEST_TITLE].rstrip() or "document"


def visible(text: str) -> str:
    """Without what cannot be seen or turns the direction of writing; runs of white space become one space."""
    spaced = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    kept = (character for character in spaced if unicodedata.category(character) not in INVISIBLE)
    return " ".join("".join(kept).split())
