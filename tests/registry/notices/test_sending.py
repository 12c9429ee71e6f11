"""Sending the outbox: once, in turn, again only where nothing was sent, and visibly where nobody knows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from registry.models import Notice
from registry.notices import outbox, sending
from registry.notices.outcomes import NotSent, Permanent, Transient, Uncertain
from registry.notices.pace import Pace
from registry.notices.providers import Provider
from registry.notices.sending import HELD, MOST_ATTEMPTS, STALE, WAITS, Sender
from registry.notices.texts import EMAIL, SMS
from tests.registry.world import NOW, World

State = Notice.State


class Recorder:
    """A provider that keeps what it was given, and raises what it was told to."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.sent: list[tuple[str, str, str]] = []

    def send(self, to: str, subject: str, body: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((to, subject, body))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def put(world: World) -> Callable[..., Notice]:
    def put(key: str = "decided:1", **fields: object) -> Notice:
        outbox.put(NOW, "decided", key, application=world.application())
        Notice.objects.filter(key=key).update(**fields)
        return Notice.objects.get(key=key)

    return put


def sender(clock: Clock, sms: Provider | None = None, email: Provider | None = None) -> Sender:
    found = {SMS: sms, EMAIL: email}
    providers = {channel: provider for channel, provider in found.items() if provider}
    return Sender(providers, "https://kepil.example", clock, lambda: None)


def test_what_waits_is_sent_once(put, clock: Clock):
    notice, recorder = put(), Recorder()
    assert sender(clock, recorder).send_waiting().sent == [notice.pk]
    assert sender(clock, recorder).send_waiting().sent == []
    ((to, subject, body),) = recorder.sent
    assert (to, subject) == (notice.to, "")
    assert notice.values["reference"] in body
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.sent_at, notice.fault) == (State.SENT, 1, NOW, "")


def test_each_channel_has_its_provider_and_without_one_a_notice_waits(put, clock: Clock):
    put("sms")
    put("letter", channel=EMAIL, to="a@example.org")
    texts, letters = Recorder(), Recorder()
    sender(clock, email=letters).send_waiting()
    assert [to for to, *_ in letters.sent] == ["a@example.org"]
    assert Notice.objects.get(key="sms").state == State.WAITING
    sender(clock, texts, letters).send_waiting()
    assert len(texts.sent) == len(letters.sent) == 1


def test_the_oldest_goes_first_and_no_more_than_asked_for(put, clock: Clock):
    put("late", not_before=NOW, to="2")
    put("early", not_before=NOW - timedelta(minutes=1), to="1")
    put("later", not_before=NOW + timedelta(seconds=1), to="3")
    recorder = Recorder()
    sender(clock, recorder).send_waiting(limit=1)
    assert [to for to, *_ in recorder.sent] == ["1"]
    sender(clock, recorder).send_waiting()
    assert [to for to, *_ in recorder.sent] == ["1", "2"]


def test_what_did_not_leave_is_tried_again_later_and_later_and_then_no_more(put, clock: Clock):
    notice = put()
    recorder = Recorder(*[Transient("http_503")] * MOST_ATTEMPTS)
    for wait in WAITS:
        assert sender(clock, recorder).send_waiting().put_off == [notice.pk]
        notice.refresh_from_db()
        assert (notice.state, notice.fault, notice.not_before) == (State.WAITING, "http_503", clock.now + wait)
        clock.now = notice.not_before - timedelta(seconds=1)
        assert sender(clock, recorder).send_waiting().put_off == []
        clock.now = notice.not_before
    assert sender(clock, recorder).send_waiting().failed == [notice.pk]
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.FAILED, 6)


def test_a_fault_that_passes_is_over_with_the_next_attempt(put, clock: Clock):
    notice, recorder = put(), Recorder(Transient("not_connected"))
    sender(clock, recorder).send_waiting()
    clock.now += WAITS[0]
    assert sender(clock, recorder).send_waiting().sent == [notice.pk]
    assert len(recorder.sent) == 1


@pytest.mark.parametrize("fault", [Permanent("refused"), Uncertain("broken_off")])
def test_what_will_never_be_taken_or_may_have_been_is_not_tried_again(put, clock: Clock, fault: NotSent):
    notice, recorder = put(), Recorder(fault)
    assert sender(clock, recorder).send_waiting().failed == [notice.pk]
    clock.now += timedelta(days=2)
    assert sender(clock, recorder).send_waiting() == sending.Round()
    notice.refresh_from_db()
    assert (notice.state, notice.fault) == (State.FAILED, fault.code)


def test_a_fault_of_ours_stops_one_notice_and_quotes_nothing(put, clock: Clock, caplog):
    put("one", not_before=NOW - timedelta(minutes=1))
    put("two")
    found = sender(clock, Recorder(RuntimeError("+77010000000 Әбенова"))).send_waiting()
    assert (len(found.failed), len(found.sent)) == (1, 1)
    assert Notice.objects.get(key="one").fault == "error_RuntimeError"
    assert "RuntimeError" in caplog.text
    assert "Әбенова" not in caplog.text + str(list(Notice.objects.values_list("fault")))


class Died(BaseException):
    """The process was killed."""


@pytest.mark.parametrize("before", [True, False])
def test_a_sender_that_dies_leaves_a_trace_and_no_second_message(put, clock: Clock, before: bool):
    class Deadly(Recorder):
        def send(self, to: str, subject: str, body: str) -> None:
            if not before:
                super().send(to, subject, body)
            raise Died

    notice, deadly, next_one = put(), Deadly(), Recorder()
    with pytest.raises(Died):
        sender(clock, deadly).send_waiting()
    notice.refresh_from_db()
    assert (notice.state, notice.claimed_at) == (State.SENDING, NOW)
    clock.now += HELD - timedelta(seconds=1)
    assert sender(clock, next_one).send_waiting() == sending.Round()
    clock.now += timedelta(seconds=1)
    assert sender(clock, next_one).send_waiting().interrupted == [notice.pk]
    clock.now += timedelta(days=1)
    assert sender(clock, next_one).send_waiting() == sending.Round()
    assert next_one.sent == []
    notice.refresh_from_db()
    assert (notice.state, notice.fault) == (State.FAILED, "interrupted")


def test_news_that_has_grown_old_is_dropped(put, clock: Clock):
    notice, recorder = put(), Recorder()
    clock.now += STALE + timedelta(seconds=1)
    assert sender(clock, recorder).send_waiting().dropped == [notice.pk]
    assert recorder.sent == []
    assert Notice.objects.get().fault == "late"


@pytest.mark.parametrize(("day", "sent"), [(16, True), (17, False)])
def test_an_end_of_cover_is_told_until_that_day_and_not_after(world: World, clock: Clock, day: int, sent: bool):
    citizen = world.citizen(phone="+77010000000")
    outbox.put(NOW, "cover_ends", "cover_ends:1", citizen=citizen, values={"ends": "2026-03-16"})
    clock.now = NOW.replace(day=day)
    found = sender(clock, Recorder()).send_waiting()
    assert bool(found.sent) == sent
    assert bool(found.dropped) != sent


def test_the_pace():
    time, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        time[0] += seconds

    pace = Pace(5, lambda: time[0], sleep)
    for _ in range(3):
        pace()
    time[0] += 10  # a pause is not made up for by a burst
    pace()
    pace()
    assert slept == [0.2, 0.2, 0.2]


class TestCommand:
    def test_the_console_prints_what_would_be_sent(self, put, settings, capsys):
        notice = put(created_at=NOW.replace(year=2100), not_before=NOW)
        settings.PORTAL_URL = "https://kepil.example"
        out = StringIO()
        call_command("send_notices", stdout=out)
        assert f"--- to {notice.to}\nKepil: {notice.values['reference']} өтінішіңіз" in out.getvalue()
        assert out.getvalue().endswith("1 sent\n")

    def test_the_rows_that_failed_are_named(self, put):
        notice = put(state=State.SENDING, claimed_at=NOW - timedelta(days=3650))
        out, err = StringIO(), StringIO()
        call_command("send_notices", stdout=out, stderr=err)
        assert "1 interrupted" in out.getvalue()
        assert err.getvalue() == f"interrupted: notices {notice.pk}\n"

    def test_without_providers_it_says_so(self, db, settings):
        settings.NOTICE_EMAIL_PROVIDER = settings.NOTICE_SMS_PROVIDER = "none"
        with pytest.raises(CommandError, match="NOTICE_SMS_PROVIDER"):
            call_command("send_notices")

    def test_it_goes_on_until_it_is_stopped(self, put, monkeypatch):
        put(created_at=NOW.replace(year=2100))
        rounds: list[float] = []

        def sleep(seconds: float) -> None:
            rounds.append(seconds)
            if len(rounds) == 3:
                raise KeyboardInterrupt

        monkeypatch.setattr("registry.management.commands.send_notices.time.sleep", sleep)
        out = StringIO()
        call_command("send_notices", every=2.0, stdout=out)
        assert rounds == [2.0, 2.0, 2.0]
        assert out.getvalue().endswith("1 sent\nStopped.\n")

    @pytest.mark.parametrize("arguments", [["--every=0"], ["--limit=-1"], ["--per-second=nan"], ["--every=soon"]])
    def test_numbers_that_make_no_sense(self, arguments: list[str]):
        with pytest.raises(CommandError):
            call_command("send_notices", *arguments)
