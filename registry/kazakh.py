"""Kazakh letters in sorting and searching, the same on SQLite as on PostgreSQL.

PostgreSQL sorts with its ICU collation for Kazakh; SQLite gets a collation of the same name and order. Names are
searched in a folded form (``fold``) that stands in a column of its own: so a person is found by whoever has no
Kazakh keyboard, and both databases compare the same plain text.
"""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "kk-x-icu"
COLLATION = f'"{NAME}"'
"""As a model field takes it: the quotes because Django does not quote a collation on SQLite."""
PLAIN = "C"
"""Collation by code points, for columns that are searched by their beginning."""
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

_ORDER = {letter: place for place, letter in enumerate(ALPHABET)}
# The letters that stand on a Russian keyboard in place of the Kazakh ones.
_FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие", "'’ʼ`")


def fold(text: str) -> str:
    """A name as it is searched: lower case, Kazakh letters as on a Russian keyboard, one space between words."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def sorting_key(text: str) -> list[tuple[int, int]]:
    """The letters of a text as places in the Kazakh alphabet; digits and Latin letters come before them."""
    return [
        (1, _ORDER[letter]) if letter in _ORDER else (0, ord(letter))
        for letter in unicodedata.normalize("NFC", text).casefold()
    ]


def compare(one: str, two: str) -> int:
    """Negative, 0 or positive; texts that differ only in capitals are told apart, small letters first."""
    return _sign((sorting_key(one), one.swapcase()), (sorting_key(two), two.swapcase()))


def prepare(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Gives a new connection to SQLite what PostgreSQL has of itself; connected to ``connection_created``."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, compare)
        connection.connection.create_collation(PLAIN, _sign)


def _sign(one: Any, two: Any) -> int:
    return int(one > two) - int(one < two)
