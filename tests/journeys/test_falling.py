"""An officer finds who is about to lose cover in a real browser, without a mouse, and opens the record of one."""

from datetime import date

import pytest

from eligibility.rules import law as law_module
from registry.determine import determine
from registry.falling.watching import watch
from registry.log import Verb
from registry.models import LogEntry
from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.world import NOW, TODAY, World, who


@pytest.fixture
def about_to_fall(world: World) -> World:
    for name, born in (("Мамырова", date(2008, 5, 10)), ("Сәуірова", date(2008, 4, 10)), ("Оқушы", date(2005, 1, 1))):
        citizen = world.known_citizen(surname=name, birth_date=born, district=world.district)
        if name == "Оқушы":
            world.ground(citizen, "full_time_student", date(2025, 9, 1), date(2026, 3, 31))
        determine(who(), citizen, TODAY)
    watch(NOW, TODAY, law_module.load())
    return world


@looks(("kk", PHONE), ("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE))
def test_somebody_who_turns_eighteen_is_found(
    about_to_fall: World, enter: Enter, tongue: str, size: dict[str, int]
) -> None:
    page = enter(about_to_fall.officer, tongue, size)
    page.goto("/falling/")
    assert page.locator(".falling-people > li").count() == 3
    assert_sound(page)
    tab_to(page, "#within")
    page.keyboard.press("ArrowUp")
    tab_to(page, "#kind")
    page.keyboard.press("ArrowDown")
    press(page, ".falling-filters button")
    people = page.locator(".falling-people > li")
    assert people.count() == 1
    assert "Сәуірова" in people.first.inner_text()
    assert_sound(page)
    press(page, ".falling-people a")
    assert "Сәуірова" in page.locator("h1").inner_text()
    assert LogEntry.objects.filter(verb=Verb.READ_CITIZEN).count() == 1
    page.goto("/falling/")
    press(page, ".falling-tabs a[href='/falling/unseen/']")
    assert_sound(page)
    press(page, ".falling-tabs a[href='/falling/on-paper/']")
    assert_sound(page)
