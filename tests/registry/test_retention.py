"""With the clock moved: nothing is kept beyond its term, nothing is deleted before it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from registry import retention
from registry.documents import storage
from registry.log import Verb
from registry.models import Application, Document, Invitation, LogEntry, Notice, State

from .world import NOW, World

TICK = timedelta(microseconds=1)
Expire = Callable[[datetime], dict[str, int]]


def term(rule: str) -> timedelta:
    return timedelta(days=retention.load()[rule]["days"])


@pytest.fixture
def expire(settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Expire:
    settings.DOCUMENTS_ROOT = tmp_path

    def run(now: datetime) -> dict[str, int]:
        with django_capture_on_commit_callbacks(execute=True):
            return retention.expire(now)

    return run


def with_document(application: Application) -> str:
    key = storage.store(b"a paper")
    Document.objects.create(application=application, key=key, size=7, digest=key, added_at=NOW, scan="clean")
    return key


def is_kept(key: str) -> bool:
    try:
        return bool(storage.open_stored(key))
    except storage.UnknownKeyError:
        return False


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN])
def test_documents_go_at_the_end_of_their_term_and_not_before(world: World, expire: Expire, state: str):
    application = world.application(state=state, closed_at=NOW)
    key = with_document(application)
    assert expire(NOW + term("documents") - TICK)["documents"] == 0
    assert is_kept(key)
    assert expire(NOW + term("documents"))["documents"] == 1
    assert not is_kept(key)
    assert not Document.objects.exists()
    [entry] = LogEntry.objects.all()
    assert (entry.verb, entry.application, entry.details) == (Verb.DOCUMENTS_DELETED, application, {"documents": 1})
    assert set(expire(NOW + term("documents")).values()) == {0}


@pytest.mark.parametrize("state", [state for state in State if state not in (State.REFUSED, State.WITHDRAWN)])
def test_documents_of_all_other_applications_stay(world: World, expire: Expire, state: str):
    closed_at = NOW if state == State.CONFIRMED else None
    key = with_document(world.application(state=state, closed_at=closed_at, officer=world.officer))
    assert set(expire(NOW + timedelta(days=4000)).values()) == {0}
    assert is_kept(key)


def test_a_file_without_a_row_goes_after_its_term(world: World, expire: Expire):
    kept, orphan = with_document(world.application()), storage.store(b"stray")
    for key in (kept, orphan):
        os.utime(storage._path(key), (NOW.timestamp(), NOW.timestamp()))
    assert expire(NOW + term("orphaned_documents"))["orphaned files"] == 0
    assert expire(NOW + term("orphaned_documents") + timedelta(seconds=1))["orphaned files"] == 1
    assert (is_kept(kept), is_kept(orphan)) == (True, False)


def test_the_address_of_a_notice_goes_and_its_key_stays(world: World, expire: Expire):
    common = {"language": "kk", "created_at": NOW, "not_before": NOW, "values": {"a": 1}}
    for state in Notice.State:
        Notice.objects.create(key=state, to="+77010000000", state=state, **common)
    assert expire(NOW + term("notices") - TICK)["notices"] == 0
    assert expire(NOW + term("notices"))["notices"] == len(Notice.State)
    assert expire(NOW + term("notices"))["notices"] == 0
    assert set(Notice.objects.values_list("to", "key")) == {("", state) for state in Notice.State}
    assert not Notice.objects.filter(state=Notice.State.WAITING).exists()


def test_expired_invitations_go(world: World, expire: Expire):
    Invitation.objects.create(account=world.officer, digest="a", expires_at=NOW)
    assert expire(NOW - TICK)["invitations"] == 0
    assert expire(NOW)["invitations"] == 1


def test_the_command_tells_counts(world: World, expire: Expire, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    out = StringIO()
    call_command("expire", stdout=out)
    assert out.getvalue().splitlines()[0] == "documents: 0 deleted or emptied"
