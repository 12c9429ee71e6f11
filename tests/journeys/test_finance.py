"""The finance department in a real browser, without a mouse: from the average wage to the payment."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from registry.models import Account, Register
from tests.journeys.conftest import EVERY_LOOK
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, new_page, unfold, violations
from tests.registry.ledger.world import MARCH, SOURCE, Ledger
from tests.registry.world import NOW, client_of

CSP = "Content Security Policy"
Enter = Callable[[Account], Page]
LOOKS = [("kk", PHONE), ("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE)]


@pytest.fixture(params=LOOKS if EVERY_LOOK else LOOKS[1:2], ids=lambda look: f"{look[0]}-{look[1]['width']}")
def enter(request: pytest.FixtureRequest, new_context: Any, live_server: Any) -> Iterator[Enter]:
    """The page at which the work of the account begins; nothing on it may break the rules of its content."""
    tongue, size = request.param
    told: list[str] = []

    def opened(account: Account) -> Page:
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


@pytest.fixture
def ledger(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    ledger = Ledger()
    for first in (MARCH - 1, MARCH, MARCH):
        ledger.owes(first=first)
    return ledger


def assert_sound(page: Page) -> None:
    """One heading, nothing wider than the screen, nothing for axe to say, folded parts included."""
    unfold(page)
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"
    assert violations(page) == []


def tab_to(page: Page, selector: str) -> None:
    """As somebody without a mouse gets there."""
    wanted = page.locator(selector).first.element_handle()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def test_a_month_is_paid_without_a_mouse(ledger: Ledger, enter: Enter, tmp_path: Path) -> None:
    first, second = enter(ledger.finance), enter(ledger.finance_approver)
    assert first.locator(".ledger-missing").is_visible()
    assert_sound(first)
    propose_wage(first)
    press(second, "a[href='/finance/wages/']")
    press(second, ".ledger-table a")
    assert_sound(second)
    press(second, "button[value='approve']")
    assert_sound(second)
    press(first, "a[href='/finance/registers/']")
    assert_sound(first)
    press(first, "form[action='/finance/registers/'] button")
    assert_sound(first)
    approve(second)
    press(first, "a[href='/finance/registers/']")
    press(first, ".ledger-table a")
    press(first, "button[value='send']")
    first.reload()
    type_into(first, "#id_payment", "№ 12, 20.03.2026")
    press(first, "button[value='paid']")
    assert_sound(first)
    assert Register.objects.get().state == Register.State.PAID
    download(first, tmp_path)
    press(first, "a[href='/finance/']")
    assert first.locator(".ledger-edge").count() > 12
    assert_sound(first)


def propose_wage(page: Page) -> None:
    """With a mistake at first: it is said, and what was typed is still there."""
    press(page, "a[href='/finance/wages/']")
    assert_sound(page)
    type_into(page, "#id_source", SOURCE)
    press(page, "form[action='/finance/wages/'] button")
    assert page.locator(".error-summary").is_visible()
    assert page.input_value("#id_source") == SOURCE
    assert_sound(page)
    type_into(page, "#id_amount", "464 000")
    press(page, "form[action='/finance/wages/'] button")


def approve(page: Page) -> None:
    """After a look at the lines."""
    press(page, "a[href='/finance/registers/']")
    press(page, ".ledger-table a")
    press(page, ".ledger-facts a")
    assert page.locator(".ledger-table tbody tr").count() == 4
    assert_sound(page)
    press(page, ".back")
    press(page, "button[value='approve']")
    assert_sound(page)
    press(page, ".ledger-facts a")
    press(page, ".ledger-table a")
    assert_sound(page)


def download(page: Page, folder: Path) -> None:
    tab_to(page, "#id_purpose")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form[action$='/export/'] button")
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    file = folder / waited.value.suggested_filename
    waited.value.save_as(file)
    assert file.name == "kepil-register-43-2026-03-1.xlsx"
    assert file.read_bytes().startswith(b"PK")
