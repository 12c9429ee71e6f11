"""The desk in a real browser, by keyboard alone: a number, the answer, what is handed over, the next person."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.world import World


def type_number(page: Page, number: str) -> None:
    page.keyboard.press("Control+A")
    page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@looks(("kk", PHONE), ("ru", DESKTOP))
def test_people_are_looked_up_without_a_mouse(
    world: World,
    enter: Enter,
    tongue: str,
    size: dict[str, int],
) -> None:
    lacking = world.known_citizen(last_pension_month=2026 * 12)
    world.ground(lacking, "wellbeing_crisis", date(2026, 1, 1))
    number = lacking.iin
    page = enter(world.registrar, tongue, size)
    page.goto("/work/")
    box = page.locator("#id_iin")
    expect(box).to_be_focused()
    type_number(page, "123 456")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(box).to_be_focused()
    assert box.input_value() == "123 456"
    assert_sound(page)
    type_number(page, f"{number[:6]} {number[6:]}")
    answer = page.locator("#answer")
    expect(answer).to_be_focused()
    assert page.locator(".verdict-no").count() == 1
    assert page.locator("section[aria-labelledby='lacking'] .item").count() == 1
    assert number not in page.content()
    assert_sound(page)
    page.reload()
    expect(answer).to_be_focused()
    press(page, "a[href='/desk/print/']")
    assert page.url.endswith("/desk/print/")
    assert page.locator("article[lang='kk'], article[lang='ru']").count() == 2
    assert_sound(page)
    press(page, "a[href='/desk/card/']")
    expect(answer).to_be_focused()
    tab_to(page, "#id_iin", "Shift+Tab")
    type_number(page, next(world.numbers))
    expect(page.locator(".verdict-unknown")).to_be_visible()
    expect(answer).to_be_focused()


@looks(("ru", DESKTOP), ("kk", PHONE))
def test_one_key_after_the_answer_a_visit_begins_the_cover(
    world: World,
    enter: Enter,
    tongue: str,
    size: dict[str, int],
) -> None:
    ready = world.known_citizen()
    world.ground(ready, "wellbeing_crisis", date(2026, 1, 1))
    page = enter(world.registrar, tongue, size)
    page.goto("/desk/")
    expect(page.locator("#id_iin")).to_be_focused()
    type_number(page, ready.iin)
    expect(page.locator("#answer")).to_be_focused()
    assert page.locator(".verdict-no .desk-ready").count() == 1
    assert tab_to(page, ".visits-record button") == 1
    press(page, ".visits-record button")
    expect(page.locator(".verdict-yes")).to_be_visible()
    assert_sound(page)
