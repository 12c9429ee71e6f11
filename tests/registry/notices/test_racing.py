"""Several senders at once: proved to send twice without the claim, and never with it. On PostgreSQL: on SQLite there
is one writer at a time, and the tests' own database is in memory, where threads cannot meet."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from registry.models import Notice
from registry.notices import outbox, sending
from registry.notices.sending import Sender
from registry.notices.texts import SMS
from tests.registry.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 60


@pytest.fixture
def waiting() -> list[str]:
    if connection.vendor != "postgresql":
        pytest.skip("several writers at once need PostgreSQL")
    world, numbers = World(), [f"+7701{number:07}" for number in range(COUNT)]
    citizen = world.citizen()
    for number in numbers:
        citizen.phone = number
        outbox.put(NOW, "cover_ends", f"cover_ends:{number}", citizen=citizen, values={"ends": "2026-03-31"})
    return numbers


class Slow:
    """A provider that takes its time, so that the senders meet."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, to: str, subject: str, body: str) -> None:
        time.sleep(0.003)
        self.sent.append(to)


def race(senders: int) -> Counter[str]:
    """How often each number was sent to."""
    provider, together = Slow(), threading.Barrier(senders)

    def run(_index: int) -> None:
        try:
            connection.ensure_connection()
            together.wait(10)
            Sender({SMS: provider}, "https://kepil.example", lambda: NOW, lambda: None).send_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(senders) as pool:
        list(pool.map(run, range(senders)))
    return Counter(provider.sent)


def without_claiming(now: object, channels: tuple[str, ...]) -> Notice | None:
    """What a sender would do without care: read what waits, send it, and mark it afterwards."""
    return Notice.objects.filter(state=Notice.State.WAITING, channel__in=channels).order_by("pk").first()


def test_without_the_claim_people_are_told_twice(waiting: list[str], monkeypatch):
    monkeypatch.setattr(sending, "claim", without_claiming)
    assert race(2).total() > COUNT


@pytest.mark.parametrize("senders", [2, 8])
def test_each_notice_is_sent_by_one_of_them(waiting: list[str], senders: int):
    assert race(senders) == Counter(waiting)
    assert set(Notice.objects.values_list("state", "attempts")) == {(Notice.State.SENT, 1)}


def test_the_same_key_put_in_by_eight_at_once_is_one_notice(waiting: list[str]):
    key, together = "decided:1", threading.Barrier(8)
    citizen = Notice.objects.all()[0].citizen

    def put(_index: int) -> None:
        try:
            connection.ensure_connection()
            together.wait(10)
            outbox.put(NOW, "revoked", key, citizen=citizen)
        finally:
            connection.close()

    assert citizen is not None
    citizen.phone = "+77010000000"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(8)))
    assert Notice.objects.filter(key=key).count() == 1
