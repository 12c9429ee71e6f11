"""The finance department in a real browser, without a mouse: from the average wage to the payment."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from registry.models import Register
from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to, type_into
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.ledger.world import MARCH, SOURCE, Ledger
from tests.registry.world import NOW


@pytest.fixture
def ledger(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    ledger = Ledger()
    for first in (MARCH - 1, MARCH, MARCH):
        ledger.owes(first=first)
    return ledger


@looks(("ru", DESKTOP), ("kk", PHONE), ("kk", DESKTOP), ("ru", PHONE))
def test_a_month_is_paid_without_a_mouse(
    ledger: Ledger, enter: Enter, tongue: str, size: dict[str, int], tmp_path: Path
) -> None:
    first, second = (enter(account, tongue, size) for account in (ledger.finance, ledger.finance_approver))
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
