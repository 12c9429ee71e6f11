"""The texts of words.toml in the reader's language."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from eligibility import texts
from eligibility.rules import law as law_module

from .. import tables

FILE: Final = Path(__file__).with_name("words.toml")
PARTS: Final = {"purposes", "ends", "cures"}


def purposes() -> list[tuple[str, str]]:
    """Codes and texts, in the order of the file."""
    return [(code, texts.words(entry)) for code, entry in load()["purposes"].items()]


def purpose(code: str) -> str:
    """Empty for a code that is none of the desk's."""
    entry = load()["purposes"].get(code)
    return str(texts.words(entry)) if entry else ""


def ends(code: str) -> str:
    return str(texts.words(load()["ends"][code]))


def cure(condition: str, outcome: str) -> str:
    """What cures a condition of article 26-1 that does not hold (``no``) or is in doubt."""
    return str(texts.words(load()["cures"][condition]["no" if outcome == "no" else "doubt"]))


@cache
def load(file: Path = FILE) -> dict[str, Any]:
    """Raises TableError where a text is missing in a language, or a condition has no cure."""
    table = tables.read(file)
    conditions = set(law_module.load().tables["terms"]["conditions"])
    faults = {
        f"must hold exactly {', '.join(sorted(PARTS))}": set(table) != PARTS,
        "needs a cure for each condition of the law files": set(table.get("cures", ())) != conditions,
        "needs exactly kk, ru, en in every text": not all(map(tables.in_all_languages, _texts(table))),
    }
    for fault, found in faults.items():
        if found:
            raise tables.TableError(f"{file.name}: {fault}")
    return table


def _texts(table: dict[str, Any]) -> Iterator[object]:
    yield from table.get("purposes", {}).values()
    yield from table.get("ends", {}).values()
    for cures in table.get("cures", {}).values():
        yield from (cures.get("no"), cures.get("doubt"))
