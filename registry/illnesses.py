"""Illnesses as data: how a code is read, which group of the law it belongs to, which are sensitive, and the service's
own numbers and reasons for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eligibility import texts
from eligibility.fields import IcdField
from eligibility.rules import law as law_module

from . import tables

SENSITIVE_FILE = Path(__file__).with_name("sensitive.toml")
FILE = Path(__file__).with_name("diagnosing.toml")
ORPHAN = "orphan"
CATEGORY = 3
"""Characters of a code before the point."""
ZEROS = str.maketrans("OQ", "00")


@dataclass(frozen=True, slots=True)
class Settings:
    """Numbers in days; ``reasons``: code → text in three languages."""

    after_visit: int
    grant: int
    reasons: Mapping[str, Mapping[str, str]]


def code_of(typed: str) -> str:
    """The code as it is kept: A15, E11.9. Cyrillic look-alikes, small letters, a point, comma, dash or none, the letter
    O for a nought and the marks of daggers and asterisks are forgiven. Of what is no code, what is left of it."""
    bare = re.sub(r"[.\-–—_*†+]", "", IcdField(required=False).clean(typed) or "")
    bare = bare[:1] + bare[1:].translate(ZEROS)
    return f"{bare[:CATEGORY]}.{bare[CATEGORY:]}" if len(bare) > CATEGORY else bare


def exists(code: str) -> bool:
    return law_module.load().rubrics.exists(code)


def group_of(code: str, orphan: bool = False) -> str:
    """The group of diagnoses.toml that the law has for it; "other" where none."""
    return ORPHAN if orphan else law_module.load().rubrics.group(code)[0]


def group_name(group: str) -> str:
    """In the reader's language."""
    return str(texts.words(texts.entry("diagnoses", group)["name"]))


def runs_from_onset(group: str) -> bool:
    """Whether the law has, or had, a term of free care for the group that is counted from the day of onset."""
    return any("limit_months" in period for period in texts.entry("diagnoses", group)["periods"])


def is_sensitive(code: str) -> bool:
    """By the illness alone: that it is a rare one, too, changes nothing."""
    found = _sensitive(SENSITIVE_FILE)
    return group_of(code) in found["groups"] or code[:CATEGORY] in found["codes"]


def reason_text(code: str) -> str:
    """Why a diagnosis was closed, in the reader's language. Raises KeyError."""
    return str(texts.words(dict(settings().reasons[code])))


@cache
def settings(file: Path = FILE) -> Settings:
    """Raises ValueError where a number is no positive whole one or a text is missing."""
    table = tables.read(file)
    days = table["days"]
    for name in ("after_visit", "grant"):
        if not tables.is_count(days[name]):
            raise ValueError(f"{file.name}: days.{name} must be a positive whole number")
    for code, text in table["reasons"].items():
        if not tables.in_all_languages(text):
            raise ValueError(f"{file.name}: reasons.{code} needs exactly kk, ru, en")
    return Settings(days["after_visit"], days["grant"], table["reasons"])


@cache
def _sensitive(file: Path) -> dict[str, frozenset[str]]:
    """Raises ValueError for a group or a code that does not exist."""
    table: dict[str, Any] = tables.read(file)
    rubrics = law_module.load().rubrics
    unknown = set(table["groups"]) - set(rubrics.groups) | {code for code in table["codes"] if not rubrics.exists(code)}
    if unknown:
        raise ValueError(f"{file.name}: {sorted(unknown)} do not exist")
    return {name: frozenset(table[name]) for name in ("groups", "codes")}
