"""Applying in the browser: from the result to the reference, back with the secret, papers, the decision."""

from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from registry import decisions
from registry.models import Application
from tests.journeys.walking import LOCALES, answered, assert_page_is_sound, new_page, unfold
from tests.registry.portal.applying import IIN, UNINSURED
from tests.registry.world import World, who

CONTINUE = "main form .btn-primary"


def fill_in(page: Page) -> None:
    page.fill("#id_surname", "Серікова")
    page.fill("#id_given_name", "Мөлдір")
    page.select_option("#id_place", "431010000")
    page.fill("#id_phone", "8 701 234 56 78")


def send(page: Page) -> tuple[str, str]:
    """From the result page to the reference and the secret."""
    page.goto("/result/")
    page.click(".apply-invitation a")
    page.click(CONTINUE)
    assert_page_is_sound(page)
    page.check("#id_ground_wellbeing_crisis")
    page.click(CONTINUE)
    fill_in(page)
    page.fill("#id_iin", IIN[:-1])
    page.click(CONTINUE)
    assert page.locator(".error-summary a").count() == 1
    assert page.input_value("#id_place") == "431010000"
    assert page.input_value("#id_birth_date_year") == "1990"
    assert_page_is_sound(page)
    page.fill("#id_iin", IIN)
    page.click(CONTINUE)
    page.click(CONTINUE)
    unfold(page)
    assert_page_is_sound(page)
    page.check("#id_consent")
    page.click(CONTINUE)
    assert_page_is_sound(page)
    reference, secret = page.locator(".code").all_inner_texts()
    page.goto("/apply/check/")
    assert page.url.endswith("/apply/sent/")
    assert page.locator(".code").all_inner_texts() == [reference]
    return reference, secret


def answer(page: Page, folder: Path) -> None:
    """Answer the request: first with a file that is none, then with a picture."""
    page.click("a[href='/application/papers/']")
    (folder / "letter.pdf").write_text("dear office")
    Image.new("RGB", (60, 40), "white").save(folder / "certificate.png")
    page.set_input_files("#id_documents", [folder / "letter.pdf", folder / "certificate.png"])
    page.fill("#id_answer", "Міне анықтама")
    page.click(CONTINUE)
    assert page.input_value("#id_answer") == "Міне анықтама"
    assert_page_is_sound(page)
    page.click(CONTINUE)
    assert page.url.endswith("/application/status/")


def test_from_the_result_to_the_decision_is_sound(
    new_context: Any,
    language: str,
    viewport: dict[str, int],
    live_server: Any,
    settings: Any,
    tmp_path: Path,
) -> None:
    world = World()
    settings.DOCUMENTS_ROOT = tmp_path / "kept"
    settings.DEBUG = True  # the scanner of demonstrations finds nothing clean without it
    context = new_context(locale=LOCALES[language], viewport=viewport)
    reference, secret = send(answered(context, live_server.url, UNINSURED))
    row = decisions.take(who(world.officer), Application.objects.get(), 0)
    row = decisions.ask_papers(who(world.officer), row, row.version, ["readable_document"], "")

    page = new_page(new_context(locale=LOCALES[language], viewport=viewport))
    page.goto("/application/")
    page.fill("#id_reference", reference)
    page.fill("#id_secret", "0" * 20)
    page.click(CONTINUE)
    assert_page_is_sound(page)
    page.fill("#id_reference", f" {reference.lower()} ")
    page.fill("#id_secret", secret.lower().replace("-", " "))
    page.click(CONTINUE)
    assert page.url.endswith("/application/status/")
    answer(page, tmp_path)
    row.refresh_from_db()
    decisions.propose_refusal(who(world.officer), row, row.version, ["found_other_level"], "C")
    decisions.approve_refusal(who(world.approver), row.proposals.get(), "")
    page.reload()
    assert page.locator(".verdict-no").count() == 1
    unfold(page)
    assert_page_is_sound(page)
    page.click("form[action='/application/close/'] button")
    page.goto("/application/status/")
    assert page.url.endswith("/application/")
