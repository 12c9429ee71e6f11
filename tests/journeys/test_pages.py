"""The pages to read and the pages for what went wrong, in a real browser: three languages, a phone and a desk."""

import gzip
from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page

from tests.journeys.walking import DESKTOP, LOCALES, PHONE, assert_page_is_sound, unfold

READ = ("/about/", "/changes-2026/", "/levels/", "/accessibility/", "/privacy/")
LATER = 15 * 1024


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360px", "1280px"])
def page(new_context: Any, request: pytest.FixtureRequest, language: str, live_server: Any) -> Page:
    context = new_context(locale=LOCALES[language], viewport=request.param)
    return context.new_page()  # type: ignore[no-any-return]


def test_pages_to_read_are_sound_and_light(page: Page, language: str) -> None:
    page.goto("/")
    assert_page_is_sound(page)
    for address in READ:
        page.click(f"footer a[href='{address}']")
        assert page.url.endswith(address)
        assert page.locator("html").get_attribute("lang") == language
        assert len(gzip.compress(page.content().encode(), 6)) <= LATER, address
        unfold(page)
        assert_page_is_sound(page)
    page.click("main a.btn-primary")
    assert page.url.endswith("/check/subject/")


def test_a_language_is_changed_on_a_page_to_read(page: Page, language: str) -> None:
    for other in LOCALES:
        page.goto("/levels/")
        page.click(f"button.language[value='{other}']")
        assert page.url.endswith("/levels/")
        assert page.locator("html").get_attribute("lang") == other


WRONG = {"/no-such-page/": 404, "/check/clear/": 405, "/check/no-such-question/": 404}


def test_pages_for_what_went_wrong_are_sound(page: Page, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for address, status in WRONG.items():
        response = page.goto(address)
        assert response
        assert response.status == status
        assert_page_is_sound(page)
    page.goto("/levels/")
    page.context.clear_cookies()
    page.click("button.language[value='en']")  # the cookie of the form is gone
    with override(language):
        assert page.locator("h1").inner_text() == gettext("The page was open for too long")
    assert_page_is_sound(page)

    def broken(*_args: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("eligibility.reading.levels", broken)
    response = page.goto("/levels/")
    assert response
    assert response.status == 500
    assert page.locator("html").get_attribute("lang") == language
    assert_page_is_sound(page)
