"""The calculator in a real browser: filled in without scripts, in three languages, on a phone and on a desk screen."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.journeys.walking import (
    DESKTOP,
    LOCALES,
    PHONE,
    assert_page_is_sound,
    new_page,
    unfold,
)


def send(page: Page) -> None:
    page.click("#calculator button.btn-primary")


def widths(page: Page) -> Iterator[float]:
    """How far beyond the right edge of its own box each table and picture reaches."""
    for item in page.locator("table.year, svg.months").all():
        box, outer = item.bounding_box(), item.locator("xpath=..").bounding_box()
        assert box is not None
        assert outer is not None
        yield box["x"] + box["width"] - outer["x"] - outer["width"]


def test_without_scripts(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> None:
    context = new_context(locale=LOCALES[language], viewport=viewport, java_script_enabled=False)
    page = new_page(context)
    page.goto("/calculator/")
    assert page.locator("html").get_attribute("lang") == language
    page.select_option("select[name=kind_1]", "employee")
    page.fill("input[name=income_1]", "1 500 000 ₸")
    page.locator("details.more-works > summary").click()
    page.select_option("select[name=kind_2]", "employee")
    page.fill("input[name=income_2]", "4 000 000")
    send(page)
    assert page.url.endswith("/calculator/")
    shown = page.locator("#monthly ~ .sum .amount").all_inner_texts()
    assert [text.replace("\xa0", " ") for text in shown] == ["34 000 ₸", "147 000 ₸"]
    page.reload()
    assert page.locator("#monthly ~ .sum").count() == len(shown)
    assert page.input_value("input[name=income_2]") == "4000000"


def test_every_state_of_the_page_is_sound(
    new_context: Any, language: str, viewport: dict[str, int], live_server: Any
) -> None:
    page = new_page(new_context(locale=LOCALES[language], viewport=viewport))
    page.goto("/calculator/")
    assert_page_is_sound(page)
    send(page)  # nothing chosen
    assert page.locator(".error-summary a").count() == 1
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "kind_1"
    page.locator("details.more-works > summary").click()
    page.fill("input[name=income_3]", "?")
    send(page)
    assert page.input_value("input[name=income_3]") == "?"
    assert page.locator("input[name=income_3]").is_visible()
    assert_page_is_sound(page)
    page.fill("input[name=income_3]", "")
    page.select_option("select[name=kind_1]", "none")
    page.check("input[name=answer][value=none]")
    send(page)
    unfold(page)
    assert page.locator("table.year").count() == 2
    assert page.locator(".mistake").count() == 3
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert max(widths(page)) <= 0.5
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    assert_page_is_sound(page)
