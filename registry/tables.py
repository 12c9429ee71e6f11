"""Reading the TOML files of the registry, and what their texts have to be."""

import tomllib
from pathlib import Path
from typing import Any, TypeGuard

from eligibility.rules.law_files import LANGUAGES


class TableError(ValueError):
    """A file does not say what it has to; the message names it."""


def read(file: Path) -> dict[str, Any]:
    """Raises TableError where the file is not TOML."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{file.name}: {error}") from error


def in_all_languages(texts: object) -> TypeGuard[dict[str, str]]:
    """Whether there is a text in each language, and in no other."""
    return isinstance(texts, dict) and set(texts) == set(LANGUAGES) and all(texts.values())


def is_count(number: object) -> TypeGuard[int]:
    """Whether it is a positive whole number; true and false are none."""
    return type(number) is int and number > 0
