"""The pages of the open law, rendered once a language and kept in memory: nothing of a person is in them."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..presentation import long_date
from ..questions import QUESTIONS
from ..rules import law as law_module
from ..rules.care import GOBMP_RESIDENTS
from ..rules.law_files import CERTAINTIES, PACKAGES, dated_entries, periods
from ..texts import ground_name, term, words
from . import picture
from .changes import days
from .contents import PAGE_OF, PAGES
from .entries import entries, offices, site, table
from .graph import looks
from .statements import MARKS, certainty, package

PAID_BY_PACKAGE = ("diagnoses", "services")


def body(slug: str) -> SafeString:
    """What stands on the page beneath its heading. Raises KeyError for a page that there is not."""
    return _body(get_language(), slug)


@lru_cache(maxsize=64)
def _body(language: str | None, slug: str) -> SafeString:
    page = PAGES[slug]
    if page.file:
        context = {
            "entries": entries(page.file),
            "legend": legend(page.file),
            "slug": slug,
        }
        return render_to_string("eligibility/law/entries.html", context)
    return render_to_string(f"eligibility/law/{slug}.html", BUILDERS[slug]())


def legend(file: str = "services") -> list[tuple[str, str]]:
    """The names of the packages that the entries of the file use opened, and who is meant by residents."""
    if file not in PAID_BY_PACKAGE:
        return []
    packages = [(package(code), term("packages", code)) for code in PACKAGES]
    if file != "services":
        return packages
    return [*packages, (_("Residents of Kazakhstan"), "; ".join(term("residences", code) for code in GOBMP_RESIDENTS))]


def index() -> SafeString:
    """What the first page says beneath the search: the pages, the certainties, the files."""
    return _index(get_language())


@lru_cache(maxsize=8)
def _index(language: str | None) -> SafeString:
    law = law_module.load()
    context = {
        "pages": PAGES.values(),
        "certainties": [(MARKS[code], term("certainties", code), code) for code in CERTAINTIES],
        "first": long_date(law.first),
        "last": long_date(law.last),
        "digest": law.digest,
    }
    return render_to_string("eligibility/law/index_body.html", context)


def links() -> SafeString:
    """To the other pages of the law, at the end of each."""
    return _links(get_language())


@lru_cache(maxsize=8)
def _links(language: str | None) -> SafeString:
    return render_to_string("eligibility/law/links.html", {"pages": PAGES.values()})


def questions(day: int) -> SafeString:
    """The questions and the grounds in force on the day (ordinal), as a picture and in words."""
    return _questions(get_language(), law_module.load().at(day).last)


@lru_cache(maxsize=16)
def _questions(language: str | None, day: int) -> SafeString:
    found = looks(day)
    names = {item.ground: ground_name(item.ground) for item in found}
    rows = []
    for question in QUESTIONS:
        settled = set(question.facts)
        rows.append(
            {
                "slug": question.slug,
                "title": question.title("self"),
                "facts": [term("facts", fact) for fact in question.facts],
                "first": [(item.ground, names[item.ground]) for item in found if settled & set(item.first)],
                "later": [
                    (item.ground, names[item.ground])
                    for item in found
                    if settled & set(item.later) and not settled & set(item.first)
                ],
            }
        )
    context = {"rows": rows, "picture": picture.draw(day), "day": long_date(day)}
    return render_to_string("eligibility/law/questions_body.html", context)


def _open() -> dict[str, Any]:
    notes = [
        {
            "code": code,
            "text": words(note["text"]),
            "ask": offices(note["ask"]),
            "certainty": note["certainty"],
            "mark": certainty(note["certainty"]),
            "number": note.get("open_point"),
            "about": about,
        }
        for (code, note), about in ((item, _resting_on("note", item[0])) for item in table("notes").items())
    ]
    return {
        "open": [note for note in notes if note["certainty"] == "unclear"],
        "remarks": [note for note in notes if note["certainty"] != "unclear"],
    }


def _resting_on(key: str, value: str) -> list[tuple[str, str, str]]:
    """Page, code and name of every entry whose periods name the act or the note."""
    return [
        (PAGE_OF[file], code, words(item["name"]))
        for file, code, item in dated_entries(law_module.load().tables)
        if any(period.get(key) == value for period in periods(item))
    ]


def _acts() -> dict[str, Any]:
    acts = [
        {
            "code": code,
            "name": words(act["name"]),
            "short": words(act["short"]),
            "date": long_date(act["date"]) if "date" in act else "",
            "url": act.get("url", ""),
            "site": site(act.get("url", "")),
            "about": _resting_on("act", code),
        }
        for code, act in table("acts").items()
    ]
    return {"acts": acts}


def _changes() -> dict[str, Any]:
    return {"days": days()}


BUILDERS: Mapping[str, Callable[[], dict[str, Any]]] = {"changes": _changes, "open": _open, "acts": _acts}
