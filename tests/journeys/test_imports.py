"""An officer in a real browser: a list of the family card comes as a file, is looked at and taken in."""

from pathlib import Path

from playwright.sync_api import Page

from registry.imports import tasks
from registry.models import Citizen, Import
from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.imports.files import card, csv_of, people
from tests.registry.world import World


@looks(("kk", PHONE), ("ru", DESKTOP), ("ru", PHONE), ("kk", DESKTOP))
def test_a_list_of_the_family_card_is_taken_in(
    world: World, enter: Enter, tongue: str, size: dict[str, int], settings: object, tmp_path: Path
) -> None:
    settings.IMPORTS_ROOT = tmp_path / "imports"  # type: ignore[attr-defined]
    some = people(world, 6)
    file = tmp_path / "card.csv"
    file.write_bytes(csv_of([*(card(someone) for someone in some), card(some[0]), card(Citizen(iin="123"))]))
    page = enter(world.officer, tongue, size)
    page.goto("/imports/")
    assert_sound(page)
    press(page, "form[action='/imports/'] button")
    assert page.locator(".error-summary").is_visible()
    send(page, file)
    assert_sound(page)
    row = Import.objects.get()
    tasks.work.call(row.pk)
    page.goto(f"/imports/{row.pk}/")
    assert page.locator(".imports-new dd").inner_text() == "6"
    assert page.locator(".imports-bad dd").inner_text() == "2"
    assert_sound(page)
    press(page, f"a[href='/imports/{row.pk}/bad/']")
    assert page.locator("tbody tr").count() == 2
    assert_sound(page)
    download(page, tmp_path)
    press(page, ".back")
    press(page, "button[value='partial']")
    assert page.locator("progress").count() == 0
    tasks.work.call(row.pk)
    page.goto(f"/imports/{row.pk}/")
    assert_sound(page)
    assert Citizen.objects.filter(wellbeing_level="D").count() == 6
    page.goto("/imports/kinds/family_card/")
    assert_sound(page)


def send(page: Page, file: Path) -> None:
    page.select_option("#id_kind", "family_card")
    page.set_input_files("#id_file", file)
    press(page, "form[action='/imports/'] button")


def download(page: Page, folder: Path) -> None:
    tab_to(page, "form[action$='/bad/file/'] button")
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    kept = folder / waited.value.suggested_filename
    waited.value.save_as(kept)
    assert kept.name.endswith("-bad.csv")
    assert kept.read_text("utf-8-sig").count("\n") == 3
