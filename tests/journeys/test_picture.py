"""The region in numbers in a real browser, without a mouse: the page, a district, a supposition and its answer."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from registry.models import Run
from registry.picture import tallies
from registry.runs.work import work
from registry.working_days import Calendar
from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to, type_into
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.picture.people import EMPLOYEE, LAW, Populated
from tests.registry.world import NOW, TODAY, World


@pytest.fixture
def populated(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Populated:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    populated = Populated(World())
    populated.add(30, populated.village, *EMPLOYEE, starts=date(2026, 2, 10))
    home = populated.world.home
    for _ in range(12):
        populated.world.application(office=populated.world.office)
    for day in (*tallies.month_ends(date(2025, 11, 1), TODAY), TODAY):
        tallies.tally(home, day, LAW if day == TODAY else None, Calendar.load() if day == TODAY else None)
    Run.objects.create(
        kind=Run.Kind.FORECAST, scope=Run.Scope.ALL, state=Run.State.PLANNED, on=date(2026, 12, 31), region=home,
        begun_at=NOW, transitions=[{"district": populated.city.pk, "from": ["insured", "pensioner"],
                                    "to": ["not_insured", ""], "people": 20}],
    )  # fmt: skip
    return populated


@looks(("kk", PHONE), ("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE))
def test_a_region_is_looked_at_and_a_number_of_the_law_supposed(
    populated: Populated, enter: Enter, tongue: str, size: dict[str, int]
) -> None:
    page = enter(populated.world.analyst, tongue, size)
    assert page.locator(".picture-chart").count() >= 1
    choose(page, "#id_region", "43")
    assert page.locator(".picture-chart").count() >= 7
    assert_sound(page)
    choose(page, "#id_district", populated.city.pk)
    assert populated.city.name_kk in page.content() or populated.city.name_ru in page.content()
    page.go_back()
    press(page, "a[href='/picture/what-if/?region=43']")
    press(page, "form.ledger-form button")
    assert page.locator(".error-summary").is_visible()
    assert_sound(page)
    page.select_option("#id_parameter", "retention_months")
    type_into(page, "#id_value", "1")
    press(page, "form.ledger-form button")
    run = Run.objects.get(kind=Run.Kind.WHAT_IF)
    work(run.pk, NOW)
    press(page, "a.btn[href^='/picture/what-if/']")
    assert page.locator(".ledger-sums").is_visible()
    assert_sound(page)
    assert not Run.objects.exclude(state=Run.State.PLANNED).exists()


def choose(page: Page, selector: str, value: str) -> None:
    page.select_option(selector, value)
    tab_to(page, ".picture-filter button")
    press(page, ".picture-filter button")
