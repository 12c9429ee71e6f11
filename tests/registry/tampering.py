"""What somebody may do to the log who holds the database: each way once, at a place drawn by chance."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from registry import seals
from registry.models import LogEntry, LogSeal
from tests.conftest import remove_log_guards

from .world import NOW

ENTRIES, SEALS = "registry_logentry", "registry_logseal"
COLUMNS = [str(field.column) for field in LogEntry._meta.concrete_fields]
SEAL_COLUMNS = [str(field.column) for field in LogSeal._meta.concrete_fields]
AFTER = NOW + timedelta(minutes=10)
"""When the log is looked at: everything has long been sealed."""


def make_log(count: int, each: int, seed: int = 1) -> None:
    """``count`` entries, some numbers left out as after a rollback, sealed in links of ``each``."""
    random = Random(seed)
    number, rows = 0, []
    for place in range(count):
        number += random.choice((1, 1, 1, 2, 3))
        rows.append(
            LogEntry(
                pk=number,
                at=NOW + timedelta(milliseconds=place * 10),
                actor_kind="staff",
                actor_id=random.randint(1, 40),
                role="officer",
                verb=random.choice(("read_citizen", "searched", "confirmed")),
                citizen_id=random.choice((None, 1, 2, 3)),
                application_id=random.choice((None, 4, 5)),
                purpose=random.choice(("", "request")),
                address="10.0.0.7",
                details=random.choice(({}, {"rows": [1, 2]}, {"by": "name", "ә": None, "a": 1.5})),
            )
        )
    LogEntry.objects.bulk_create(rows, batch_size=1_000)
    if connection.vendor == "postgresql":
        run(f"SELECT setval(pg_get_serial_sequence('{ENTRIES}', 'id'), %s)", number)
    seal_all(each)


def seal_all(each: int = seals.MOST) -> int:
    """The number of seals that were made."""
    at = AFTER - timedelta(minutes=5)
    return sum(1 for _ in iter(lambda: seals.seal(at, most=each), None))


@contextmanager
def tampered() -> Iterator[None]:
    """The guards are gone; at the end everything is as before."""
    with transaction.atomic():
        remove_log_guards(connection)
        yield
        transaction.set_rollback(True)


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount


def column(random: Random, name: str = "", pk: int = 0) -> None:
    """Another value in one column of one entry."""
    name = name or random.choice(COLUMNS)
    pk = pk or entry(random)
    run(f"UPDATE {ENTRIES} SET {name} = {OTHER[name]} WHERE id = %s", pk)


def no_time(random: Random, text: str) -> None:
    """On SQLite, which takes any text."""
    run(f"UPDATE {ENTRIES} SET at = %s WHERE id = %s", text, entry(random))


def seal_anew(each: int) -> None:
    run(f"DELETE FROM {SEALS} WHERE id > %s", 0)
    seal_all(each)


def delete(random: Random) -> None:
    run(f"DELETE FROM {ENTRIES} WHERE id = %s", entry(random))


def insert(random: Random) -> None:
    """At a number that a rollback had left out."""
    used = set(LogEntry.objects.values_list("pk", flat=True))
    put(random.choice([number for number in range(1, max(used)) if number not in used]))


def insert_before(random: Random) -> None:
    put(-random.randint(0, 9))


def append(random: Random) -> None:
    put(LogEntry.objects.latest("pk").pk + random.randint(1, 50))


def swap(random: Random) -> None:
    """Two entries change their places."""
    one, other = sorted(random.sample(list(LogEntry.objects.values_list("pk", flat=True)), 2))
    for old, new in ((one, 0), (other, one), (0, other)):
        run(f"UPDATE {ENTRIES} SET id = %s WHERE id = %s", new, old)


def cut(random: Random) -> None:
    run(f"DELETE FROM {ENTRIES} WHERE id >= %s", entry(random))


def cut_with_seals(random: Random) -> None:
    """The whole end of the log, seals too: this shows against a root alone."""
    chosen = seal(random)
    run(f"DELETE FROM {ENTRIES} WHERE id > %s", chosen.first - 1)
    run(f"DELETE FROM {SEALS} WHERE id >= %s", chosen.pk)


def seal_column(random: Random, name: str = "") -> None:
    name = name or random.choice(SEAL_COLUMNS)
    run(f"UPDATE {SEALS} SET {name} = {OTHER_OF_SEAL[name]} WHERE id = %s", seal(random).pk)


def delete_seal(random: Random) -> None:
    run(f"DELETE FROM {SEALS} WHERE id = %s", seal(random).pk)


def delete_last_seal(random: Random) -> None:
    run(f"DELETE FROM {SEALS} WHERE id = %s", LogSeal.objects.latest("pk").pk)


def exchange_seals(random: Random) -> None:
    one, other = random.sample(list(LogSeal.objects.all()), 2)
    replace_digest(other.pk, one.digest)
    replace_digest(one.pk, other.digest)


def forge_seal(random: Random) -> None:
    """A changed entry under a seal made anew, with another key."""
    chosen = seal(random)
    column(random, "verb", chosen.first)
    content = seals.Content()
    for row in seals.entries(chosen.first - 1, chosen.last):
        content.add(row)
    before = LogSeal.objects.filter(pk=chosen.pk - 1).first()
    made = seals.digest(chosen, before.digest if before else "", content.digest, "a guessed key")
    replace_digest(chosen.pk, made)


def replace_digest(pk: int, digest: str) -> None:
    run(f"UPDATE {SEALS} SET digest = %s WHERE id = %s", digest, pk)


def entry(random: Random) -> int:
    return random.choice(list(LogEntry.objects.values_list("pk", flat=True)))


def seal(random: Random) -> LogSeal:
    return random.choice(list(LogSeal.objects.all()))


def put(number: int) -> None:
    LogEntry.objects.create(pk=number, at=NOW, actor_kind="system", verb="read_citizen")


OTHER = {
    "id": "id + 1000000",
    "at": "'2026-03-16 05:00:00.000001+00:00'",
    "actor_kind": "'system'",
    "actor_id": "actor_id + 1",
    "role": "''",
    "verb": "verb || 'x'",
    "citizen_id": "COALESCE(citizen_id, 0) + 1",
    "application_id": "COALESCE(application_id, 0) + 1",
    "account_id": "7",
    "purpose": "purpose || ' '",
    "address": "'10.0.0.8'",
    "details": "'{\"rows\": [2, 1]}'",
}
OTHER_OF_SEAL = {
    "id": "id + 1000",
    "first": "first + 1",
    "last": "last + 1000000",
    "count": "count + 1",
    "digest": "'00' || substr(digest, 3)",
    "sealed_at": "'2026-03-16 05:00:00.000001+00:00'",
}
WAYS: tuple[Callable[[Random], None], ...] = (
    *(column, delete, insert, insert_before, append, swap, cut, cut_with_seals),
    *(seal_column, delete_seal, delete_last_seal, exchange_seals, forge_seal),
)
assert set(OTHER) == set(COLUMNS)
assert set(OTHER_OF_SEAL) == set(SEAL_COLUMNS)
