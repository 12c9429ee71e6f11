"""What a page costs a phone on a slow line, that it asks nobody else, and that a keyboard alone is enough.

The live server of the tests does not compress. So what is measured here is the size of each response body after gzip,
as the portal's own server and whitenoise send it; headers are not counted.
"""

import gzip
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Page, Response

from tests.journeys.test_life_paths import COMMON, LONGEST
from tests.journeys.walking import LOCALES, PHONE, Answer, fill, go_on, slug_of, unfold

FIRST_VISIT, LATER = 100 * 1024, 15 * 1024
MOST_REQUESTS = 10
MOST_TABS = 80


class Watch:
    """Everything that a browser context asks for, and everything that it complains about."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.host = host
        self.responses: list[Response] = []
        self.complaints: list[str] = []
        context.on("response", lambda response: self.responses.append(response))
        context.on("requestfailed", self._failed)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))

    def _failed(self, request: Any) -> None:
        """The browser itself breaks off what the page before still wanted when the next one is opened."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _console(self, message: Any) -> None:
        """A breach of the content security policy is told here as well."""
        expected = "status of 422" in message.text or "status of 404" in message.text
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{message.type}: {message.text}")

    def weight(self) -> int:
        return sum(len(gzip.compress(response.body(), 6)) for response in self.bodies())

    def bodies(self) -> list[Response]:
        return [response for response in self.responses if response.status < 300 or response.status >= 400]

    def hosts(self) -> set[str]:
        return {urlsplit(response.url).netloc for response in self.responses}

    def forget(self) -> None:
        self.responses.clear()

    def assert_nothing_to_complain(self) -> None:
        assert self.complaints == []
        assert self.hosts() <= {self.host}


@pytest.fixture
def context_of_phone(new_context: Any, language: str, live_server: Any) -> BrowserContext:
    context: BrowserContext = new_context(locale=LOCALES[language], viewport=PHONE, reduced_motion="reduce")
    return context


@pytest.fixture
def watch(context_of_phone: BrowserContext, live_server: Any) -> Watch:
    return Watch(context_of_phone, urlsplit(live_server.url).netloc)


@pytest.fixture
def phone(context_of_phone: BrowserContext, watch: Watch) -> Page:
    return context_of_phone.new_page()


def walk(page: Page, answers: dict[str, Answer]) -> Iterator[str]:
    """From the first question to the list of answers; yields each question before it is answered."""
    page.goto("/check/")
    while slug_of(page) != "answers":
        slug = slug_of(page)
        yield slug
        fill(page, answers[slug])
        go_on(page)
        page.wait_for_load_state()


def test_a_question_costs_little(phone: Page, watch: Watch, language: str) -> None:
    """The first page that somebody opens, style sheet and all; then each further one."""
    phone.goto("/check/")
    assert phone.locator("html").get_attribute("lang") == language
    weight, requests = watch.weight(), len(watch.responses)
    assert weight <= FIRST_VISIT
    assert requests <= MOST_REQUESTS
    heaviest = 0
    for slug in walk(phone, LONGEST):
        watch.forget()
        phone.goto(phone.url)
        pages = [response for response in watch.bodies() if response.request.resource_type == "document"]
        size = sum(len(gzip.compress(response.body(), 6)) for response in pages)
        heaviest = max(heaviest, size)
        assert size <= LATER, f"{slug}: {size}"
        assert len(watch.responses) <= MOST_REQUESTS, slug
    print(f"{language}: first visit {weight} bytes in {requests} requests; heaviest question later {heaviest}")
    watch.assert_nothing_to_complain()


def test_no_page_complains_or_asks_anybody_else(phone: Page, watch: Watch) -> None:
    phone.goto("/")
    for slug in walk(phone, LONGEST):
        if slug != "income":
            go_on(phone)
            assert phone.locator(".error-summary a").count() >= 1
    assert phone.locator(".answers-row").count() == len(LONGEST) + 1
    phone.goto("/result/")
    unfold(phone)
    phone.goto("/no-such-page/")
    assert len(watch.responses) > 2 * len(LONGEST)
    watch.assert_nothing_to_complain()


# --- With the keyboard alone ---


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element is reached; whatever gets the focus on the way shows it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # the browser's own part of the round
        assert_focus_is_visible(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{page.url}: {selector} is not reached in {MOST_TABS} steps")


def assert_focus_is_visible(page: Page) -> None:
    seen = page.evaluate(
        """() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
            const inside = box.bottom > 0 && box.top < innerHeight && box.width > 1 && box.height > 1;
            return [ring || style.boxShadow !== "none", inside, element.outerHTML.slice(0, 200)];
        }"""
    )
    assert seen[0], f"{page.url}: no ring around {seen[2]}"
    assert seen[1], f"{page.url}: out of sight: {seen[2]}"


def choose(page: Page, value: str) -> None:
    """Tick a box with Space, or walk to a radio button with the arrows, which is how a group of them is one stop."""
    option = f'input[name="answer"][value="{value}"]'
    if page.locator(option).get_attribute("type") == "checkbox":
        tab_to(page, option)
        page.keyboard.press("Space")
    else:
        tab_to(page, 'input[name="answer"]')
        page.keyboard.press("Space")
        for _ in range(page.locator('input[name="answer"]').count()):
            if page.locator(option).is_checked():
                break
            page.keyboard.press("ArrowDown")
    assert page.locator(option).is_checked()


def type_day(page: Page, name: str, value: tuple[str, str, str]) -> None:
    for part, text in zip(("day", "month", "year"), value, strict=True):
        tab_to(page, f'input[name="{name}_{part}"]')
        page.keyboard.type(text)


def press_enter_and_wait(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_keyboard_alone_is_enough(phone: Page, language: str) -> None:
    """Enter in a text box or on an option continues: it does not press a button of the header."""
    page = phone
    page.goto("/")
    tab_to(page, "main a.btn-primary")
    press_enter_and_wait(page)
    answers: dict[str, Any] = COMMON | {"wellbeing": "none", "contributions": "unknown"}
    asked = []
    while slug_of(page) != "answers":
        slug = slug_of(page)
        assert slug not in asked
        asked.append(slug)
        if isinstance(answers[slug], tuple):
            type_day(page, "answer_day", answers[slug])
        else:
            choose(page, answers[slug])
        if len(asked) % 2:
            tab_to(page, "form#question button.btn-primary")
        press_enter_and_wait(page)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator(".error-summary").count() == 0
    assert len(asked) > 8
    tab_to(page, "main a.btn-primary")
    press_enter_and_wait(page)
    assert page.locator(".verdict").count() == 1
    tab_to(page, "details:not([open]) > summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


def test_enter_in_a_box_continues_and_keeps_the_language(phone: Page, language: str) -> None:
    page = phone
    page.goto("/check/birth-date/")
    type_day(page, "answer_day", ("31", "2", "2007"))
    press_enter_and_wait(page)
    assert page.locator("html").get_attribute("lang") == language
    with override(language):
        assert page.title().startswith(gettext("Error:"))
    assert page.evaluate("document.activeElement.className") == "error-summary"
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "answer_day_day"
    page.keyboard.press("Control+A")
    page.keyboard.type("28")
    press_enter_and_wait(page)
    assert slug_of(page) == "subject"
    assert page.locator("html").get_attribute("lang") == language


def test_the_first_stop_skips_to_the_content(phone: Page) -> None:
    page = phone
    page.goto("/check/subject/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert_focus_is_visible(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_language_is_changed_with_the_keyboard_and_the_input_stays(phone: Page, language: str) -> None:
    page = phone
    other = "ru" if language == "kk" else "kk"
    page.goto("/check/birth-date/")
    type_day(page, "answer_day", ("27", "3", "20"))
    page.locator("body").press("Shift+Tab")
    tab_to(page, f'button.language[value="{other}"]')
    press_enter_and_wait(page)
    assert page.locator("html").get_attribute("lang") == other
    assert page.locator(".error-summary").count() == 0
    values = [page.input_value(f"#id_answer_day_{part}") for part in ("day", "month", "year")]
    assert values == ["27", "3", "20"]
