"""Walking through the check in a real browser as a person would: read the question, answer it, go on."""

import os
from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page

FIND = f"options => {{{AXE_SCRIPT}; return axe.run(options).then(found => found.violations)}}"
"""axe and its run in one; only what is wrong comes back."""
FIND_AGAIN = "options => axe.run(options).then(found => found.violations)"
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"target-size": {"enabled": True}}
OF_THE_WIDTH = ["target-size", "scrollable-region-focusable", "link-in-text-block"]
COLOURS_IN = "kk"
OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG_2_2_AA},
    "resultTypes": ["violations"],
    "iframes": False,  # no page has one
    "preload": False,  # it would fetch the style sheets once more, which no page's own rules allow
}
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
EVERY_LOOK = os.environ.get("EVERY_LOOK") == "true"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

Answer = str | list[str] | tuple[str, str, str] | Mapping[str, Any]


def fill(page: Page, answer: Answer) -> None:
    """Answer the question on the page: an option, several, a day (day, month, year), or options with details."""
    details: Mapping[str, Any] = {}
    if isinstance(answer, Mapping):
        details, answer = answer["details"], answer["options"]
    if isinstance(answer, tuple):
        fill_day(page, "answer_day", answer)
        return
    for option in [answer] if isinstance(answer, str) else answer:
        page.check(f'input[name="answer"][value="{option}"]')
    for name, value in details.items():
        fill_detail(page, name, value)


def fill_detail(page: Page, name: str, value: Any) -> None:
    if isinstance(value, tuple):
        fill_day(page, name, value)
    elif isinstance(value, list):
        for option in value:
            page.check(f'input[name="{name}"][value="{option}"]')
    elif page.locator(f'select[name="{name}"]').count():
        page.select_option(f'select[name="{name}"]', value)
    elif page.locator(f'input[type="radio"][name="{name}"]').count():
        page.check(f'input[name="{name}"][value="{value}"]')
    else:
        page.fill(f'input[name="{name}"]', value)


def fill_day(page: Page, name: str, value: tuple[str, str, str]) -> None:
    for part, text in zip(("day", "month", "year"), value, strict=True):
        page.fill(f'input[name="{name}_{part}"]', text)


def slug_of(page: Page) -> str:
    """The question that the page asks, or "answers" at the end of them."""
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def go_on(page: Page) -> None:
    """Send the form; whatever it says, it brings a new page, which a busy machine may take a while to show."""
    with page.expect_navigation():
        page.click("form#question button.btn-primary")


def unfold(page: Page) -> None:
    """Open everything that is folded away, so that it is looked at as well. The first by a click, as a reader does."""
    folded = page.locator("details:not([open]) > summary")
    if folded.count():
        folded.first.click()
        page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    assert folded.count() == 0


def violations(page: Page) -> list[str]:
    """What axe finds on the page, a line each. Colours are the same in all languages and take most of the time to
    check, so they are looked at in the one whose words are the longest."""
    language = page.locator("html").get_attribute("lang")
    colours = {"color-contrast": {"enabled": language == COLOURS_IN}}
    found = page.evaluate(FIND, {**OPTIONS, "rules": {**RULES, **colours}})
    return [f"{item['id']}: {item['help']} {[node['target'] for node in item['nodes']][:3]}" for item in found]


def assert_page_is_sound(page: Page) -> None:
    """One heading, nothing wider than the screen, help in its place, nothing for axe to say."""
    assert_page_fits(page)
    found = violations(page)
    assert found == [], f"{page.url}: {found}"
    assert_sound_in_the_other_width(page)


def assert_page_fits(page: Page) -> None:
    """One heading, nothing wider than the screen, help in its place."""
    assert page.locator("h1").count() == 1
    assert_not_too_wide(page)
    assert page.locator("footer a[href='tel:1414']").count() == 1


def assert_not_too_wide(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen of {page.viewport_size}"


def assert_sound_in_the_other_width(page: Page) -> None:
    """What depends on the width alone, on the page as it stands: a tenth of walking there once more."""
    size = page.viewport_size
    if EVERY_LOOK or size is None:
        return
    page.set_viewport_size({**(DESKTOP if size["width"] == PHONE["width"] else PHONE)})  # type: ignore[typeddict-item]
    assert_not_too_wide(page)
    found = page.evaluate(FIND_AGAIN, {**OPTIONS, "runOnly": {"type": "rule", "values": OF_THE_WIDTH}})
    assert found == [], f"{page.url} in the other width: {[item['id'] for item in found]}"
    page.set_viewport_size(size)


def new_page(context: BrowserContext) -> Page:
    """A page that fails the test when the server breaks or anything outside the portal is asked for."""
    page = context.new_page()

    def watch(response: Any) -> None:
        assert response.status < 500, f"{response.status} {response.url}"

    page.on("response", watch)
    return page


def answered(context: BrowserContext, base_url: str, answers: Mapping[str, Any]) -> Page:
    """A page of a browser in which these answers were given."""
    remember(context, base_url, answers)
    return new_page(context)


def remember(context: BrowserContext, base_url: str, answers: Mapping[str, Any]) -> None:
    """As if these answers had been given in the browser."""
    session = SessionStore()
    session["people"] = [{"answers": dict(answers), "drafts": {}}]
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key or "", "url": base_url}
    context.add_cookies([cookie])  # type: ignore[list-item]
