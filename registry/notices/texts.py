"""The words of a notice in the language of the person, made when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from .. import tables

FILE = Path(__file__).with_name("texts.toml")
FALLBACK = "ru"
DAYS = ("until", "ends")
SMS = "sms"
EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    """Of a letter; empty for a text message."""
    body: str


def message(kind: str, channel: str, language: str, values: Mapping[str, Any], portal: str) -> Message:
    """``values``: ``reference``, and ``until`` or ``ends`` as ISO days, as the kind needs. ``portal``: its address.

    Raises KeyError where the kind is unknown or one of its values is missing."""
    texts = _texts()
    entry = texts[_named(kind, values)]
    line = _in(entry, language).format_map(_shown(values, language))
    if channel == SMS:
        short = _in(texts["short"][entry["where"]], language)
        return Message("", texts["frame"]["sms"].format(line=line, short=short, portal=portal))
    where = _in(texts["where"][entry["where"]], language)
    sentence = line[0].upper() + line[1:]
    body = _in(texts["frame"]["letter"], language).format(line=sentence, where=where, portal=portal)
    return Message(_in(texts["subject"], language), body.lstrip())


def _named(kind: str, values: Mapping[str, Any]) -> str:
    return "revoked_without_application" if kind == "revoked" and "reference" not in values else kind


def _shown(values: Mapping[str, Any], language: str) -> dict[str, str]:
    with override(language):
        return {
            name: date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT") if name in DAYS else str(value)
            for name, value in values.items()
        }


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts[language] if language in texts else texts[FALLBACK]


@cache
def _texts() -> dict[str, Any]:
    return tables.read(FILE)
