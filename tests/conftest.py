"""What every test may use: Chromium, markers that set themselves, and skips that cannot be overlooked."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from registry import guards

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
TABLES = re.compile(r'\b(?:FROM|INTO|JOIN|UPDATE)\s+"(\w+)"', re.I)
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


@pytest.fixture(autouse=True)
def _only_sessions(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keeps a promise of the marker: what says that it uses the sessions alone may touch no other table."""
    others: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        others.update(set(TABLES.findall(sql)) - {"django_session"})
        return execute(sql, *rest)

    if request.node.get_closest_marker("sessions_only") is None:
        yield
        return
    with connection.execute_wrapper(watch):
        yield
    assert others == set(), "take the marker sessions_only away, so that this is tested on PostgreSQL, too"


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


@pytest.fixture(autouse=True, scope="session")
def flush_may_empty_the_log() -> None:
    """A test with a live server empties all tables at its end, which the guards of the log would refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations: BaseDatabaseOperations, statements: Iterable[str]) -> None:
        remove_log_guards(operations.connection)
        flush(operations, statements)
        guards.install(operations.connection)

    BaseDatabaseOperations.execute_sql_flush = unguarded  # type: ignore[assignment,method-assign]


def remove_log_guards(connection: BaseDatabaseWrapper) -> None:
    """As somebody would who has the database in his hands."""
    made = {"postgresql": ("only_grows_row", "only_grows_statement"), "sqlite": ("no_update", "no_delete")}
    with connection.cursor() as cursor:
        for table in guards.ONLY_GROWS:
            for name in made[connection.vendor]:
                where = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{where}")
