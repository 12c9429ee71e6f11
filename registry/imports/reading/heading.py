"""Which column stands where: by the machine names, the labels in each language, and whatever else the kind knows."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.utils import translation

from eligibility.rules.law_files import LANGUAGES

from ..faults import Unreadable
from ..kinds.base import Kind

LONGEST_NAME: Final = 60


class Heading(NamedTuple):
    """``columns``: for each place of a line the name of its column, empty where it is none of ours. ``others``: what
    those are called."""

    columns: tuple[str, ...]
    others: tuple[str, ...]


def read(cells: Sequence[str], kind: Kind) -> Heading:
    """Raises Unreadable where columns are missing or stand there twice."""
    known = names(kind)
    columns = [known.get(plain(cell), "") for cell in cells]
    if not any(columns):
        raise Unreadable("no_heading")
    times = Counter(filter(None, columns))
    twice = [name for name, count in times.items() if count > 1]
    if twice:
        raise Unreadable("columns_twice", columns=twice)
    missing = [column.name for column in kind.columns if column.required and column.name not in times]
    if missing:
        raise Unreadable("columns_missing", columns=missing)
    others = [
        cell.strip()[:LONGEST_NAME] for cell, name in zip(cells, columns, strict=True) if not name and cell.strip()
    ]
    return Heading(tuple(columns), tuple(others))


def found(cells: Sequence[str], kind: Kind) -> int:
    """How many columns of the kind these are."""
    known = names(kind)
    return len({known[plain(cell)] for cell in cells if plain(cell) in known})


def names(kind: Kind) -> Mapping[str, str]:
    """What may stand in the heading, made plain → name of the column. Machine names come first, then labels."""
    result = {plain(column.name): column.name for column in kind.columns}
    for language in LANGUAGES:
        with translation.override(language):
            for column in kind.columns:
                result.setdefault(plain(str(column.label)), column.name)
    for column in kind.columns:
        for alias in column.aliases:
            result.setdefault(plain(alias), column.name)
    return result


def plain(text: str) -> str:
    """Without case, marks and superfluous spaces."""
    letters = (sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", text[:200]).casefold())
    return " ".join("".join(letters).split())
