"""All texts that a reader may see, by language and place: the catalogs, the law files, the templates with words."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tests.eligibility.test_translations import in_sources, law_texts, read_po, sentences

BLOCKS = frozenset(
    (
        "p",
        "li",
        "h1",
        "h2",
        "h3",
        "dt",
        "dd",
        "td",
        "th",
        "caption",
        "summary",
        "label",
        "button",
        "title",
        "div",
        "ul",
        "ol",
    )
)
TAG = re.compile(r"{%.*?%}|{#.*?#}", re.S)
VARIABLE = re.compile(r"{{.*?}}|%\(\w+\)s")


class Text(NamedTuple):
    where: str
    words: str


@cache
def texts(language: str) -> tuple[Text, ...]:
    return (*_catalog(language), *_law(language), *_templates(language))


def _catalog(language: str) -> Iterator[Text]:
    if language == "en":
        yield from (Text(file, text) for ids, file in in_sources().items() for text in ids)
        return
    found, _flags = read_po(language)
    for ids, strings in found.items():
        if ids != ("",):
            yield from (Text(f"catalog: {ids[0]}", text) for text in strings)


def _law(language: str) -> Iterator[Text]:
    for where, text in law_texts():
        yield from (Text(where, sentence) for sentence in sentences(text, language))


def _templates(language: str) -> Iterator[Text]:
    for path in sorted((settings.BASE / "templates").rglob(f"*.{language}.html")):
        yield from (Text(path.name, text) for text in template_blocks(path))


def template_blocks(path: Path) -> list[str]:
    """The words of a template, a text for each paragraph, heading or point; a figure of the law counts as a word."""
    html = re.sub(r"{% block title %}(.*?){% endblock title %}", r"<title>\1</title>", path.read_text("utf-8"))
    reader = Blocks()
    reader.feed(VARIABLE.sub("0", TAG.sub("", html)))
    return [text for text in reader.found if text]


class Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.found[-1] = " ".join(f"{self.found[-1]} {data}".split())


NO_END = re.compile(r"(?<=\d)\.(?=\d)|(?<=\b[A-ZА-Я])\.(?=\s)|(?<=\b[сС][мт])\.(?=\s?\w)")


def split(text: str) -> list[list[str]]:
    """Sentences as lists of words; neither a colon nor a semicolon ends one."""
    plain = VARIABLE.sub("0", NO_END.sub("", text))
    plain = re.sub(r"\([^()]*\)", lambda found: found[0].replace(".", ""), plain)
    found = re.split(r"(?<=[.!?…])[»”)]?\s+", plain)
    return [words for part in found if (words := re.findall(r"[\w@№%₸–-]*\w[\w.@/-]*", part))]
