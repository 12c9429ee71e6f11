"""What all journeys share: their looks (three languages, two widths), and which of them are walked.

All six of each journey take longer than everything else together. Unless EVERY_LOOK=true, each is walked in one: where
pages are looked at by axe – "sound" stands in the name – in Kazakh, whose words are the longest, on a phone, and each
page is measured in the other width, too; the others, and the ways of a journey that has several, in all six by turns.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page

from registry.models import Account
from tests.journeys.staff import Enter
from tests.journeys.walking import DESKTOP, EVERY_LOOK, LOCALES, PHONE, new_page
from tests.registry.world import NOW, World, client_of

CSP = "Content Security Policy"
LOOKS = [("kk", True), ("ru", False), ("en", True), ("kk", False), ("ru", True), ("en", False)]
"""Language, and whether on a phone; the first is the hardest."""


@pytest.fixture(autouse=True, scope="session")
def whole_pages() -> Iterator[None]:
    """A click or a key that leads to another page returns when that page has begun; the next line of a journey reads
    it whole, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for action in ("click", "press"):
                patch.setattr(kind, action, _then_loaded(getattr(kind, action)))
        yield


def _then_loaded(action: Callable[..., None]) -> Callable[..., None]:
    def acted(place: Page | Locator, *values: Any, **options: Any) -> None:
        action(place, *values, **options)
        (place.page if isinstance(place, Locator) else place).wait_for_load_state()

    return acted


@pytest.fixture(params=list(LOCALES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360px", "1280px"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    return dict(request.param)


@pytest.fixture
def page_without_scripts(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> Page:
    return new_page(new_context(locale=LOCALES[language], viewport=viewport, java_script_enabled=False))


@pytest.fixture
def page_for_axe(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> Page:
    """axe itself is a script, so the pages that it looks at are opened in a browser that runs scripts."""
    return new_page(new_context(locale=LOCALES[language], viewport=viewport))


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return World()


@pytest.fixture
def enter(new_context: Any, live_server: Any) -> Iterator[Enter]:
    """A page of a browser in which the account is signed in; nothing on it may break the rules of its content."""
    told: list[str] = []

    def opened(account: Account, tongue: str, size: dict[str, int]) -> Page:
        context: BrowserContext = new_context(locale=LOCALES[tongue], viewport=size)
        session = client_of(account).cookies[settings.SESSION_COOKIE_NAME].value
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        page = new_page(context)
        page.on("console", lambda message: told.append(message.text))
        page.goto("/work/")
        assert page.locator("html").get_attribute("lang") == tongue
        return page

    yield opened
    assert [text for text in told if CSP in text] == []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if EVERY_LOOK:
        return
    ways = _ways(items)
    left_out = [item for item in items if isinstance(item, pytest.Function) and not _is_walked(item, ways)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _ways(items: Sequence[pytest.Item]) -> dict[str, list[str]]:
    """By test: its ways, that is, its parameters other than the look, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in items:
        if isinstance(item, pytest.Function) and _way(item) not in found[_test(item)]:
            found[_test(item)].append(_way(item))
    return found


def _test(item: pytest.Function) -> str:
    return item.nodeid.split("[")[0]


def _params(item: pytest.Function) -> dict[str, object]:
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


def _width(item: pytest.Function) -> object:
    return next((value for value in _params(item).values() if value in (PHONE, DESKTOP)), None)


def _way(item: pytest.Function) -> str:
    rest = {name: value for name, value in _params(item).items() if name != "language" and value != _width(item)}
    return repr(sorted(rest.items()))


def _is_walked(item: pytest.Function, ways: dict[str, list[str]]) -> bool:
    if "tests/journeys" not in item.nodeid or "language" not in _params(item):
        return True
    language, width, known = str(_params(item)["language"]), _width(item), ways[_test(item)]
    if width is None:
        # a journey in one width: each in another language
        return list(LOCALES).index(language) == sorted(ways).index(_test(item)) % len(LOCALES)
    look = LOOKS.index((language, width == PHONE))
    if len(known) == 1:
        name = _test(item)
        return look == (0 if "sound" in name else crc32(name.encode()) % len(LOOKS))
    return look == known.index(_way(item)) % len(LOOKS)
