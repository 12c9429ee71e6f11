"""Limits against guessing: how much they let through, whom they count as one, and that workers cannot outrun them."""

import io
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from eligibility.addresses import client_address
from eligibility.limits import Limit, TooMany
from eligibility.models import Attempts
from tests.eligibility.racing import LIMIT as RACE
from tests.registry.raced import address_for_others

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMIT = Limit("test", most=3, window=15 * MINUTE, alarm=1_000)
HOME, OTHER = "203.0.113.7", "203.0.113.8"


def taken(limit: Limit, address: str, now: datetime = NOW, times: int = 10) -> int:
    """How many of so many times the limit allows."""
    count = 0
    for _ in range(times):
        try:
            limit.take(address, now)
        except TooMany:
            continue
        count += 1
    return count


# --- How much is let through ---


@pytest.mark.django_db
def test_no_more_than_the_limit_a_client() -> None:
    assert taken(LIMIT, HOME) == 3
    assert taken(LIMIT, OTHER) == 3
    assert taken(LIMIT, HOME) == 0


@pytest.mark.django_db
def test_each_form_counts_for_itself() -> None:
    assert taken(LIMIT, HOME) == 3
    assert taken(Limit("another", most=2, window=MINUTE, alarm=10), HOME) == 2


@pytest.mark.django_db
def test_the_window_begins_with_the_first_time_and_ends() -> None:
    assert taken(LIMIT, HOME, NOW, times=1) == 1
    assert taken(LIMIT, HOME, NOW + 14 * MINUTE) == 2
    assert taken(LIMIT, HOME, NOW + 15 * MINUTE - timedelta(microseconds=1)) == 0
    assert taken(LIMIT, HOME, NOW + 15 * MINUTE) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("later", "seconds"),
    [(0 * MINUTE, 900), (timedelta(seconds=0.5), 900), (14 * MINUTE, 60), (15 * MINUTE - timedelta(seconds=0.1), 1)],
)
def test_a_refusal_says_how_long_it_lasts(later: timedelta, seconds: int) -> None:
    taken(LIMIT, HOME)
    with pytest.raises(TooMany) as refused:
        LIMIT.take(HOME, NOW + later)
    assert refused.value.seconds == seconds


@pytest.mark.django_db
def test_what_is_given_back_does_not_count() -> None:
    for _ in range(50):
        LIMIT.take(HOME, NOW)
        LIMIT.give_back(HOME, NOW)
    assert taken(LIMIT, HOME) == 3
    LIMIT.give_back(HOME, NOW)
    assert taken(LIMIT, HOME) == 1
    for _ in range(50):
        LIMIT.give_back(OTHER, NOW)
    assert taken(LIMIT, OTHER) == 3


@pytest.mark.django_db
def test_all_clients_together_raise_one_alarm_and_shut_out_nobody(caplog: pytest.LogCaptureFixture) -> None:
    limit = Limit("crowd", most=2, window=15 * MINUTE, alarm=20)
    addresses = [f"198.51.100.{number}" for number in range(15)]
    assert [taken(limit, address, times=2) for address in addresses[:10]] == [2] * 10
    assert caplog.records == []
    assert [taken(limit, address, times=3) for address in addresses[10:]] == [2] * 5
    assert [(record.levelname, record.name) for record in caplog.records] == [("ERROR", "eligibility.limits")]
    assert "crowd" in caplog.text
    assert "198.51" not in caplog.text
    taken(limit, HOME, NOW + 15 * MINUTE)
    assert len(caplog.records) == 1


@pytest.mark.django_db
def test_the_database_holds_no_address_and_no_two_days_or_forms_alike() -> None:
    other = Limit("another", most=3, window=15 * MINUTE, alarm=10)
    for limit, now in ((LIMIT, NOW), (LIMIT, NOW + timedelta(days=1)), (other, NOW)):
        limit.take(HOME, now)
    keys = [row.key for row in Attempts.objects.all()]
    assert len(set(keys)) == 6  # the client and everybody, three times
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM eligibility_attempts")
        assert HOME not in str(cursor.fetchall())


@pytest.mark.django_db
def test_the_keys_cannot_be_made_without_the_secret(settings: Any) -> None:
    LIMIT.take(HOME, NOW)
    before = set(Attempts.objects.values_list("key", flat=True))
    settings.SECRET_KEY = "another secret"
    LIMIT.take(HOME, NOW)
    assert not before & set(Attempts.objects.exclude(key__in=before).values_list("key", flat=True))
    assert Attempts.objects.count() == 4


@pytest.mark.django_db
def test_the_daily_command_deletes_counts_whose_window_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    LIMIT.take(HOME, NOW)
    LIMIT.take(OTHER, NOW + 10 * MINUTE)
    for moment, left, deleted in ((NOW + 14 * MINUTE, 3, 0), (NOW + 15 * MINUTE, 1, 2), (NOW + 15 * MINUTE, 1, 0)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        printed = io.StringIO()
        call_command("delete_expired", stdout=printed)
        assert f"attempts: {deleted} deleted" in printed.getvalue()
        assert Attempts.objects.count() == left


# --- Several workers at once ---


@pytest.fixture
def database_of_workers(transactional_db: None, tmp_path: Path) -> str:
    return address_for_others(tmp_path / "race.sqlite3")


def environment(address: str) -> dict[str, str]:
    chosen = {"DATABASE_URL": address, "DEBUG": "true", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | chosen


def race(kind: str, address: str, directory: Path, processes: int = 3, threads: int = 4) -> int:
    """How many times all processes together were allowed."""
    start = directory / f"start-{kind}"
    ready = [directory / f"ready-{kind}-{number}" for number in range(processes)]
    command = [sys.executable, "-m", "tests.eligibility.racing", kind, HOME, str(threads), str(start)]
    running = [
        subprocess.Popen(
            [*command, str(file)], cwd=settings.BASE, env=environment(address), stdout=subprocess.PIPE, text=True
        )
        for file in ready
    ]
    give_up = time.monotonic() + 60
    while not all(file.exists() for file in ready) and time.monotonic() < give_up:
        time.sleep(0.02)
    start.touch()
    printed = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0] * processes
    return sum(map(int, printed))


def test_workers_at_once_get_no_more_than_the_limit(database_of_workers: str, tmp_path: Path) -> None:
    """First that the race is real: what reads, judges and writes lets more through. Then that the limit does not."""
    assert race("naive", database_of_workers, tmp_path) > RACE.most
    assert race("limit", database_of_workers, tmp_path) == RACE.most


# --- Who is a client ---


def address_of(remote: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers))


@pytest.mark.parametrize("forwarded", [None, "", "198.51.100.1", "198.51.100.1, 203.0.113.7", "10.0.0.5", "nonsense"])
def test_nobody_is_believed_about_his_address(forwarded: str | None) -> None:
    assert address_of(HOME, forwarded) == HOME


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.0.0.5", "203.0.113.7", HOME),
        ("10.0.0.5", "198.51.100.1, 203.0.113.7", HOME),  # what the client itself wrote stands before it
        ("10.0.0.5", "198.51.100.1, 10.0.0.5, 203.0.113.7,10.1.0.9", HOME),
        ("10.0.0.5", "10.1.0.9", "10.1.0.9"),
        ("10.0.0.5", "203.0.113.7, nonsense", "10.0.0.5"),
        ("10.0.0.5", None, "10.0.0.5"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.6", "203.0.113.7", "10.0.0.6"),
        ("::ffff:10.0.0.5", "203.0.113.7", HOME),
        ("::ffff:203.0.113.7", None, HOME),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        ("10.0.0.5", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "203.0.113.7", ""),
        ("unix:", None, ""),
    ],
)
def test_only_named_proxies_are_believed(settings: Any, remote: str, forwarded: str | None, expected: str) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.5"), ip_network("10.1.0.0/24")]
    assert address_of(remote, forwarded) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [[], [ip_network("10.0.0.5")]])
def test_a_made_up_address_gains_nothing(settings: Any, proxies: list[Any]) -> None:
    """With a proxy in front, the attacker's own address is what the proxy added at the end."""
    settings.TRUSTED_PROXIES = proxies
    made_up = random.Random(1)
    count = 0
    for _ in range(40):
        claim = ".".join(str(made_up.randrange(1, 255)) for _ in range(4))
        remote, forwarded = ("10.0.0.5", f"{claim}, {HOME}") if proxies else (HOME, claim)
        count += taken(LIMIT, address_of(remote, forwarded), times=1)
    assert count == LIMIT.most
