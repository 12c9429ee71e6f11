"""The reasons of the picture: groups of the engine's own codes, read from why.toml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eligibility.rules.codes import REASONS
from eligibility.texts import words

from .. import tables

FILE = Path(__file__).with_name("why.toml")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    reasons: frozenset[str]
    missing: tuple[str, ...]
    status: str
    stages: frozenset[str]
    texts: Mapping[str, str]

    def applies(self, status: str, reasons: Collection[str], missing: str, stage: str) -> bool:
        if self.stages and stage not in self.stages:
            return False
        told = self.reasons or self.missing or self.status
        if not told:
            return bool(self.stages)
        if status == "not_insured":
            return not self.reasons.isdisjoint(reasons)
        return self.status == status or any(_names(name, missing) for name in self.missing)


@cache
def load(file: Path = FILE) -> Mapping[str, Reason]:
    """By code, in the order of telling. Raises TableError where an entry says what is not known to the engine."""
    return {code: _reason(file, code, entry) for code, entry in tables.read(file).items()}


def main_reason(status: str, reasons: Collection[str], missing: str, stage: str) -> str:
    """``reasons``: of all grounds that were looked at; ``missing``: the first fact that is not known, or none."""
    found = (code for code, item in load().items() if item.applies(status, reasons, missing, stage))
    return next(found, OTHER)


def text(code: str) -> str:
    return str(words(dict(load()[code].texts)))


def _names(name: str, missing: str) -> bool:
    return missing.startswith(name) if name.endswith(".") else missing == name


def _reason(file: Path, code: str, entry: dict[str, Any]) -> Reason:
    reasons, texts = frozenset(entry.get("reasons", ())), entry.get("text")
    if unknown := reasons.difference(REASONS):
        raise tables.TableError(f"{file.name}: {code} names {', '.join(sorted(unknown))}, which the engine never gives")
    if not tables.in_all_languages(texts):
        raise tables.TableError(f"{file.name}: {code}.text needs exactly kk, ru, en")
    stages = frozenset(entry.get("stages", ()))
    return Reason(reasons, tuple(entry.get("missing", ())), entry.get("status", ""), stages, texts)
