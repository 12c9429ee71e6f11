"""Coming back later on another device, in the browser: keep, write the code down, open, delete."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.walking import LOCALES, PHONE, Answer, assert_page_is_sound, fill, go_on, new_page

FIRST_ANSWERS: dict[str, Answer] = {"subject": "child", "birth-date": ("27", "3", "2015"), "residence": "citizen"}


def answers_of(page: Page) -> list[str]:
    page.goto("/check/answers/")
    return page.locator(".answers-row").all_inner_texts()


def begin(page: Page) -> None:
    """Answer the first questions, and look at what the sections of this piece do to the first page."""
    page.goto("/")
    assert_page_is_sound(page)
    page.click("main a.btn-primary")
    for answer in FIRST_ANSWERS.values():
        fill(page, answer)
        go_on(page)
    page.goto("/")
    assert_page_is_sound(page)


def keep(page: Page, path: str) -> str:
    """Press the button of the page and write down the code."""
    page.goto(path)
    page.click("form[action='/later/keep/'] button")
    assert_page_is_sound(page)
    return page.locator(".code").inner_text()


def test_there_and_back_is_sound(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> None:
    page = new_page(new_context(locale=LOCALES[language], viewport=viewport))
    begin(page)
    given = answers_of(page)
    assert len(given) == len(FIRST_ANSWERS) + 1
    code = keep(page, "/result/")

    another = new_page(new_context(locale=LOCALES[language], viewport=viewport))
    another.goto("/")
    another.click("main a[href='/later/']")
    assert_page_is_sound(another)
    for wrong in ("4T7KM", "0" * 20):
        another.fill("#id_code", wrong)
        another.press("#id_code", "Enter")
        assert another.locator(".error-summary a").count() == 1
    assert_page_is_sound(another)
    another.fill("#id_code", f" {code.lower().replace('-', ' ')} ")
    another.press("#id_code", "Enter")
    assert another.url.endswith("/check/answers/")
    assert another.locator(".answers-row").all_inner_texts() == given
    assert_page_is_sound(another)

    # Kept again, the old one deleted: the new code opens, the old one does not.
    newer = keep(another, "/check/answers/")
    another.click("form[action='/later/delete/'] button")
    assert_page_is_sound(another)
    for tried, opens in ((code, False), (newer, True)):
        another.goto("/later/")
        another.fill("#id_code", tried)
        another.click("main .btn-primary")
        assert another.locator("#id_replace_error").count() == 1
        if opens:
            assert_page_is_sound(another)
        another.check("#id_replace")
        another.click("main .btn-primary")
        assert another.url.endswith("/check/answers/") == opens
    assert another.locator(".answers-row").all_inner_texts() == given


def test_the_page_of_the_limit(new_context: Any, language: str, live_server: Any) -> None:
    page = new_page(new_context(locale=LOCALES[language], viewport=PHONE))
    page.goto("/later/")
    for _ in range(11):
        page.fill("#id_code", "0" * 20)
        page.click("main .btn-primary")
    assert page.locator("#id_code").count() == 0
    assert_page_is_sound(page)


def test_it_all_works_without_scripts(new_context: Any, live_server: Any) -> None:
    page = new_page(new_context(locale="ru-RU", viewport=PHONE, java_script_enabled=False))
    page.goto("/")
    page.click("main a.btn-primary")
    fill(page, "child")
    go_on(page)
    page.goto("/check/answers/")
    page.click("form[action='/later/keep/'] button")
    code = page.locator(".code").inner_text()
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    page.click("form[action='/check/clear/'] button")
    page.click("main a[href='/later/']")
    page.fill("#id_code", code)
    page.click("main .btn-primary")
    assert page.url.endswith("/check/answers/")
    assert page.locator(".answers-row").count() == 2
