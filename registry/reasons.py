"""Coded reasons and papers of reasons.toml, beside the engine's reasons of the law files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from eligibility import texts
from eligibility.rules import law as law_module
from eligibility.rules.codes import GROUNDS

from . import tables
from .refusals import NotAllowed

FILE = Path(__file__).with_name("reasons.toml")
PAPERS_NOT_GIVEN = "papers_not_given"
"""The refusal that has to wait until the day of the request has passed."""


class Use(StrEnum):
    """What a code is chosen for."""

    REFUSAL = "refusal"
    REVOCATION = "revocation"
    PAPERS = "papers"
    HAND_OVER = "hand_over"
    STRIKE = "strike"


@dataclass(frozen=True, slots=True)
class Reason:
    """``grounds`` empty: for every ground. ``act`` empty: it rests on no act."""

    code: str
    uses: frozenset[Use]
    texts: Mapping[str, str]
    grounds: frozenset[str]
    needs_note: bool
    act: str
    article: str

    @property
    def text(self) -> str:
        """In the reader's language."""
        return str(texts.words(dict(self.texts)))

    @property
    def source(self) -> str:
        """The act with its article, as it is cited; empty where it rests on none."""
        return texts.source(self.act, self.article) if self.act else ""

    def is_for(self, use: Use, ground: str) -> bool:
        return use in self.uses and (not self.grounds or ground in self.grounds)


def offered(use: Use, ground: str) -> list[Reason]:
    """What may be chosen for this ground, in the order of the file."""
    return [reason for reason in load().values() if reason.is_for(use, ground)]


def are_for(use: Use, codes: Iterable[str], ground: str) -> bool:
    """Whether each code may be chosen for this ground."""
    known = load()
    return all(code in known and known[code].is_for(use, ground) for code in codes)


def check_note(codes: Iterable[str], note: str) -> None:
    """Raises NotAllowed where one of the codes says too little without a note."""
    known = load()
    if not note.strip() and any(code in known and known[code].needs_note for code in codes):
        raise NotAllowed("note")


def text(code: str) -> str:
    """The sentence of a code, of reasons.toml or of the law files, in the reader's language. Raises KeyError."""
    known = load()
    return known[code].text if code in known else str(texts.words(texts.entry("reasons", code)["text"]))


def source(code: str) -> str:
    """The act with its article that the code rests on; empty where it rests on none. Raises KeyError."""
    known = load()
    if code in known:
        return known[code].source
    entry = texts.entry("reasons", code)
    return texts.source(entry["act"], entry["article"])


def how_to_appeal() -> list[str]:
    """Sentences for whoever was refused, in his language."""
    return list(texts.words(_tables(FILE)["appeal"]["text"]))


@cache
def load(file: Path = FILE) -> Mapping[str, Reason]:
    """By code, in the order of the file. Raises ValueError for an entry that cannot be used."""
    return {code: _reason(code, entry) for code, entry in _tables(file)["reasons"].items()}


@cache
def _tables(file: Path) -> dict[str, Any]:
    return tables.read(file)


def _reason(code: str, entry: dict[str, Any]) -> Reason:
    law = law_module.load().tables
    reason = Reason(
        code,
        uses=frozenset(map(Use, entry["for"])),
        texts=entry["text"],
        grounds=frozenset(entry.get("grounds", ())),
        needs_note=entry.get("needs_note", False),
        act=entry.get("act", ""),
        article=entry.get("article", ""),
    )
    faults = {
        "is also a reason of the law files": code in law["reasons"],
        "has unknown keys": entry.keys() - {"for", "text", "grounds", "needs_note", "act", "article"},
        "needs exactly kk, ru, en": not tables.in_all_languages(reason.texts),
        "names an unknown ground": not reason.grounds <= set(GROUNDS),
        "names an unknown act": reason.act and reason.act not in law["acts"],
    }
    for fault, found in faults.items():
        if found:
            raise ValueError(f"reasons.toml: {code}: {fault}")
    return reason
