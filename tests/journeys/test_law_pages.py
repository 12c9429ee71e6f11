"""The law, open, in a real browser: every page sound in three languages on a phone and on a desk screen."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from eligibility.open_law.contents import PAGES
from eligibility.rules.law import load
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, assert_page_is_sound, new_page, unfold

ADDRESSES = ["/law/", "/law/questions/", "/law/search/", *(f"/law/{slug}/" for slug in PAGES)]
DISEASES = load().tables["diagnoses"]


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360px", "1280px"])
def page_of_law(request: pytest.FixtureRequest, new_context: Any, language: str, live_server: Any) -> Page:
    return new_page(new_context(locale=LOCALES[language], viewport=request.param))


def test_every_page_of_the_law_is_sound(page_of_law: Page, language: str) -> None:
    for address in ADDRESSES:
        page_of_law.goto(address)
        assert page_of_law.locator("html").get_attribute("lang") == language
        unfold(page_of_law)
        assert_page_is_sound(page_of_law)


def test_looking_up_an_illness_is_sound(page_of_law: Page, language: str) -> None:
    page_of_law.goto("/law/")
    page_of_law.fill("#what", "g80,1")
    page_of_law.press("#what", "Enter")
    name = DISEASES["cerebral_palsy"]["name"][language]
    expect(page_of_law.locator(".law-entry h3")).to_have_text(f"G80.1 – {name}")
    assert page_of_law.url.endswith(reverse("law-search"))
    unfold(page_of_law)
    assert_page_is_sound(page_of_law)
    other = next(code for code in LOCALES if code != language)
    page_of_law.click(f'button.language[value="{other}"]')
    expect(page_of_law.locator(".law-entry h3")).to_contain_text(DISEASES["cerebral_palsy"]["name"][other])
    page_of_law.fill("#what", "")
    page_of_law.click(".law-search button")
    expect(page_of_law.locator(".error-summary")).to_be_visible()
    assert_page_is_sound(page_of_law)


def test_the_picture_is_moved_with_the_keyboard(page_of_law: Page) -> None:
    page_of_law.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page_of_law.goto("/law/questions/")
    region = page_of_law.locator(".law-picture")
    region.focus()
    hidden = "element => element.scrollWidth - element.clientWidth"
    assert region.evaluate(hidden) > 0
    page_of_law.keyboard.press("ArrowRight")
    page_of_law.wait_for_timeout(500)
    assert region.evaluate("element => element.scrollLeft") > 0
    texts = region.evaluate(
        """element => [...element.querySelectorAll("rect")].map(box => {
            let text = box.nextElementSibling, over = 0
            for (; text && text.tagName === "text"; text = text.nextElementSibling)
                over = Math.max(over, text.getBBox().x + text.getBBox().width - box.getBBox().x - box.getBBox().width)
            return over })"""
    )
    assert len(texts) > 30
    assert max(texts) <= 0, "a text is wider than its box"
