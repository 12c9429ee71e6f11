"""Runs a command with DATABASE_URL set to a PostgreSQL server that lives only as long as the command.

    python -m tests.pg pytest -m database

Needs PostgreSQL's server programs and nothing else: no service, no port, no password; works as root, too.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

DEBIAN = Path("/usr/lib/postgresql")
ROLE = "test"
# A socket's path may have about 100 characters, which some systems' own temporary directory uses up.
SHORT_TEMPORARY = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
# The data is thrown away, so nothing has to reach the disk.
SERVER = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -k {}"
DURABLE = "-c fsync=on -c synchronous_commit=on -c listen_addresses='' -k {}"
"""For what has to be there after a crash."""
MISSING = (
    "POSTGRESQL NOT TESTED: its server programs (initdb, pg_ctl) are not installed. "
    "On Debian or Ubuntu: apt-get install postgresql"
)


def find_programs() -> Path | None:
    """The directory of initdb and pg_ctl: Debian's newest version, else what is on PATH."""
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged() -> dict[str, Any]:
    """Arguments for subprocess: PostgreSQL refuses to run as root, so root lends it another user."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Cluster:
    """A server in its own directory."""

    def __init__(self, programs: Path, directory: str, options: str) -> None:
        self.programs, self.directory, self.options = programs, directory, options.format(directory)
        self.owner = unprivileged()
        self.environment = {"DATABASE_URL": f"postgres:///{directory}/postgres", "PGUSER": ROLE}

    def run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": self.directory}
        command = [str(self.programs / program), "-D", f"{self.directory}/data", *arguments]
        subprocess.run(
            command, check=True, cwd=self.directory, env=environment, stdout=subprocess.DEVNULL, **self.owner
        )

    def make(self) -> None:
        if self.owner:
            os.chown(self.directory, self.owner["user"], self.owner["group"])
        self.run("initdb", "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        self.run("pg_ctl", "start", "-w", "-l", f"{self.directory}/log", "-o", self.options)

    def stop(self) -> None:
        """As a crash: nothing is written down before."""
        self.run("pg_ctl", "stop", "-w", "-m", "immediate")


@contextmanager
def cluster(programs: Path, options: str = SERVER) -> Iterator[Cluster]:
    """Starts a server in a temporary directory."""
    found = Cluster(programs, tempfile.mkdtemp(prefix="kepil-pg-", dir=SHORT_TEMPORARY), options)
    try:
        found.make()
        try:
            found.start()
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(found.directory, ignore_errors=True)


@contextmanager
def server(programs: Path) -> Iterator[Mapping[str, str]]:
    """As ``cluster``, with nothing but the environment that leads to it."""
    with cluster(programs) as found:
        yield found.environment


def stop(signum: int, _frame: object) -> NoReturn:
    """Leaves through the finally clauses, which a plain SIGTERM or SIGHUP would not."""
    sys.exit(128 + signum)


def main(command: Sequence[str]) -> int:
    if not command:
        print("usage: python -m tests.pg COMMAND…", file=sys.stderr)
        return 2
    programs = find_programs()
    if programs is None:
        print(f"\n*** {MISSING} ***\n", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    with server(programs) as environment:
        return subprocess.run(command, check=False, env=os.environ | environment).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    sys.exit(main(sys.argv[1:]))
