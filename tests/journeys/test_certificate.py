"""A certificate in a real browser: a registrar makes one by keyboard alone, and a guard checks it with his phone."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext, override
from pypdf import PdfReader

from eligibility.keeping import groups
from registry import proof
from registry.models import Certificate, Citizen
from tests.journeys.staff import Enter, assert_sound, looks, tab_to
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, assert_page_is_sound, new_page
from tests.registry.proof.making import at_desk, person
from tests.registry.world import NOW, TODAY, World


@pytest.fixture
def citizen(world: World) -> Citizen:
    return person(world, "local_budget", "wellbeing_crisis")


@looks(("kk", DESKTOP), ("ru", PHONE))
def test_the_registrar_makes_one_by_keyboard(
    world: World, citizen: Citizen, enter: Enter, tongue: str, size: dict[str, int], tmp_path: Path
) -> None:
    page = enter(world.registrar, tongue, size)
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
