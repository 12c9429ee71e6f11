"""From the result to the PDF in a real browser: form, error and file, in three languages on two screens."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from tests.journeys.test_what_if import UNINSURED
from tests.journeys.walking import LOCALES, answered, assert_page_is_sound


def the_form(context: BrowserContext, base_url: str) -> Page:
    page = answered(context, base_url, UNINSURED)
    page.goto("/result/")
    page.click('main a[href="/result/print/"]')
    return page


def test_the_form_is_sound(new_context: Any, language: str, viewport: dict[str, int], live_server: Any) -> None:
    page = the_form(new_context(locale=LOCALES[language], viewport=viewport), live_server.url)
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
    page = the_form(context, live_server.url)
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
