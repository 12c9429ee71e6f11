"""Two laws side by side in the browser: without scripts, in three languages, on a phone and on a desk screen."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.eligibility.test_compare import LEVEL_D, URL
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, answered, assert_page_is_sound

pytestmark = pytest.mark.django_db(transaction=True)


def type_day(page: Page, name: str, *value: str) -> None:
    """Into the boxes; the buttons beside them carry days of the same names."""
    for part, text in zip(("day", "month", "year"), value, strict=True):
        page.fill(f"#id_{name}_{part}", text)


def test_other_days_are_compared_without_scripts(
    new_context: Any, language: str, viewport: dict[str, int], live_server: Any
) -> None:
    context = new_context(locale=LOCALES[language], viewport=viewport, java_script_enabled=False)
    page = answered(context, live_server.url, LEVEL_D)
    page.goto("/result/")
    page.click(f'a[href="{URL}"]')
    assert page.locator("html").get_attribute("lang") == language
    first = page.locator(".difference").count()
    assert first > 0
    page.locator("form.preset button").last.click()
    assert page.url.endswith(URL)
    assert 0 < page.locator(".difference").count() < first
    type_day(page, "first", "1", "2", "2026")
    type_day(page, "second", "30", "6", "2026")
    page.click("#days button")
    assert page.locator(".difference").count() == 0
    beside = page.locator(".compared").bounding_box()
    assert beside is not None
    assert beside["width"] <= viewport["width"]


def test_every_state_is_sound(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> None:
    page = answered(new_context(locale=LOCALES[language], viewport=viewport), live_server.url, LEVEL_D)
    page.goto(URL)
    assert_page_is_sound(page)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sides = [page.locator(".sides").first.locator("div").nth(place).bounding_box() for place in (0, 1)]
        assert sides[0] is not None
        assert sides[1] is not None
        assert (sides[0]["y"] == sides[1]["y"]) == (size == DESKTOP)
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    type_day(page, "first", "31", "2", "2026")
    page.click("#days button")
    assert page.locator(".error-summary a").get_attribute("href") == "#id_first_day"
    assert page.input_value("#id_first_month") == "2"
    assert_page_is_sound(page)
    type_day(page, "first", "1", "1", "2026")
    page.click("#days button")
    assert page.locator(".difference").count() == 0
    assert_page_is_sound(page)
