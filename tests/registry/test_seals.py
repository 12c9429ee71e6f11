"""Nothing is done to the log that its seals do not show, and an honest log never alarms."""

import json
import threading
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from registry import seal_check, seal_roots, seals
from registry.log import Verb, Who, write
from registry.management.commands import seal_log
from registry.models import LogEntry, LogSeal
from registry.seal_roots import Root, RootError

from . import tampering
from .tampering import AFTER, COLUMNS, SEAL_COLUMNS, WAYS, make_log, seal_all, tampered
from .world import NOW, TODAY

POSTGRESQL = connection.vendor == "postgresql"
KEY = "another key, as long as it has to be: 0123456789 abcdefghij"


def faults(*roots: Root) -> list[str]:
    return seal_check.verify(AFTER, roots).faults


@pytest.fixture
def log(db: None) -> Root:
    """Some hundred entries under twelve seals, and the root that was kept of them."""
    make_log(230, each=20)
    return root()


def root() -> Root:
    last = LogSeal.objects.latest("pk")
    return Root("2026-03-16", last.pk, last.last, LogEntry.objects.count(), last.digest)


def test_an_honest_log_has_no_fault(log: Root):
    report = seal_check.verify(AFTER, [log])
    assert (report.faults, report.seals, report.sealed, report.unsealed) == ([], 12, 230, 0)


def test_there_is_nothing_to_seal_twice(log: Root):
    assert seals.seal(AFTER) is None


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_of_an_entry_is_sealed(log: Root, name: str):
    for seed in range(3):
        with tampered():
            tampering.column(Random(seed), name)
            assert faults()


@pytest.mark.parametrize("name", SEAL_COLUMNS)
def test_every_column_of_a_seal_is_sealed(log: Root, name: str):
    for seed in range(3):
        with tampered():
            tampering.seal_column(Random(seed), name)
            assert faults()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_of_tampering_stays_unseen(log: Root, way: Any):
    for seed in range(5):
        with tampered():
            way(Random(seed))
            assert faults(log), f"{way.__name__} with seed {seed}"
    assert faults(log) == []


def test_one_of_ten_thousand_entries(db: None):
    make_log(10_000, each=1_000)
    for seed, way in enumerate((tampering.column, tampering.delete, tampering.insert, tampering.swap)):
        with tampered():
            way(Random(seed))
            assert faults()
    assert faults(root()) == []


def test_a_fault_names_seal_and_rows_and_nothing_of_a_person(log: Root):
    third = LogSeal.objects.get(pk=3)
    with tampered():
        tampering.column(Random(0), "citizen_id", third.first)
        expected = f"seal 3, entries {third.first} to {third.last}: the entries or the seal are not what they were"
        assert faults() == [expected]


def test_what_is_no_time_and_no_json_is_a_fault(log: Root):
    if POSTGRESQL:
        pytest.skip("PostgreSQL takes nothing of the kind")
    with tampered():
        tampering.no_time(Random(0), "yesterday")
        assert len(faults()) == 1
    with tampered():
        tampering.no_time(Random(0), "2026-13-40 00:00:00")
        assert len(faults()) == 1


def test_a_log_cut_off_at_its_end_shows_against_the_root_alone(log: Root):
    with tampered():
        tampering.cut_with_seals(Random(0))
        assert faults() == []
        [fault] = faults(log)
    assert fault == f"root of 2026-03-16: seal 12, up to entry {log.last}, is not the one that was kept, or gone"


def test_a_link_of_another_branch_of_the_log_does_not_fit(log: Root):
    """As after a restore: everything of the last link is genuine, but it was made behind another one."""
    last = LogSeal.objects.latest("pk")
    content = seals.Content()
    for row in seals.entries(last.first - 1, last.last):
        content.add(row)
    with tampered():
        tampering.replace_digest(last.pk, seals.digest(last, "0" * 64, content.digest, settings.LOG_KEY))
        [fault] = faults()
    assert fault.startswith("seal 12,")


def test_seals_made_anew_with_the_key_show_against_the_root(log: Root):
    with tampered():
        tampering.column(Random(0), "verb")
        tampering.seal_anew(each=20)
        assert faults() == []
        assert len(faults(log)) == 1


def test_entries_without_a_seal_are_counted_and_late_ones_a_fault(log: Root):
    write(Who(now=AFTER - timedelta(seconds=59)), Verb.SEARCHED)
    report = seal_check.verify(AFTER)
    assert (report.faults, report.unsealed) == ([], 1)
    [fault] = seal_check.verify(AFTER + timedelta(seconds=2)).faults
    assert fault.endswith("have had no seal for more than 60 seconds")


def test_an_empty_log_is_an_honest_one(db: None):
    assert seals.seal(NOW) is None
    assert faults() == []


# Keys


def test_a_former_key_is_believed_as_long_as_it_is_named(log: Root, settings: Any):
    former = settings.LOG_KEY
    settings.LOG_KEY, settings.LOG_KEY_FALLBACKS = KEY, [former]
    write(Who(now=NOW), Verb.SEARCHED)
    seal_all()
    assert faults(log) == []
    settings.LOG_KEY_FALLBACKS = []
    assert len(faults()) == 12


def test_a_former_key_is_not_believed_after_the_new_one(log: Root, settings: Any):
    former = settings.LOG_KEY
    for key in (KEY, former):
        settings.LOG_KEY = key
        write(Who(now=NOW), Verb.SEARCHED)
        seal_all()
    settings.LOG_KEY, settings.LOG_KEY_FALLBACKS = KEY, [former]
    [fault] = faults()
    assert fault.startswith("seal 14,")


# Honest logs never alarm

DETAILS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
    st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.lists(st.integers(), max_size=3),
    max_size=3,
)
STEPS = st.lists(st.tuples(st.integers(0, 4), DETAILS, st.sampled_from([-86400, 0, 0.000001, 5])), max_size=6)


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(1, 3))
def test_an_honest_log_never_alarms(db: None, steps: list[Any], each: int):
    with transaction.atomic():
        now = NOW
        for count, details, seconds in steps:
            now += timedelta(seconds=seconds)  # clocks are set back, too
            for _ in range(count):
                write(Who(now=now, address="::1"), Verb.SEARCHED, details=details)
            with transaction.atomic():
                write(Who(now=now), Verb.SEARCHED)
                transaction.set_rollback(True)
            seal_all(each)
        assert faults() == []
        transaction.set_rollback(True)


# Writers at work while the sealer seals


def in_thread(work: Any) -> threading.Thread:
    def run_and_close() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run_and_close)
    thread.start()
    return thread


def slow_writer(written: threading.Event, go_on: threading.Event) -> threading.Thread:
    def work() -> None:
        with transaction.atomic():
            write(Who(now=NOW), Verb.SEARCHED)
            written.set()
            go_on.wait(10)

    return in_thread(work)


@pytest.fixture
def late_entry(transactional_db: None) -> Any:
    """An entry whose number is drawn before, and which is seen after, that of another one."""
    if not POSTGRESQL:
        pytest.skip("SQLite has one writer at a time")
    written, go_on = threading.Event(), threading.Event()
    writer = slow_writer(written, go_on)
    assert written.wait(10)
    write(Who(now=NOW), Verb.READ_CITIZEN)

    def arrive() -> None:
        go_on.set()
        writer.join(10)

    yield arrive
    arrive()


def test_without_the_lock_an_entry_is_passed_over(late_entry: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(seals, "_settled", lambda: LogEntry.objects.latest("pk").pk)
    sealed = seals.seal(NOW)
    late_entry()
    assert sealed is not None
    assert sealed.count == 1
    [fault] = faults()
    assert fault.endswith("there are 2 entries where 1 were sealed")


def test_with_the_lock_the_sealer_waits(late_entry: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(seals, "PATIENCE", 50)
    with pytest.raises(seals.BusyError):
        seals.seal(NOW)
    late_entry()
    sealed = seals.seal(NOW)
    assert sealed is not None
    assert sealed.count == 2
    assert faults() == []


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_nothing_is_passed_over_while_many_write():
    done = threading.Event()

    def work() -> None:
        for number in range(25):
            with transaction.atomic():
                write(Who(now=NOW), Verb.SEARCHED, details={"number": number})
                if number % 5 == 0:
                    time.sleep(0.01)
                transaction.set_rollback(number % 7 == 3)

    def keep_sealing() -> None:
        while not done.is_set():
            seals.seal(NOW)
            time.sleep(0.003)

    sealers = [in_thread(keep_sealing), in_thread(keep_sealing)]
    writers = [in_thread(work) for _ in range(4)]
    for thread in writers:
        thread.join(60)
    done.set()
    for thread in sealers:
        thread.join(60)
    seal_all()
    report = seal_check.verify(AFTER)
    assert (report.faults, report.sealed, report.unsealed) == ([], 4 * 21, 0)
    assert LogEntry.objects.count() == 4 * 21


# What the database refuses


@pytest.mark.parametrize("table", [tampering.ENTRIES, tampering.SEALS])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_every_change(log: Root, table: str, statement: str):
    if statement.startswith("TRUNCATE") and not POSTGRESQL:
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("model", [LogEntry, LogSeal])
def test_django_cannot_change_a_row_either(log: Root, model: Any):
    row = model.objects.first()
    for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(id=1)):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            change()


# The commands


def call(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def test_the_commands_seal_keep_the_root_and_verify(log: Root, clock: None, tmp_path: Path):
    file = tmp_path / "roots"
    write(Who(now=NOW), Verb.SEARCHED)
    assert "seal 13: 1 entries" in call("seal_log", "--root", str(file))
    assert call("seal_log", "--root", str(file)) == ""
    assert file.stat().st_mode & 0o777 == 0o600
    [kept] = seal_roots.read(file)
    assert (kept.day, kept.seal, kept.count) == ("2026-03-16", 13, 231)
    assert "231 entries under 13 seals, 0 without a seal yet, 0 faults" in call("verify_log", "--root", str(file))


def test_the_service_goes_on_when_it_could_not_seal(log: Root, clock: None, monkeypatch: pytest.MonkeyPatch):
    sealed, waited = seals.seal, []
    turns = iter([seals.BusyError, OperationalError])

    def sometimes(*arguments: Any) -> Any:
        failure = next(turns, None)
        if failure:
            raise failure
        return sealed(*arguments)

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(seals, "seal", sometimes)
    monkeypatch.setattr(seal_log, "close_old_connections", lambda: None)  # it would end the test's transaction
    monkeypatch.setattr("time.sleep", wait)
    write(Who(now=NOW), Verb.SEARCHED)
    with pytest.raises(KeyboardInterrupt):
        call_command("seal_log", "--every", "10")
    assert waited == [10, 10, 10]
    assert LogSeal.objects.count() == 13


def test_once_and_busy_is_said(log: Root, monkeypatch: pytest.MonkeyPatch):
    def busy(*arguments: Any) -> None:
        raise seals.BusyError

    monkeypatch.setattr(seals, "seal", busy)
    with pytest.raises(CommandError, match="try again"):
        call_command("seal_log")


def test_a_fault_is_exit_status_1(log: Root, clock: None, capsys: pytest.CaptureFixture[str]):
    with tampered():
        tampering.delete(Random(0))
        with pytest.raises(SystemExit) as left:
            call_command("verify_log")
        assert left.value.code == 1
    assert "FAULT seal" in capsys.readouterr().out


def test_no_root_is_kept_of_a_log_that_lost_the_last_one(log: Root, clock: None, tmp_path: Path):
    file = tmp_path / "roots"
    call("seal_log", "--root", str(file))
    with tampered():
        tampering.delete_last_seal(Random(0))
        with pytest.raises(CommandError, match="no longer has seal 12"):
            call("seal_log", "--root", str(file))
    assert len(list(seal_roots.read(file))) == 1


NO_DAY = json.dumps({"day": "soon", "seal": 1, "last": 1, "count": 1, "digest": ""})


@pytest.mark.parametrize("line", ["", "x", "[]", NO_DAY])
def test_a_line_that_is_no_root_is_said(db: None, tmp_path: Path, line: str):
    file = tmp_path / "roots"
    file.write_text(line + "\n")
    with pytest.raises(RootError, match="line 1"):
        list(seal_roots.read(file))
    with pytest.raises(CommandError, match="line 1"):
        call("verify_log", "--root", str(file))


def test_the_running_sealer_notices_that_its_seal_is_gone(log: Root):
    with tampered():
        before = LogSeal.objects.latest("pk").digest
        tampering.delete_last_seal(Random(0))
        with pytest.raises(seals.BrokenChainError):
            seals.seal(AFTER, after=before)
