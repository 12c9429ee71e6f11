"""What every test may use: Chromium, markers that set themselves, and skips that cannot be overlooked."""

import os
import shutil
from collections.abc import Sequence
from typing import Any, NoReturn

import pytest
from django.conf import settings

CI = os.environ.get("CI") == "true"
NOT_TESTED = "NOT TESTED"

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without windows, menus and extensions, which the tests never see: half the time."""
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)

BROWSER_FIXTURES = {"browser", "context", "new_context", "page"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# Playwright runs an event loop in the test's thread, where Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def unavailable(what: str, remedy: str) -> NoReturn:
    """Skips the test because the machine lacks something; on CI, where nothing may be lacking, fails it."""
    reason = f"{NOT_TESTED}: {what} is not installed. {remedy}"
    if CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own browser builds are not used: the system's Chromium is."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        unavailable("Chromium", "On Debian or Ubuntu: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": executable, "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """So that page.goto("/") opens the portal."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "timezone_id": settings.TIME_ZONE}


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & BROWSER_FIXTURES:
            item.add_marker("browser")
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE']}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One loud line for each thing that the machine lacks."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    missing = [reason.removeprefix("Skipped: ") for reason in reasons if NOT_TESTED in reason]
    for reason in sorted(set(missing)):
        terminalreporter.section(f"skipped tests: {missing.count(reason)}", sep="!", red=True, bold=True)
        terminalreporter.write_line(reason, red=True, bold=True)
