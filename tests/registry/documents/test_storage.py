"""All of a document is kept, or nothing; and no input ever becomes a path."""

import errno
import os
import re
import resource
import secrets
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from registry.documents import storage
from registry.documents.outcomes import Code, Refused

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def root(settings, tmp_path: Path) -> Path:
    root = tmp_path / "not" / "there" / "yet"
    settings.DOCUMENTS_ROOT = root
    return root


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_what_is_stored_can_be_opened_and_deleted(root: Path):
    key = storage.store(b"content")
    assert storage.open_stored(key) == b"content"
    storage.delete(key)
    storage.delete(key)
    assert files(root) == []
    with pytest.raises(storage.UnknownKeyError):
        storage.open_stored(key)


def test_names_are_random_and_only_the_portal_may_read(root: Path):
    keys = {storage.store(b"the same") for _ in range(20)}
    assert len(keys) == 20
    assert all(re.fullmatch(r"[0-9a-f]{40}", key) for key in keys)
    assert {path.name for path in files(root)} == keys
    assert {path.stat().st_mode & 0o777 for path in files(root)} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files(root)} == {0o700}


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 39,
        "a" * 41,
        "A" * 40,
        "a" * 40 + "\n",
        "a" * 40 + "\0",
        "/" + "a" * 39,
        "../" + "a" * 37,
        "١" * 40,
        "a" * 40 + ".part",
    ],
)
def test_nothing_else_is_a_key(key: str):
    for use in (storage.open_stored, storage.delete):
        with pytest.raises(storage.UnknownKeyError):
            use(key)


def full(*args: object, **options: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("broken", ["fsync", "replace", "open", "mkdir"])
def test_a_full_disk_leaves_nothing_behind(root: Path, monkeypatch: pytest.MonkeyPatch, broken: str):
    if broken != "mkdir":
        root.mkdir(parents=True)
    with monkeypatch.context() as patched:
        patched.setattr(os, broken, full)
        with pytest.raises(Refused) as refused:
            storage.store(b"content")
    assert refused.value.code is Code.NOT_STORED
    assert files(root) == []
    assert storage.open_stored(storage.store(b"content")) == b"content"  # there is space again


def test_a_disk_that_is_full_halfway_leaves_nothing_behind(root: Path):
    """The real thing: the system lets the file grow no further."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        with pytest.raises(Refused):
            storage.store(bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert files(root) == []


def test_a_link_in_the_place_of_the_file_is_not_followed(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    key = "a" * 40
    monkeypatch.setattr(secrets, "token_hex", lambda count: key)
    (root / "aa").mkdir(parents=True)
    (root / "aa" / f"{key}.part").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        storage.store(b"content")
    assert not (tmp_path / "elsewhere").exists()


def aged(root: Path, key: str, age: timedelta, suffix: str = "") -> None:
    path = root / key[:2] / f"{key}{suffix}"
    stamp = (NOW - age).timestamp()
    os.utime(path, (stamp, stamp))


def test_orphans_are_what_no_row_knows_and_nobody_is_just_writing(root: Path):
    assert storage.orphans(set(), NOW) == []
    known, lost, young, unfinished = (storage.store(b"content") for _ in range(4))
    (root / unfinished[:2] / unfinished).rename(root / unfinished[:2] / f"{unfinished}.part")
    (root / "aa").mkdir(exist_ok=True)
    (root / "aa" / "README").write_text("not ours")
    for key in (known, lost):
        aged(root, key, timedelta(hours=2))
    aged(root, young, timedelta(minutes=1))
    aged(root, unfinished, timedelta(hours=2), ".part")
    found = storage.orphans({known}, NOW - timedelta(hours=1))
    assert found == sorted([lost, unfinished])
    for key in found:
        storage.delete(key)
    assert storage.open_stored(known) == storage.open_stored(young) == b"content"
    assert len(files(root)) == 3
