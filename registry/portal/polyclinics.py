"""What is offered to whoever applies for attachment: polyclinics, bases, and who may go in person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligibility.rules import attachment
from eligibility.rules.law import Law
from eligibility.texts import entry, term, words

from .. import kazakh
from ..models import Polyclinic


@dataclass(frozen=True, slots=True)
class OfferedBasis:
    """``note``: what is not clear about it; empty where nothing is."""

    code: str
    name: str
    about: str
    note: str


def of_place(region: str, district: str) -> list[Polyclinic]:
    """Those of the district; without a district, or where it has none, all of the region. In the reader's alphabet."""
    rows = list(Polyclinic.objects.filter(region=region))
    near = [row for row in rows if row.district_id == district] if district else []
    return sorted(near or rows, key=lambda row: kazakh.sorting_key(row.name))


def bases(law: Law, on: date) -> list[OfferedBasis]:
    """Raises LawRangeError."""
    return [_offered(item) for item in attachment.bases(law, on)]


def basis_name(code: str) -> str:
    """Of a basis, or of a category that may apply in person."""
    return str(words(entry("attachment", code)["name"]))


def categories(law: Law, on: date) -> list[tuple[str, str, str]]:
    """Who may apply at the polyclinic itself: code, name, and who comes. Raises LawRangeError."""
    return [
        (item.code, basis_name(item.code), term("attachment_by", item.by)) for item in attachment.in_person(law, on)
    ]


def _offered(item: attachment.Basis) -> OfferedBasis:
    note = words(entry("notes", item.note)["text"]) if item.note else ""
    return OfferedBasis(item.code, basis_name(item.code), words(entry("attachment", item.code)["about"]), note)


def named(rows: Sequence[Polyclinic], pk: str) -> Polyclinic | None:
    """The one of these with the number."""
    return next((row for row in rows if str(row.pk) == pk), None)
