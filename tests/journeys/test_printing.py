"""From the result to the PDF in a real browser: form, error and file, in three languages on two screens."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.test_life_paths import COMMON
from tests.journeys.walking import LOCALES, assert_page_is_sound, fill, go_on, new_page, slug_of


def reach_the_form(page: Page) -> None:
    page.goto("/check/")
    while slug_of(page) != "answers":
        fill(page, COMMON[slug_of(page)])
        go_on(page)
    page.goto("/result/")
    page.click('main a[href="/result/print/"]')


def test_the_form_is_sound(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> None:
    page = new_page(new_context(locale=LOCALES[language], viewport=viewport))
    reach_the_form(page)
    assert_page_is_sound(page)
    page.check('input[name="reader"][value="polyclinic"]')
    assert page.locator('input[name="illness_polyclinic"]').is_checked()
    assert_page_is_sound(page)
    for box in page.locator('input[name="languages_polyclinic"]').all():
        box.uncheck()
    page.click("main button.btn-primary")
    assert page.locator(".error-summary a").count() == 1
    assert_page_is_sound(page)


def test_the_file_is_saved_without_scripts(
    new_context: Any, language: str, viewport: dict[str, int], live_server: Any, tmp_path: Path
) -> None:
    context = new_context(locale=LOCALES[language], viewport=viewport, java_script_enabled=False)
    page = new_page(context)
    reach_the_form(page)
    page.check('input[name="reader"][value="employment_office"]')
    page.uncheck('input[name="languages_employment_office"][value="ru"]')
    with page.expect_download() as saved:
        page.click("main button.btn-primary")
    assert saved.value.suggested_filename.startswith("kepil-20")
    path = tmp_path / "kepil.pdf"
    saved.value.save_as(path)
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    with override("kk"):
        assert gettext("What the official will ask") in text
    assert page.url.endswith("/result/print/")
