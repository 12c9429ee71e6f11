"""The service's own terms in working days, read from deadlines.toml. They are a promise, not law."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from eligibility.texts import words

from . import tables

FILE = Path(__file__).with_name("deadlines.toml")


@dataclass(frozen=True, slots=True)
class Term:
    working_days: int
    texts: dict[str, str]

    @property
    def note(self) -> str:
        """That the term is the service's own, in the reader's language."""
        return str(words(self.texts))


@dataclass(frozen=True, slots=True)
class Deadlines:
    decide: Term
    papers: Term
    record_visit: Term
    strike_visit: Term


@cache
def load(file: Path = FILE) -> Deadlines:
    """Raises ValueError where a term is missing or no positive whole number."""
    terms = {name: _term(file, name, entry) for name, entry in tables.read(file).items()}
    names = [field.name for field in fields(Deadlines)]
    if set(terms) != set(names):
        raise ValueError(f"{file.name}: must hold exactly {', '.join(names)}")
    return Deadlines(**terms)


def _term(file: Path, name: str, entry: dict[str, Any]) -> Term:
    days, note = entry.get("working_days"), entry.get("note")
    if not tables.is_count(days):
        raise ValueError(f"{file.name}: {name}.working_days must be a positive whole number")
    if not tables.in_all_languages(note):
        raise ValueError(f"{file.name}: {name}.note needs exactly kk, ru, en")
    return Term(days, note)
