"""Kazakh letters in sorting and searching, the same on SQLite as on PostgreSQL.

PostgreSQL sorts with its ICU collation for Kazakh; SQLite gets a collation of the same name, with the same order of
whatever stands in names. Names are searched in a folded form (``fold``) that stands in a column of its own: so a person
is found by whoever has no Kazakh keyboard, and both databases compare the same plain text.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "kk-x-icu"
COLLATION = f'"{NAME}"'
"""As a model field takes it: the quotes because Django does not quote a collation on SQLite."""
PLAIN = "C"
"""Collation by code points, for columns that are searched by their beginning."""
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

# The order of ICU 72 for Kazakh, of what stands in names: signs, digits, Cyrillic letters, also those of the
# neighbours, Latin letters. Letters of one group differ less than letters of two: first all groups of a text count,
# then its accents, then its capitals. Whatever is not here comes last, by its code point.
_SIGNS = "_-‐–—,;:.'‘’\"“”„«»()/&`+"
_LETTERS = "аәӕбвгғдҙеёєжҗзӡиҋйјкқҡлмнңҥњоөпрсҫтћуұүфхҳһцчҷҹџшщъыіьҍѣэюяӏ"
_ORDER = {letter: place for place, letter in enumerate(f" {_SIGNS}0123456789{_LETTERS}abcdefghijklmnopqrstuvwxyzʼ")}
_ACCENTS = {accent: place for place, accent in enumerate("\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303", 1)}
_GHE = {"ґ": "г\u0321", "Ґ": "Г\u0321"}
"""To Unicode no accent, but to its collation."""
_UNBROKEN = {"\u00a0": " ", "\u2011": "‐"}
"""Differ from the plain sign as a capital does from its letter."""
_LAST = 0x110000

# The letters that stand on a Russian keyboard in place of the Kazakh ones.
_FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие", "'’ʼ`")


class Key(NamedTuple):
    """What two texts are compared by, the first difference deciding."""

    letters: tuple[int, ...]
    accents: tuple[int, ...]
    capitals: tuple[bool, ...]
    text: str


def fold(text: str) -> str:
    """A name as it is searched: lower case, Kazakh letters as on a Russian keyboard, one space between words."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    letters = (letter for letter in plain if not unicodedata.category(letter).startswith("M"))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@lru_cache(maxsize=10_000)
def sorting_key(text: str) -> Key:
    """Sorts as PostgreSQL does with its collation for Kazakh."""
    letters: list[int] = []
    accents: list[int] = []
    capitals: list[bool] = []
    for character in _parts(text):
        small = _UNBROKEN.get(character) or character.lower()
        accent = bool(unicodedata.combining(character))
        accents.append(_ACCENTS.get(character, ord(character)) if accent else 0)
        capitals.append(small != character)
        if not accent:
            letters.append(_ORDER.get(small, _LAST + ord(character)))
    return Key(tuple(letters), tuple(accents), tuple(capitals), text)


def _parts(text: str) -> Iterator[str]:
    """Letters that have a place of their own as they are, the others apart from their accents."""
    for character in unicodedata.normalize("NFC", text):
        if character.lower() in _ORDER:
            yield character
        else:
            yield from _GHE.get(character) or unicodedata.normalize("NFD", character)


def compare(one: str, two: str) -> int:
    """Negative, 0 or positive; 0 only of equal texts."""
    return _sign(sorting_key(one), sorting_key(two))


def prepare(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Gives a new connection to SQLite what PostgreSQL has of itself; connected to ``connection_created``."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, compare)
        connection.connection.create_collation(PLAIN, _sign)


def _sign(one: Any, two: Any) -> int:
    return int(one > two) - int(one < two)
