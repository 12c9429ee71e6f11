"""The pictures of this folder, taken from the running product: ``make screenshots`` (needs Chromium).

A mother checks her daughter of 17 with cerebral palsy, on a phone, in each language, and applies for her; the wide
pictures of the check are hers, too. The officer, the registrar and whom they look up are those of the demo.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import django.db.models  # noqa: F401 - as a whole, before tests.conftest takes a part of it
from PIL import Image
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
BACK_OFFICE = ("kk", "ru")
"""The languages in which officers work; what is theirs is not pictured in English."""
LARGEST = 150_000
"""Bytes of one picture."""
CONTINUE = "main form .btn-primary"


class Demo(NamedTuple):
    """The database of the demo, and what load_demo printed: who may sign in, and how an application is opened."""

    environment: dict[str, str]
    password: str
    reference: str
    secret: str
    number: str
    """Of somebody of level D whom no polyclinic has seen yet."""


def main() -> None:
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        sys.exit("Chromium is not installed. On Debian or Ubuntu: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = loaded(f"sqlite:///{folder}/demo.sqlite3")
        browser = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_FLAGS))
        with served(database=demo.environment["DATABASE_URL"]) as address:
            for language in LOCALES:
                walk(browser, address, language)
            for language in BACK_OFFICE:
                look_up(browser, address, language, demo)
            decide(browser, address, demo)
            receive(browser, address, demo)


def loaded(database: str) -> Demo:
    """The demo in a new database."""
    environment = os.environ | {"DEBUG": "true", "DATABASE_URL": database}
    for command in ("migrate", "load_reference", "load_calendar"):
        manage(environment, command, "--verbosity", "0")
    told, staff, *rest = manage(environment, "load_demo").splitlines()
    reference, secret = told.rsplit(": ", 1)[1].split(", ")
    number = next(line.split()[0] for line in rest if "level D" in line)
    return Demo(environment, staff.rsplit(": ", 1)[1].rstrip(")"), reference, secret, number)


def manage(environment: dict[str, str], *command: str) -> str:
    run = [sys.executable, "manage.py", *command]
    return subprocess.run(run, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - our own


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
    if language in BACK_OFFICE:
        apply(page, language)
    page.set_viewport_size(DESKTOP)
    for name in WIDE:
        page.goto(AFTER_THE_CHECK[name])
        keep(page, name, language)
    context.close()


def apply(page: Page, language: str) -> None:
    """From the ground that comes first to the form about the person."""
    page.goto("/apply/")
    page.locator("input[name='ground']").first.check()
    press(page, CONTINUE)
    keep(page, "apply", language)


def look_up(browser: Browser, address: str, language: str, demo: Demo) -> None:
    """What became of an application, on another phone."""
    context = browser.new_context(locale=LOCALES[language], viewport=PHONE, base_url=address)
    page = context.new_page()
    page.goto("/application/")
    page.fill("#id_reference", demo.reference)
    page.fill("#id_secret", demo.secret)
    press(page, CONTINUE)
    keep(page, "status", language)
    context.close()


def decide(browser: Browser, address: str, demo: Demo) -> None:
    """An officer's start page, and a case of level D that is late. One signing in: a code is good once."""
    page = signed_in(browser, address, demo, "officer")
    for language in BACK_OFFICE:
        page.goto("/admin/")
        press(page, f".staff-languages button[value='{language}']")
        keep(page, "office", language)
        press(page, "section[aria-labelledby='mine'] tbody tr:nth-child(3) a")
        keep(page, "case", language)
    page.context.close()


def receive(browser: Browser, address: str, demo: Demo) -> None:
    """At the desk: somebody whose cover begins with the visit, before it and, in the other language, after it."""
    page = signed_in(browser, address, demo, "registrar")
    page.goto("/desk/")
    page.fill("#id_iin", demo.number)
    press(page, "main form .btn-primary")
    for language in BACK_OFFICE:
        press(page, f".languages button[value='{language}']")
        keep(page, "desk", language)
        if page.locator(".visits-record button").count():
            press(page, ".visits-record button")
    page.context.close()


def signed_in(browser: Browser, address: str, demo: Demo, name: str) -> Page:
    context = browser.new_context(locale=LOCALES[BACK_OFFICE[0]], viewport=DESKTOP, base_url=address)
    page = context.new_page()
    page.goto("/account/sign-in/?next=/work/")
    page.fill("input[name='name']", name)
    page.fill("input[name='password']", demo.password)
    press(page, CONTINUE)
    page.fill("input[name='code']", manage(demo.environment, "demo_code", name).strip())
    press(page, CONTINUE)
    return page


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


def press(page: Page, selector: str) -> None:
    """Click on what brings a new page, and wait for it."""
    with page.expect_navigation():
        page.click(selector)


def keep(page: Page, name: str, language: str) -> None:
    """What is on the screen, without scrolling. A picture that is too large gets fewer colours."""
    width = (page.viewport_size or PHONE)["width"]
    path = FOLDER / f"{name}-{language}-{width}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        with Image.open(path) as picture:
            fewer = picture.convert("RGB").quantize()
        fewer.save(path, optimize=True)


if __name__ == "__main__":
    main()
