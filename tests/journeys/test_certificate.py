"""A certificate in a real browser: a registrar makes one by keyboard alone, and a guard checks it with his phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from eligibility.keeping import groups
from registry import proof
from registry.models import Certificate, Citizen
from tests.journeys.conftest import EVERY_LOOK
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, assert_page_is_sound, new_page, violations
from tests.registry.proof.making import at_desk, person
from tests.registry.world import NOW, TODAY, World, client_of

CSP = "Content Security Policy"
Enter = Callable[[str, dict[str, int]], Page]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return World()


@pytest.fixture
def citizen(world: World) -> Citizen:
    return person(world, "local_budget", "wellbeing_crisis")


@pytest.fixture
def at_counter(world: World, new_context: Any, live_server: Any) -> Iterator[Enter]:
    """A browser in which the registrar is signed in; nothing on it may break the rules of its content."""
    told: list[str] = []

    def opened(tongue: str, size: dict[str, int]) -> Page:
        context: BrowserContext = new_context(locale=LOCALES[tongue], viewport=size)
        session = client_of(world.registrar).cookies[settings.SESSION_COOKIE_NAME].value
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        page = new_page(context)
        page.on("console", lambda message: told.append(message.text))
        return page

    yield opened
    assert [text for text in told if CSP in text] == []


def assert_sound(page: Page) -> None:
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"
    assert violations(page) == []


def tab_to(page: Page, selector: str) -> None:
    """By the Tab key alone, as often as it takes."""
    for _ in range(60):
        if page.locator(selector).evaluate("item => item === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached")


@pytest.mark.parametrize(("tongue", "size"), [("kk", DESKTOP), ("ru", PHONE)] if EVERY_LOOK else [("kk", DESKTOP)])
def test_the_registrar_makes_one_by_keyboard(
    citizen: Citizen, at_counter: Enter, tongue: str, size: dict[str, int], tmp_path: Path
) -> None:
    page = at_counter(tongue, size)
    page.goto("/desk/")
    page.fill("input[name='iin']", citizen.iin)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/card/")
    tab_to(page, "main a[href='/desk/certificate/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/certificate/")
    assert_sound(page)
    tab_to(page, "main .btn-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".error-summary a").count() == 1
    assert_sound(page)
    tab_to(page, "#id_identity")
    page.keyboard.press("Space")
    tab_to(page, "main .btn-primary")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    path = tmp_path / "certificate.pdf"
    saved.value.save_as(path)
    assert str(citizen) in PdfReader(path).pages[0].extract_text().replace("\n", " ")
    page.goto("/desk/certificate/")
    assert_sound(page)
    tab_to(page, ".certificate-list button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".certificate-list").count() == 0
    assert Certificate.objects.get().withdrawn_at == NOW


@pytest.mark.parametrize("tongue", ["kk", "ru"])
def test_a_guard_checks_it_on_his_phone(
    world: World, citizen: Citizen, new_context: Any, live_server: Any, tongue: str
) -> None:
    issued = proof.issue(at_desk(world), citizen, TODAY)
    page = new_page(new_context(locale=LOCALES[tongue], viewport=PHONE))
    page.goto(f"/certificate/{issued.reference}/")  # what the camera makes of the square
    with override(tongue):
        assert page.locator("h1").inner_text() == gettext("The certificate is valid")
    assert_page_is_sound(page)
    page.click("main a.btn")
    assert_page_is_sound(page)
    page.fill("#id_code", "4T7KM")
    page.click("main button.btn-primary")
    assert page.locator(".error-summary a").count() == 1
    assert_page_is_sound(page)
    proof.withdraw(at_desk(world), issued.certificate)
    page.fill("#id_code", " - ".join(groups(issued.reference)).lower())
    page.click("main button.btn-primary")
    with override(tongue):
        assert page.locator("h1").inner_text() == gettext("The certificate is not valid")
    assert_page_is_sound(page)
    other = "ru" if tongue == "kk" else "kk"
    page.click(f".languages button[value='{other}']")
    with override(other):
        assert page.locator("h1").inner_text() == gettext("The certificate is not valid")
