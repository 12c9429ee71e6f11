"""The purposes that people consent to, each in versions: registry/purposes.toml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from eligibility.texts import words

from .. import tables

FILE: Final = Path(__file__).resolve().parent.parent / "purposes.toml"
CONFIRM_GROUND: Final = "confirm_ground"
ATTACH: Final = "attach"
CONFIRM_GROUND_ASSISTED: Final = "confirm_ground_assisted"
PARTS: Final = ("what", "why", "who", "how_long", "withdraw")


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    version: int
    texts: dict[str, Any]

    def text(self, part: str) -> str:
        """``title`` or one of PARTS, in the reader's language."""
        return str(words(self.texts[part]))

    def parts(self) -> list[tuple[str, str]]:
        """All of PARTS with their texts, in the reader's language."""
        return [(part, self.text(part)) for part in PARTS]


def newest(code: str) -> Purpose:
    """What is consented to now. Raises KeyError."""
    return _purposes()[code][-1]


def agreed(code: str, version: int) -> Purpose:
    """What was consented to then. Raises KeyError."""
    found = next((item for item in _purposes()[code] if item.version == version), None)
    if found is None:
        raise KeyError((code, version))
    return found


@cache
def _purposes() -> dict[str, list[Purpose]]:
    return {
        code: [Purpose(code, row["version"], {name: row[name] for name in ("title", *PARTS)}) for row in rows]
        for code, rows in tables.read(FILE).items()
    }
