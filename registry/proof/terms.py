"""The service's own terms of certificates, read from terms.toml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eligibility.texts import words

from .. import tables

FILE = Path(__file__).with_name("terms.toml")


@dataclass(frozen=True, slots=True)
class Terms:
    """``days``: after the day whose status is stated. ``of_a_person``, ``by_an_account``: certificates a day."""

    days: int
    texts: dict[str, str]
    of_a_person: int
    by_an_account: int

    @property
    def note(self) -> str:
        """That the term is the service's own, in the reader's language."""
        return str(words(self.texts))


@cache
def load(file: Path = FILE) -> Terms:
    """Raises ValueError where a term is missing or no positive whole number, or the note lacks a language."""
    table = tables.read(file)
    shown, most = table.get("shown", {}), table.get("most_a_day", {})
    numbers = (shown.get("days"), most.get("of_a_person"), most.get("by_an_account"))
    if not all(map(tables.is_count, numbers)):
        raise ValueError(f"{file.name}: shown.days and both of most_a_day must be positive whole numbers")
    if not tables.in_all_languages(shown.get("note")):
        raise ValueError(f"{file.name}: shown.note needs exactly kk, ru, en")
    return Terms(shown["days"], shown["note"], most["of_a_person"], most["by_an_account"])
