"""Names of people who do not exist, as those of the demo; a family shares its surname."""

from functools import cache
from typing import NamedTuple

from ..demo.names import MEN, SURNAMES, WOMEN
from ..kazakh import fold
from .shares import Chance, population


class Name(NamedTuple):
    """``place``: of the surname in the list."""

    surname: str
    given_name: str
    patronymic: str
    key: str


class Tables:
    """``folded``: for the key by which names are searched; a name's is that of its words."""

    def __init__(self) -> None:
        names = population()["names"]
        self.own_surname: float = names["own_surname"]
        self.patronymic: float = names["patronymic"]
        self.after = [(f"{man}ұлы", f"{man}қызы") for man in MEN]
        words = [*MEN, *WOMEN, *(name for names in (*SURNAMES, *self.after) for name in names)]
        self.folded = {word: fold(word) for word in words}
        self.plain = frozenset(names["without_patronymic"])


@cache
def tables() -> Tables:
    return Tables()


def surname(chance: Chance) -> int:
    return int(chance() * len(SURNAMES))


def given(chance: Chance) -> int:
    return int(chance() * len(MEN))


def named(chance: Chance, family: int, own: int, father: int, *, female: bool) -> Name:
    """``family``, ``own``, ``father``: places of the surname, and of the person's and the father's given name."""
    found = tables()
    last, first = SURNAMES[family][female], (WOMEN if female else MEN)[own]
    with_father = SURNAMES[family][0] not in found.plain and chance() < found.patronymic
    middle = found.after[father][female] if with_father else ""
    key = f"{found.folded[last]} {found.folded[first]}"
    return Name(last, first, middle, f"{key} {found.folded[middle]}" if middle else key)
