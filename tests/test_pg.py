"""The PostgreSQL launcher says what it cannot do, hands on its command's status and leaves nothing behind."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import pg
from tests.conftest import unavailable

LAUNCHER = [sys.executable, "-m", "tests.pg"]
REPORT = "import os, pathlib; pathlib.Path({!r}).write_text(os.environ['DATABASE_URL']); {}"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Where the command under the launcher leaves its DATABASE_URL."""
    if pg.find_programs() is None:
        unavailable("PostgreSQL", "On Debian or Ubuntu: apt-get install postgresql")
    return tmp_path / "address"


def directory(report: Path) -> Path:
    """The server's temporary directory."""
    return Path(urlsplit(report.read_text()).path[1:]).parent


def running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended already, but not collected by the container's first process


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_missing_programs_are_loud_and_fail_on_ci(monkeypatch, capsys, ci: str, status: int):
    monkeypatch.setattr(pg, "find_programs", lambda: None)
    monkeypatch.setenv("CI", ci)
    assert pg.main(["true"]) == status
    assert "POSTGRESQL NOT TESTED" in capsys.readouterr().err


def test_without_a_command_it_explains_itself(capsys):
    assert pg.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_status_of_the_command_is_handed_on(report: Path):
    code = REPORT.format(str(report), "raise SystemExit(7)")
    assert pg.main([sys.executable, "-c", code]) == 7
    assert directory(report).name.startswith("kepil-pg-")
    assert not directory(report).exists()


def test_a_terminated_launcher_stops_its_server(report: Path):
    code = REPORT.format(str(report), "import time; time.sleep(60)")
    launcher = subprocess.Popen([*LAUNCHER, sys.executable, "-c", code], cwd=Path(__file__).parent.parent)
    deadline = time.monotonic() + 30
    while not (report.exists() and report.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    server = int((directory(report) / "data" / "postmaster.pid").read_text().split()[0])
    launcher.terminate()
    assert launcher.wait(30) == 128 + 15
    assert not directory(report).exists()
    assert not running(server)
