"""From the answer to a what-if and back without scripts, in three languages, on a phone and on a desk screen."""

from typing import Any

from django.utils.translation import override
from playwright.sync_api import Page

from eligibility.texts import term
from tests.journeys.walking import LOCALES, answered, assert_page_is_sound, unfold

NOTHING = {"yes": [], "rest": "no"}
UNINSURED: dict[str, Any] = {
    "subject": "self",
    "birth-date": "1990-06-10",
    "residence": "citizen",
    "status": NOTHING,
    "work": NOTHING,
    "family": NOTHING,
    "custody": "none",
    "wellbeing": "none",
    "polyclinic": "yes",
    "care": "no",
    "contributions": "none",
    "five-years": "no",
    "past": NOTHING,
    "pension-contributions": "none",
    "illness": {"yes": ["diabetes"], "rest": "no"},
    "date": "2026-11-22",
}


def press(page: Page, code: str) -> None:
    page.click(f'main button[name="what_if"][value="{code}"]')


def test_there_and_back_without_scripts(
    new_context: Any, language: str, viewport: dict[str, int], live_server: Any
) -> None:
    context = new_context(locale=LOCALES[language], viewport=viewport, java_script_enabled=False)
    page = answered(context, live_server.url, UNINSURED)
    page.goto("/result/")
    press(page, "take_job")
    with override(language):
        assert page.inner_text("h1") == term("what_ifs", "take_job")
    assert page.url == f"{live_server.url}/result/what-if/"
    assert page.locator(".verdict-yes").count() == 1
    assert page.locator(".cover-label").count() == 2
    page.fill('input[name="income"]', "150 000")
    page.click(".what-if-income button")
    assert page.input_value('input[name="income"]') == "150000"
    assert "3\u00a0000\u00a0₸" in page.inner_text(".what-if-costs")
    press(page, "register_as_unemployed")
    with override(language):
        assert page.inner_text("h1") == term("what_ifs", "register_as_unemployed")
        assert term("payers", "local_budget") in page.inner_text(".verdict")
    page.click("a.back")
    assert page.locator(".verdict-no").count() == 1


def test_every_state_is_sound(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> None:
    """axe itself is a script, so here the browser runs them."""
    page = answered(new_context(locale=LOCALES[language], viewport=viewport), live_server.url, UNINSURED)
    page.goto("/result/")
    assert_page_is_sound(page)
    page.goto("/result/what-if/")
    assert_page_is_sound(page)
    press(page, "take_job")
    unfold(page)
    assert_page_is_sound(page)
    page.fill('input[name="income"]', "много")
    page.click(".what-if-income button")
    assert page.locator(".error-summary a").get_attribute("href") == "#id_income"
    assert page.input_value('input[name="income"]') == "много"
    assert_page_is_sound(page)
