"""Names and sentences of the law files in the language of the reader."""

import re
from typing import Any

from django.utils.translation import get_language

from .rules import law as law_module

FALLBACK = "ru"


def words(text: dict[str, Any]) -> Any:
    """The text in the active language: a sentence, or a list of sentences."""
    return text.get(get_language() or FALLBACK) or text[FALLBACK]


def term(section: str, code: str) -> str:
    """The one name of a code: ``term("payers", "local_budget")``."""
    name: str = words(law_module.load().tables["terms"][section][code])
    return name


def entry(file: str, code: str) -> dict[str, Any]:
    """An entry of a law file."""
    found: dict[str, Any] = law_module.load().tables[file][code]
    return found


def ground_name(code: str) -> str:
    name: str = words(entry("grounds", code)["name"])
    return name


def source(act: str, article: str) -> str:
    """Short name of the act with its article, as it is cited to a reader."""
    name = words(entry("acts", act)["short"])
    return f"{name}, {article_text(article)}" if article else str(name)


def article_text(article: str) -> str:
    """«ст. 26», "Art. 26", «26-бап»."""
    language = get_language()
    if language == "kk":
        return re.sub(r"(?:(?<=^)|(?<=; ))([\d-]+)", r"\1-бап", article)
    return f"ст. {article}" if language == "ru" else f"Art. {article}"
