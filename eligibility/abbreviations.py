"""Abbreviations are opened where a page uses them first: «ИИН» becomes «ИИН (индивидуальный … номер)».

The words come from ``locale/abbreviations.toml``. What a person typed stands in attributes and is never touched; links
and buttons keep their short text. A page that already says the words beside the abbreviation is left as it is.
"""

import re
import tomllib
from functools import cache

from django.conf import settings
from django.utils.html import escape

LEFT_ALONE = ("a", "button", "option", "svg", "textarea")
NEAR = 160
"""Characters before and after an abbreviation in which its words are looked for."""
STEM = 4
"""So many first letters tell a word in whatever case or number it stands."""
BREAKS = ("", ")", ",", ";")
"""What ends an opening inside brackets by itself."""

_TAG = re.compile(r"<[^>]*>")


def opened(html: str, language: str) -> str:
    """The page with each abbreviation of the language opened at its first visible use from <main> on."""
    words = openings().get(language, {})
    start = max(html.find("<main"), 0)
    parts: list[str] = []
    done = 0
    seen: set[str] = set()
    for found in _pattern(language).finditer(html, start) if words else ():
        short = found[1]
        if short in seen or not _is_read(html, start, found.start()):
            continue
        seen.add(short)
        insertion = _insertion(html, found.start(), found.end(), words[short])
        if insertion:
            parts += [html[done : found.end()], insertion]
            done = found.end()
    return "".join([*parts, html[done:]]) if parts else html


@cache
def openings() -> dict[str, dict[str, str]]:
    """By language: the abbreviation and what it stands for."""
    path = settings.BASE / "locale" / "abbreviations.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Any abbreviation, with the Kazakh endings that are joined to it. Each alternative begins with a plain letter:
    that makes the search several times quicker than one that looks at every word or tag."""
    longest_first = sorted(openings()[language], key=len, reverse=True)
    shorts = "|".join(rf"{short[0]}(?<![\w-]{short[0]}){re.escape(short[1:])}" for short in longest_first)
    return re.compile(rf"({shorts})(?:-\w+)?(?!\w)")


def _is_read(html: str, start: int, place: int) -> bool:
    """Whether the place is plain text: not inside a tag, nor inside an element that is left alone."""
    if html.rfind("<", start, place) > html.rfind(">", start, place):
        return False
    return not any(_is_inside(html, start, place, name) for name in LEFT_ALONE)


def _is_inside(html: str, start: int, place: int, name: str) -> bool:
    begun = max(html.rfind(f"<{name} ", start, place), html.rfind(f"<{name}>", start, place))
    return begun >= 0 and html.find(f"</{name}>", begun, place) < 0


def _insertion(html: str, start: int, end: int, words: str) -> str:
    """What has to be put after the abbreviation: nothing, where the words stand beside it already."""
    before = _TAG.sub(" ", html[max(0, start - NEAR) : start])
    after = _TAG.sub(" ", html[end : end + NEAR])
    if _says(before, words) or _says(after, words):
        return ""
    if before.rfind("(") <= before.rfind(")"):
        return f" ({escape(words)})"
    return f" – {escape(words)}" if after[:1] in BREAKS else f" – {escape(words)} –"


def _says(text: str, words: str) -> bool:
    """Whether the text has the first and the last longer word of the opening, in any form."""
    lower = text.lower()
    longer = [word for word in re.split(r"[\s-]+", words.lower()) if len(word) >= STEM]
    return all(word[:STEM] in lower for word in (longer[0], longer[-1]))
