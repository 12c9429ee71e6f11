"""A durable PostgreSQL for measuring, its databases, and the floor: moving the same rows and computing nothing."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import psycopg

from tests.pg import DURABLE, MISSING, Cluster, cluster, find_programs

TUNED = (
    f"{DURABLE} -c shared_buffers=2GB -c work_mem=64MB -c maintenance_work_mem=512MB -c max_wal_size=16GB"
    " -c checkpoint_timeout=60min -c jit=off -c max_parallel_workers_per_gather=0 -c autovacuum=off"
    " -c wal_level=replica -c max_wal_senders=4"
)
"""Everything reaches the disk. No housekeeping begins in the middle of a measurement."""
READ = (
    "SELECT id, region_id, district_id, birth_date, residence, wellbeing_level, wellbeing_level_since,"
    " last_pension_month, complete_from, contributions_complete_from FROM registry_citizen",
    "SELECT citizen_id, starts, ends, kind, monthly_income, suspended FROM registry_workperiod",
    "SELECT citizen_id, kind, first_month, last_month FROM registry_contribution",
    "SELECT citizen_id, starts, ends, code, child_birth_date, verified, confirmed_at FROM registry_confirmedground",
    "SELECT citizen_id, starts, ends FROM registry_attachment",
    "SELECT citizen_id, day FROM registry_visit",
)
"""What registry/bulk/streams.py reads, without what was determined before."""
SAID = (
    "citizen_id, starts, ends, superseded, status, ground, payer, reasons, missing, next_change_on, facts,"
    " facts_digest, law_digest"
)
DIGEST = (
    f"SELECT md5(string_agg(md5(ROW({SAID})::text), '' ORDER BY citizen_id, starts, superseded))"
    " FROM registry_determination"
)


class Server:
    """Databases beside each other on one server; ``work`` is the one that is measured, always a copy of another."""

    def __init__(self, held: Cluster) -> None:
        self.cluster, self.directory = held, held.directory

    def address(self, name: str = "work") -> str:
        return f"postgres:///{self.directory}/{name}"

    def run(self, *statements: str, name: str = "work") -> list[Any]:
        """What the last one gives."""
        with psycopg.connect(host=self.directory, dbname=name, user="test", autocommit=True) as connection:
            rows: list[Any] = []
            for statement in statements:
                cursor = connection.execute(statement)  # type: ignore[call-overload]
                rows = cursor.fetchall() if cursor.description else []
            return rows

    def copy(self, of: str, to: str = "work") -> None:
        """As it was when it was made, and everything on the disk."""
        self.run(
            f"DROP DATABASE IF EXISTS {to} WITH (FORCE)",
            f"CREATE DATABASE {to} TEMPLATE {of} STRATEGY FILE_COPY",
            "CHECKPOINT",
            name="postgres",
        )

    def digest(self, where: str = "TRUE", name: str = "work") -> str:
        return str(self.run(f"{DIGEST} WHERE {where}", name=name)[0][0])

    def psql(self, *commands: str, name: str = "work") -> float:
        """Seconds."""
        words = [part for command in commands for part in ("-c", command)]
        program = shutil.which("psql") or str(self.cluster.programs / "psql")
        began = perf_counter()
        subprocess.run(
            [program, "-q", "-X", "-v", "ON_ERROR_STOP=1", "-h", self.directory, "-U", "test", "-d", name, *words],
            check=True,
        )
        return perf_counter() - began

    def keep_result_rows(self, path: str) -> None:
        """For ``floor``: one determination of everybody."""
        self.psql(f"\\copy (SELECT * FROM registry_determination ORDER BY id) TO '{path}'", name="kept")

    def floor(self, path: str) -> float:
        """F: the columns that are read out to nowhere, and as many result rows into a logged table with a primary
        key."""
        self.run(
            "DROP TABLE IF EXISTS floor",
            "CREATE TABLE floor (LIKE registry_determination)",
            "ALTER TABLE floor ADD PRIMARY KEY (id)",
        )
        out = [f"\\copy ({query} ORDER BY 1) TO '/dev/null'" for query in READ]
        seconds = self.psql(*out, f"\\copy floor FROM '{path}'")
        self.run("DROP TABLE floor")
        return seconds


@contextmanager
def server() -> Iterator[Server]:
    programs = find_programs()
    if programs is None:
        raise SystemExit(MISSING)
    with cluster(programs, TUNED) as held:
        yield Server(held)
