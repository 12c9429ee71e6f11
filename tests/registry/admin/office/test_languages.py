"""The workplace in Kazakh and Russian: nothing of it stays English."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from registry import decisions
from tests.registry.admin.office.conftest import BASE, Case, address
from tests.registry.world import World, who

LATIN = re.compile(r"[A-Za-z]{3,}")
SAID_BY_PEOPLE = ("Staff", "eGov", "Mobile")
PAGES = ("change", "confirm_identity", "confirm", "ask_papers", "propose_refusal", "hand_over")


class Texts(HTMLParser):
    """What a reader sees or hears of the content of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.inside = self.inside or named.get("id") == "content"
        if self.inside:
            self.found |= {named[name] or "" for name in ("aria-label", "data-label") if name in named}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.add(" ".join(data.split()))


def texts(client: Client, url: str, language: str) -> set[str]:
    parser = Texts()
    parser.feed(client.get(url, headers={"accept-language": language}).content.decode().split("<footer")[0])
    return parser.found


def urls(world: World, in_hand: Case) -> Iterator[str]:
    """References without letters, which could be taken for words."""
    new = in_hand(identity=False, reference="10000001")
    known = in_hand(reference="10000002")
    yield from ("/admin/", BASE)
    for page in PAGES:
        yield address(new if page == "confirm_identity" else known, page)
    proposed = in_hand(ground="disability", reference="10000003")
    decisions.propose_refusal(who(world.officer), proposed, proposed.version, ["already_under_review"], "")
    yield address(proposed)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_is_left_in_english(world: World, officer: Client, in_hand: Case, language: str):
    left = set()
    for url in list(urls(world, in_hand)):
        same = texts(officer, url, language) & texts(officer, url, "en")
        left |= {text for text in same if LATIN.search(text) and not text.startswith(SAID_BY_PEOPLE)}
    assert left == set()
