"""What the files of this folder say, checked while it is read."""

import re
from functools import cache
from pathlib import Path

from eligibility.rules.law_files import LANGUAGES

from ..tables import TableError, in_all_languages, read

FOLDER = Path(__file__).parent

Names = dict[str, str]
"""Field → name: name_kk, name_ru, name_en."""


def regions(folder: Path = FOLDER) -> dict[str, Names]:
    return _coded(folder / "regions.toml", r"\d{2}")


def districts(folder: Path = FOLDER) -> dict[str, Names]:
    return _coded(folder / "districts.toml", r"\d{9}")


def offices(folder: Path = FOLDER) -> dict[str, Names]:
    """Code of the region → names of its office."""
    file = folder / "offices.toml"
    found, of = read(file), regions(folder)
    pattern, russian = _named(file, "name", found.get("name")), found.get("of_ru")
    if not isinstance(russian, dict) or set(russian) != set(of):
        raise TableError(f"{file.name}: of_ru must name every region")
    return {
        code: {
            field: text.format(region=russian[code] if field == "name_ru" else of[code][field])
            for field, text in pattern.items()
        }
        for code in of
    }


@cache
def holidays(folder: Path = FOLDER) -> dict[str, Names]:
    """The package's English names, and its remarks in brackets."""
    file = folder / "holidays.toml"
    found = read(file)
    return {
        key: _named(file, key, entry)
        for table in (found.get("names"), found.get("remarks"))
        if isinstance(table, dict)
        for key, entry in table.items()
    }


def _coded(file: Path, code: str) -> dict[str, Names]:
    table = read(file)
    wrong = [key for key in table if not re.fullmatch(code, key, re.ASCII)]
    if wrong:
        raise TableError(f"{file.name}: {wrong[0]} is no code")
    return {key: _named(file, key, entry) for key, entry in table.items()}


def _named(file: Path, key: str, entry: object) -> Names:
    if not in_all_languages(entry):
        raise TableError(f"{file.name}: {key} needs exactly kk, ru, en")
    return {f"name_{language}": str(entry[language]) for language in LANGUAGES}
