"""Looking something up: an ICD-10 code or words in any of the three languages."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..fields import IcdField
from ..rules import law as law_module

CODE = re.compile(r"(?<!\w)[A-Z]\s?\d\d(?:\s?\.\s?\d{1,2})?(?!\w)", re.ASCII)
# Whoever has no Kazakh keyboard writes these letters; е stands for ё as usual.
PLAIN_LETTERS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
FILES = ("diagnoses", "services", "grounds", "parameters", "routes", "attachment")
MOST = 12
LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Code:
    """An ICD-10 code with the group of the law that claims it; ``group`` is None where there is no such code.
    ``agreed``: all sources say so; ``remark``: a note that must stand beside the code."""

    icd10: str
    group: str | None
    agreed: bool = True
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    codes: tuple[Code, ...]
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Indexed:
    """An entry with the words of its name and those of what is said about it."""

    file: str
    code: str
    name: frozenset[str]
    said: frozenset[str]


def find(query: str) -> Found:
    """What the query asks for: codes, or else entries of the law (file, code), the best first."""
    query = query[:LONGEST_QUERY]
    codes = tuple(dict.fromkeys(_codes(query)))
    if codes:
        return Found(tuple(_code(code) for code in codes[:MOST]), ())
    return Found((), tuple((item.file, item.code) for item in _by_words(_words(query))[:MOST]))


def _codes(query: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", query).upper().translate(IcdField.LOOK_ALIKES)
    for match in CODE.finditer(plain):
        yield re.sub(r"\s", "", match.group())


def _code(code: str) -> Code:
    rubrics = law_module.load().rubrics
    if not rubrics.exists(code):
        return Code(code, None)
    group, agreed = rubrics.group(code)
    return Code(code, group, agreed, rubrics.remark(code))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(PLAIN_LETTERS)
    return [word for word in re.findall(r"\w+", folded) if len(word) > 1]


def _by_words(wanted: list[str]) -> list[_Indexed]:
    """Entries that have the words, endings apart. A word that few entries have says more than one of many."""
    index = _index(law_module.load().digest)
    stems = [_stem(word) for word in wanted]
    weights = {stem: 1 / max(1, sum(_has(item.name | item.said, stem) for item in index)) for stem in stems}
    scores = {item: sum(weights[stem] for stem in stems if _has(item.name | item.said, stem)) for item in index}
    enough = max(scores.values()) / 2
    found = [item for item, score in scores.items() if score >= enough > 0]
    in_name = {item: sum(weights[stem] for stem in stems if _has(item.name, stem)) for item in found}
    whole = {item: sum(_has(item.name | item.said, word) for word in wanted) for item in found}
    return sorted(found, key=lambda item: (-scores[item] - in_name[item], FILES.index(item.file), -whole[item]))


def _stem(word: str) -> str:
    """The word without what Russian and Kazakh put at its end."""
    return word[:-2] if len(word) > 5 else word[:-1] if len(word) > 4 else word


def _has(words: frozenset[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words)


@cache
def _index(digest: str) -> tuple[_Indexed, ...]:
    tables = law_module.load().tables
    return tuple(
        _Indexed(file, code, _texts(entry, "name", "also_called"), _texts(entry, "about"))
        for file in FILES
        for code, entry in tables[file].items()
        if isinstance(entry, dict)
    )


def _texts(entry: dict[str, Any], *names: str) -> frozenset[str]:
    """The words of some texts of an entry in all three languages."""
    texts = [text for name in names for text in entry.get(name, {}).values()]
    return frozenset(word for text in texts for word in _words(text))
