"""The officers' workplace in a real browser: confirm a level, refuse with a second person, ask for papers."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from registry.models import Account, Application, State
from tests.journeys.conftest import EVERY_LOOK
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, new_page, unfold, violations
from tests.registry.world import NOW, World, client_of

CSP = "Content Security Policy"
Enter = Callable[[Account, str, dict[str, int]], Page]


def looks(*first: tuple[str, dict[str, int]]) -> pytest.MarkDecorator:
    """The looks that a story is walked in: one of them, or all."""
    return pytest.mark.parametrize(("tongue", "size"), first if EVERY_LOOK else first[:1])


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return World()


@pytest.fixture
def enter(new_context: Any, live_server: Any) -> Iterator[Enter]:
    """A page of a browser in which the account is signed in; nothing on it may break the rules of its content."""
    told: list[str] = []

    def opened(account: Account, tongue: str, size: dict[str, int]) -> Page:
        context: BrowserContext = new_context(locale=LOCALES[tongue], viewport=size)
        session = client_of(account).cookies[settings.SESSION_COOKIE_NAME].value
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        page = new_page(context)
        page.on("console", lambda message: told.append(message.text))
        page.goto("/admin/")
        assert page.locator("html").get_attribute("lang") == tongue
        return page

    yield opened
    assert [text for text in told if CSP in text] == []


def assert_sound(page: Page) -> None:
    """One heading, nothing wider than the screen, nothing for axe to say, folded parts included."""
    unfold(page)
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"
    assert violations(page) == []


def act(page: Page, verb: str) -> None:
    """Open the page of an act from that of the case."""
    page.click(f".office-buttons a[href$='/{verb}/']")
    assert_sound(page)


def send(page: Page) -> None:
    page.click(".office-form button.default")


@looks(("kk", DESKTOP), ("ru", DESKTOP), ("kk", PHONE))
def test_a_level_is_confirmed(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    unknown = world.citizen(birth_date=date(1988, 4, 2), residence="citizen")
    application = world.application(unknown, due_on=date(2026, 3, 13))
    page = enter(world.officer, tongue, size)
    assert_sound(page)
    page.click(".office-next button")
    assert_sound(page)
    act(page, "confirm_identity")
    page.check("input[value='in_person']")
    send(page)
    act(page, "confirm")
    page.fill("#id_evidence", "ЦКС № 7")
    send(page)
    assert page.locator(".error-summary").is_visible()
    assert page.input_value("#id_evidence") == "ЦКС № 7"
    assert_sound(page)
    for box in page.locator("input[name='checked']").all():
        box.check()
    send(page)
    application.refresh_from_db()
    assert application.state == State.CONFIRMED
    assert_sound(page)


@looks(("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE))
def test_a_category_is_refused_by_two(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    application = world.application(world.known_citizen(), ground="disability")
    page = enter(world.officer, tongue, size)
    page.click(".office-next button")
    act(page, "propose_refusal")
    page.check("input[value='ground_not_found']")
    page.fill("#id_note", "Записи нет.")
    send(page)
    assert page.locator(".office-proposal").is_visible()
    second = enter(world.approver, tongue, size)
    assert_sound(second)
    second.click("section[aria-labelledby='proposals'] tbody a")
    assert "Записи нет." in second.locator(".office-proposal").inner_text()
    act(second, "approve_refusal")
    send(second)
    application.refresh_from_db()
    assert application.state == State.REFUSED
    assert_sound(second)


@looks(("kk", PHONE), ("ru", PHONE), ("ru", DESKTOP))
def test_papers_are_asked_for(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    application: Application = world.application(world.known_citizen(), ground="full_time_student")
    page = enter(world.officer, tongue, size)
    page.click(".staff-menu li:first-child a")
    assert_sound(page)
    page.click(f"a[href$='/{application.pk}/change/']")
    page.click(".office-buttons button")
    act(page, "ask_papers")
    page.check("input[value='study_certificate']")
    send(page)
    application.refresh_from_db()
    assert application.state == State.PAPERS_WANTED
    assert_sound(page)


@looks(("ru", DESKTOP), ("kk", PHONE))
def test_several_are_confirmed_together(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    taken: dict[str, Any] = {"officer": world.officer, "state": State.IN_REVIEW, "taken_at": NOW}
    for _ in range(2):
        world.application(world.known_citizen(), identity_confirmed_at=NOW, **taken)
    world.application(world.known_citizen(), **taken)
    page = enter(world.officer, tongue, size)
    page.click(".office-tile >> nth=0")
    for box in page.locator("input[name='case']").all():
        box.check()
    page.click(".office-bulk button")
    assert page.locator(".office-yes").count() == 2
    assert_sound(page)
    page.fill("#id_evidence", "Список")
    page.click("button[value='confirm']")
    assert_sound(page)
    assert Application.objects.filter(state=State.CONFIRMED).count() == 2
