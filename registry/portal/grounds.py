"""Which grounds a person may apply for, the likelier ones first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eligibility.rules.assess import Assessment
from eligibility.rules.law import Law
from eligibility.texts import entry, ground_name, words

from ..applying import APPLIED_FOR

AKIMAT = "local_budget"
"""Payer, in the law files."""


@dataclass(frozen=True, slots=True)
class Offered:
    """``open``: the answers do not rule it out."""

    code: str
    name: str
    about: str
    papers: str
    open: bool


def confirmable(law: Law, on: date) -> tuple[str, ...]:
    """Those that an office confirms and that are law on the day; the akimat's own, for which most people come, first.
    Raises LawRangeError."""
    payers = law.at(on.toordinal()).payers
    return tuple(sorted((code for code in APPLIED_FOR if code in payers), key=lambda code: payers[code] != AKIMAT))


def offered(codes: Iterable[str], found: Assessment | None) -> list[Offered]:
    """Those that the answers leave open first; without answers all of them are open."""
    outcomes = {item.code: item.outcome for item in found.grounds} if found else {}
    rows = [_offered(code, outcomes.get(code) != "no") for code in codes]
    return sorted(rows, key=lambda row: not row.open)


def about(code: str) -> str:
    """What the ground means and from when it insures."""
    return str(words(entry("grounds", code)["about"]))


def papers_of(code: str) -> str:
    return str(words(entry("grounds", code)["papers"]))


def _offered(code: str, is_open: bool) -> Offered:
    return Offered(code, ground_name(code), about(code), papers_of(code), is_open)
