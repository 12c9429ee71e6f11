"""The clinician in a real browser, without a mouse: an infarction, a sensitive illness, a colleague, and closing it."""

from playwright.sync_api import Page

from registry.models import Citizen, Diagnosis, Role
from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to, type_into
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.world import World

CHECK = "main button[name='again']"


def take_in_hand(page: Page, citizen: Citizen) -> None:
    page.goto("/desk/")
    type_into(page, "input[name='iin']", citizen.iin)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_day(page: Page, name: str, *parts: str) -> None:
    for part, text in zip(("day", "month", "year"), parts, strict=True):
        type_into(page, f"input[name='{name}_{part}']", text)


@looks(("kk", PHONE), ("ru", DESKTOP))
def test_a_clinician_without_a_mouse(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    patient = world.known_citizen()
    colleague = world.staff("second-clinician", Role.CLINICIAN)
    page = enter(world.clinician, tongue, size)
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
    tab_to(page, "select[name='account']")
    page.keyboard.press("ArrowDown")
    fill_day(page, "until", "20", "3", "2026")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert_sound(page)
    assert row.grants.get().account == colleague

    other = enter(colleague, tongue, size)
    take_in_hand(other, patient)
    other.goto("/desk/diagnoses/")
    assert "F32.1" in other.locator("main").inner_text()

    tab_to(page, "input[name='because']")
    page.keyboard.press("Space")
    press(page, "section[aria-labelledby='close'] button")
    assert Diagnosis.objects.filter(closed_on__isnull=False).get() == row
    assert_sound(page)
