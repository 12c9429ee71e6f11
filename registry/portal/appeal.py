"""How to appeal against a decision: registry/appeal.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from eligibility.texts import words

FILE: Final = Path(__file__).resolve().parent.parent / "appeal.toml"


def steps() -> tuple[list[str], str]:
    """What to do, in the reader's language, and what it rests on."""
    table = _table()
    return list(words(table["steps"])), str(words(table["source"]))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))["decision"]
    return table
