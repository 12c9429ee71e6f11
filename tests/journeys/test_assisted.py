"""Helping somebody with the questions in a real browser and without a mouse: at the counter, and on the line."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from registry import iin
from registry.models import Application
from tests.journeys.staff import FOCUSED, Enter, assert_sound, looks, tab_to
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.world import TODAY, World


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def choose(page: Page, name: str, value: str) -> None:
    """The option of a group, by Tab into the group, then by the arrows where only one can be chosen."""
    option = f'input[name="{name}"][value="{value}"]'
    if page.locator(option).first.get_attribute("type") == "radio":
        tab_to(page, f'input[name="{name}"]')
        for _ in range(page.locator(f'input[name="{name}"]').count()):
            if page.evaluate(FOCUSED, option):
                break
            page.keyboard.press("ArrowDown")
    else:
        tab_to(page, option)
    if not page.is_checked(option):
        page.keyboard.press("Space")
    assert page.is_checked(option)


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f'[name="{name}"]')
    page.keyboard.type(text)


def type_day(page: Page, name: str, day: tuple[str, str, str]) -> None:
    for part, text in zip(("day", "month", "year"), day, strict=True):
        type_into(page, f"{name}_{part}", text)


def press(page: Page, key: str = "Enter") -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


@looks(("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE))
def test_a_child_at_the_counter(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    page = enter(world.registrar, tongue, size)
    page.goto("/desk/assisted/")
    assert_sound(page)
    page.reload()
    type_day(page, "birth-date-answer_day", ("31", "2", "2015"))
    press(page)
    assert page.locator(".error-summary a").count() == 1
    type_day(page, "birth-date-answer_day", ("5", "5", "2015"))
    press(page)
    assert page.locator(".assisted-item").count() == 2
    choose(page, "residence-answer", "citizen")
    choose(page, "illness-answer", "none")
    press(page)
    assert page.locator(".assisted-item").count() == 0
    tab_to(page, ".assisted-now a[href$='/answer/']")
    press(page)
    assert page.locator(".verdict-yes").is_visible()
    assert_sound(page)
    tab_to(page, "a[href$='/print/']")
    press(page)
    choose(page, "reader", "polyclinic")
    tab_to(page, "button[name='as_page']")
    press(page)
    assert page.locator("article[lang]").count() == 2
    assert_sound(page)
    page.go_back()
    page.goto(page.url.replace("/print/", "/"))
    tab_to(page, ".assisted-next button")
    press(page)
    assert page.locator(".assisted-answered").count() == 2  # whom it is about, and for which day


@looks(("kk", PHONE), ("ru", DESKTOP))
def test_an_application_on_the_line(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    page = enter(world.operator, tongue, size)
    type_day(page, "birth-date-answer_day", ("9", "9", "1990"))
    for name, value in (("residence", "citizen"), ("status", "none"), ("work", "none"), ("wellbeing", "D")):
        choose(page, f"{name}-answer", value)
    press(page)
    assert_sound(page)
    page.reload()
    tab_to(page, "button[name='to_answer']")
    press(page)
    tab_to(page, "a[href$='/apply/']")
    press(page)
    tab_to(page, "#assisted > button")
    press(page)
    assert_sound(page)
    _say_who(page)
    tab_to(page, "#assisted > button")
    press(page)
    assert page.locator(".error-summary").all_inner_texts() == []
    assert page.locator(".assisted-slip").count() == 2
    assert_sound(page)
    row = Application.objects.get()
    assert (row.assisted_by, row.language, row.ground) == (world.operator, tongue, "wellbeing_crisis")


def _say_who(page: Page) -> None:
    told: Any = {"iin": next(iin.synthetic(female=True)), "surname": "Серікова", "given_name": "Мөлдір"}
    page.locator("h1").click()  # the reading begins at the top of the page
    choose(page, "ground", "wellbeing_crisis")
    for name, text in told.items():
        type_into(page, name, text)
    tab_to(page, "select[name='place']")
    page.keyboard.press("ArrowDown")
    type_into(page, "phone", "87012345678")
    choose(page, "how", "on_the_line")
    choose(page, "whose", "person")
