"""The officers' workplace in a real browser: confirm a level, refuse with a second person, ask for papers."""

from datetime import date
from typing import Any

from playwright.sync_api import Page

from registry.models import Application, State
from tests.journeys.staff import Enter, assert_sound, looks
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.world import NOW, World


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
