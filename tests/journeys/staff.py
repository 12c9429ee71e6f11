"""What the journeys of staff share: signed in, without a mouse, and what every page has to be."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from registry.models import Account
from tests.journeys.walking import EVERY_LOOK, unfold, violations

Enter = Callable[[Account, str, dict[str, int]], Page]
"""Account, language, size of the screen → the page at which the work of the account begins."""
MOST_TABS = 150
FOCUSED = "selector => !!document.activeElement && document.activeElement.matches(selector)"


def looks(*first: tuple[str, dict[str, int]]) -> pytest.MarkDecorator:
    """The looks that a story is walked in: one of them, or all."""
    return pytest.mark.parametrize(("tongue", "size"), first if EVERY_LOOK else first[:1])


def assert_sound(page: Page) -> None:
    """One heading, nothing wider than the screen, nothing for axe to say, folded parts included."""
    unfold(page)
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"
    assert violations(page) == []


def tab_to(page: Page, selector: str, key: str = "Tab") -> int:
    """Go to it with the key, as one does without a mouse; how often it was pressed."""
    for count in range(MOST_TABS):
        if page.evaluate(FOCUSED, selector):
            return count
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached with {key}")


def type_into(page: Page, selector: str, text: str) -> None:
    """In place of what stands there."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go there, press the key, and wait for the page that comes."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)
