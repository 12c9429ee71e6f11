"""Past one server, as far as one machine can show: two servers with half of the people each, and a replica.

    python -m bench shards [PEOPLE]        100 000 by default

The halves are cut by a hash of the citizen's row number, as Citus would. Each is a PostgreSQL server of its own with
one worker; beside it, one server with the same people and two workers. The same determinations have to come of both.
Then a physical replica answers for single people while everybody is determined on the server that it follows.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from heapq import merge
from threading import Event, Thread
from time import perf_counter, sleep

import psycopg

from bench.crew import Worker, all_at, crew
from bench.floor import SAID, TUNED, Server, server
from bench.variants import BASE, determine, made, say, spread
from tests.pg import SHORT_TEMPORARY, Cluster

PEOPLE, ROUNDS = 100_000, 3
OF_PERSON = (
    "SELECT DISTINCT table_name FROM information_schema.columns c JOIN pg_class t ON t.relname = c.table_name"
    " WHERE column_name = 'citizen_id' AND t.relkind = 'r' AND table_schema = 'public'"
)
ONE = "SELECT status FROM registry_determination WHERE citizen_id = %s AND ends IS NULL AND NOT superseded"
LAG = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) FROM pg_stat_replication"


def main() -> None:
    people = int(sys.argv[2]) if len(sys.argv) > 2 else PEOPLE
    with server() as first:
        made(first, people)
        for half in (0, 1):
            _cut(first, half)
        with _copied(first) as second:
            _compare(first, second, people)
        with _copied(first, "-R") as replica:
            _follow(first, replica, people)


def _cut(on: Server, half: int) -> None:
    """The database ``half0`` or ``half1``: everybody else's rows are taken out."""
    name = f"half{half}"
    on.copy("rows", name)
    tables = [(row[0], "citizen_id") for row in on.run(OF_PERSON, name=name)]
    statements = [
        f"DELETE FROM {table} WHERE hashint8({column}) & 1 <> {half}"
        for table, column in (*tables, ("registry_citizen", "id"))
    ]
    on.run("SET session_replication_role = replica", *statements, "VACUUM FULL ANALYZE", name=name)


@contextmanager
def _copied(of: Server, *options: str) -> Iterator[Server]:
    """A second server with everything that the first one has; with ``-R`` it follows it."""
    held = Cluster(of.cluster.programs, tempfile.mkdtemp(prefix="kepil-pg-", dir=SHORT_TEMPORARY), TUNED)
    try:
        if held.owner:
            shutil.chown(held.directory, held.owner["user"], held.owner["group"])
        held.run("pg_basebackup", "-h", of.directory, "-U", "test", "-c", "fast", *options)
        held.start()
        try:
            yield Server(held)
        finally:
            held.stop()
    finally:
        shutil.rmtree(held.directory, ignore_errors=True)


def _compare(first: Server, second: Server, people: int) -> None:
    one: dict[int, list[float]] = {1: [], 2: []}
    two: list[float] = []
    digests = set()
    for turn in range(ROUNDS):
        with crew(first.address(), first.address()) as workers:
            for number in (1, 2):
                first.copy("rows")
                one[number].append(determine(workers[:number], BASE, "all")[1])
                digests.add(_digest(first))
        first.copy("half0")
        second.copy("half1")
        with crew(first.address(), second.address()) as workers:
            two.append(_apart(workers))
        digests.add(_digest(first, second))
        say(f"round {turn + 1}: {one[1][-1]:.2f}, {one[2][-1]:.2f}, apart {two[-1]:.2f} s")
    if len(digests) > 1:
        raise SystemExit(f"NOT REPORTED: the determinations differ: {sorted(digests)}")
    print(f"{people:,} people determined for the first time, apply in s; the same rows each time.\n")
    print("| servers | workers | s | × one worker |\n|---|---|---|---|")
    alone = statistics.median(one[1])
    for servers, workers, seconds in (("1", 1, one[1]), ("1", 2, one[2]), ("2, half each", 2, two)):
        print(f"| {servers} | {workers} | {spread(seconds)} | {alone / statistics.median(seconds):.2f} |")


def _apart(workers: list[Worker]) -> float:
    """Seconds until both halves are written: a run of its own on each."""
    runs = [{"run": worker.do("begin", on=BASE, scope="all")["run"]} for worker in workers]
    all_at(workers, "work", *runs)
    all_at(workers, "agree", *runs)
    return all_at(workers, "work", *runs)


def _digest(*servers: Server) -> str:
    """Of what was determined on all of them together, in the order of the people."""
    query = f"SELECT citizen_id, md5(ROW({SAID})::text) FROM registry_determination ORDER BY 1, 2"
    found = sha256()
    for _, digest in merge(*(on.run(query) for on in servers)):
        found.update(digest.encode())
    return found.hexdigest()


def _follow(first: Server, replica: Server, people: int) -> None:
    first.copy("rows")
    numbers = [row[0] for row in first.run("SELECT id FROM registry_citizen WHERE id % 97 = 0 ORDER BY id")]
    with crew(first.address(), first.address()) as workers:
        _replayed(first)
        calm = _asked(replica, numbers, seconds=2)
        done, lags, busy = Event(), list[int](), list[list[float]]()
        asking = Thread(target=lambda: busy.append(_asked(replica, numbers, until=done)))
        watching = Thread(target=lambda: lags.extend(_lags(first, done)))
        asking.start()
        watching.start()
        seconds = determine(workers, BASE, "all")[1]
        done.set()
        behind = _replayed(first)
        asking.join()
        watching.join()
    if _digest(first) != _digest(replica):
        raise SystemExit("NOT REPORTED: the replica holds other determinations")
    print(
        f"\nA replica answers for one person in {_middle(calm)}, and in {_middle(busy[0])} while {people:,} people are",
        end="",
    )
    print(f" determined with two workers on the server that it follows (apply {seconds:.2f} s). It was at most", end="")
    print(f" {max(lags, default=0) / 2**20:.1f} MiB behind, and {behind:.2f} s after the end it held the same rows.")


def _asked(on: Server, numbers: list[int], seconds: float = 0.5, until: Event | None = None) -> list[float]:
    """ms of each look at one person, again and again: so long at least, and until something is over."""
    took, began = [], perf_counter()
    with psycopg.connect(host=on.directory, dbname="work", user="test", autocommit=True) as connection:
        while perf_counter() - began < seconds or (until is not None and not until.is_set()):
            for number in numbers[:200]:
                start = perf_counter()
                connection.execute(ONE, [number], prepare=True).fetchone()
                took.append(1000 * (perf_counter() - start))
            sleep(0.02)
    return took


def _lags(first: Server, done: Event) -> Iterator[int]:
    while not done.is_set():
        for row in first.run(LAG, name="postgres"):
            yield int(row[0] or 0)
        sleep(0.05)


def _replayed(first: Server) -> float:
    """Seconds until the replica has everything that is there now."""
    began = perf_counter()
    written = first.run("SELECT pg_current_wal_lsn()", name="postgres")[0][0]
    behind = f"SELECT count(*) FROM pg_stat_replication WHERE replay_lsn < '{written}' OR replay_lsn IS NULL"
    while first.run(behind, name="postgres")[0][0]:
        sleep(0.01)
    return perf_counter() - began


def _middle(took: list[float]) -> str:
    each = sorted(took)
    return f"{statistics.median(each):.2f} ms (99 of 100 within {each[int(len(each) * 0.99)]:.2f})"
