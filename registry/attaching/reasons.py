"""The coded reasons for refusing an attachment: reasons.toml in this folder."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eligibility.texts import words

from .. import reasons, tables
from ..reasons import Reason
from ..refusals import NotAllowed

FILE = Path(__file__).with_name("reasons.toml")


def load() -> Mapping[str, Reason]:
    """By code, in the order of the file."""
    return reasons.load(FILE)


def check(codes: Iterable[str], note: str) -> None:
    """Raises NotAllowed where none is chosen, one is not in the list, or one says too little without a note."""
    chosen, known = list(codes), load()
    if not chosen or not known.keys() >= set(chosen):
        raise NotAllowed("reasons")
    if not note.strip() and any(known[code].needs_note for code in chosen):
        raise NotAllowed("note")


def own_list() -> str:
    """That the list is the service's own, in the reader's language."""
    return str(words(_tables()["own_list"]["text"]))


def how_to_appeal() -> list[str]:
    """Sentences for whoever was refused, in his language."""
    return list(words(_tables()["appeal"]["text"]))


@cache
def _tables() -> dict[str, Any]:
    return tables.read(FILE)
