"""The clinician in a real browser, without a mouse: an infarction, a sensitive illness, a colleague, and closing it."""

from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from registry.models import Account, Citizen, Diagnosis, Role
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, new_page, violations
from tests.registry.world import NOW, World, client_of

MOST_STEPS = 80
"""Of the Tab key on one page."""
CHECK = "main button[name='again']"
FOCUSED = "selector => !!document.activeElement && document.activeElement.matches(selector)"


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return World()


def enter(context: Any, url: str, account: Account, tongue: str) -> Page:
    session = client_of(account).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = new_page(context)
    page.goto("/work/")
    assert page.locator("html").get_attribute("lang") == tongue
    return page


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Move the focus there with the keyboard alone."""
    for _ in range(MOST_STEPS):
        if page.evaluate(FOCUSED, selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached with {key}")


def type_into(page: Page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def assert_sound(page: Page) -> None:
    """One heading, nothing wider than the screen, nothing for axe to say."""
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"
    assert violations(page) == []


def take_in_hand(page: Page, citizen: Citizen) -> None:
    page.goto("/desk/")
    type_into(page, "input[name='iin']", citizen.iin)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_day(page: Page, name: str, *parts: str) -> None:
    for part, text in zip(("day", "month", "year"), parts, strict=True):
        type_into(page, f"input[name='{name}_{part}']", text)


@looks(("kk", PHONE), ("ru", DESKTOP))
def test_a_clinician_without_a_mouse(
    world: World, new_context: Any, live_server: Any, tongue: str, size: dict[str, int]
) -> None:
    patient = world.known_citizen()
    colleague = world.staff("second-clinician", Role.CLINICIAN)

    def browser(account: Account) -> Page:
        context = new_context(locale=LOCALES[tongue], viewport=size)
        return enter(context, live_server.url, account, tongue)

    page = browser(world.clinician)
    take_in_hand(page, patient)
    press(page, "a[href='/desk/diagnoses/']")
    assert_sound(page)

    type_into(page, "input[name='icd10']", "і21,0")
    press(page, CHECK)
    assert_sound(page)
    assert page.locator(".error-summary").is_visible()
    fill_day(page, "since", "31", "12", "2025")
    press(page, CHECK)
    assert_sound(page)
    press(page, ".diagnoses-asked button")
    assert Diagnosis.objects.get().icd10 == "I21.0"
    assert_sound(page)

    type_into(page, "input[name='icd10']", "f321")
    press(page, CHECK)
    press(page, ".diagnoses-asked button")
    row = Diagnosis.objects.get(sensitive=True)
    press(page, f"a[href='/desk/diagnoses/{row.pk}/']")
    assert_sound(page)
    reach(page, "select[name='account']")
    page.keyboard.press("ArrowDown")
    fill_day(page, "until", "20", "3", "2026")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert_sound(page)
    assert row.grants.get().account == colleague

    other = browser(colleague)
    take_in_hand(other, patient)
    other.goto("/desk/diagnoses/")
    assert "F32.1" in other.locator("main").inner_text()

    reach(page, "input[name='because']")
    page.keyboard.press("Space")
    press(page, "section[aria-labelledby='close'] button")
    assert Diagnosis.objects.filter(closed_on__isnull=False).get() == row
    assert_sound(page)
