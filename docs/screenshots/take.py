"""The pictures of this folder, taken from the running product: ``make screenshots`` (needs Chromium).

A mother checks her daughter of 17 with cerebral palsy, on a phone, in each language; the wide pictures are hers, too.
"""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.serving import served
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, Answer, fill, go_on, slug_of

FOLDER = Path(__file__).resolve().parent
AGE, MONTHS = 17, 7
"""Old enough for the 18th birthday to be less than a year away."""

AFTER_THE_CHECK = {
    "result": "/result/",
    "plan": "/result/plan/",
    "what-if": "/result/what-if/",
    "compare": "/result/compare/",
    "calculator": "/calculator/",
    "family": "/family/",
    "law": "/law/",
    "levels": "/levels/",
}
WIDE = ("result", "plan")


def main() -> None:
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        sys.exit("Chromium is not installed. On Debian or Ubuntu: apt-get install chromium")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_FLAGS))
        for language in LOCALES:
            walk(browser, address, language)


def walk(browser: Browser, address: str, language: str) -> None:
    """The check on a phone, and every page that follows from it."""
    context = browser.new_context(locale=LOCALES[language], viewport=PHONE, base_url=address)
    page = context.new_page()
    page.goto("/")
    keep(page, "start", language)
    page.click("main a.btn-primary")
    while slug_of(page) != "answers":
        if slug_of(page) == "status":
            keep(page, "question", language)
        fill(page, answers()[slug_of(page)])
        go_on(page)
    for name, path in AFTER_THE_CHECK.items():
        page.goto(path)
        keep(page, name, language)
    page.set_viewport_size(DESKTOP)
    for name in WIDE:
        page.goto(AFTER_THE_CHECK[name])
        keep(page, name, language)
    context.close()


def answers() -> dict[str, Answer]:
    """The daughter's; what is not asked of her is not here."""
    today = datetime.now(UTC)
    month = today.year * 12 + today.month - 1 - AGE * 12 - MONTHS
    return {
        "subject": "child",
        "birth-date": ("15", str(month % 12 + 1), str(month // 12)),
        "residence": "citizen",
        "status": "none",
        "illness": "cerebral_palsy",
    }


def keep(page: Page, name: str, language: str) -> None:
    """What is on the screen, without scrolling."""
    width = (page.viewport_size or PHONE)["width"]
    page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png")


if __name__ == "__main__":
    main()
