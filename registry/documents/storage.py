"""Documents on disk: under random names, outside everything that is served, readable by the portal's account only."""

import logging
import os
import re
import secrets
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from .outcomes import Code, Refused

RANDOM_BYTES: Final = 20
KEY: Final = re.compile(rf"[0-9a-f]{{{2 * RANDOM_BYTES}}}")
UNFINISHED: Final = ".part"

log = logging.getLogger(__name__)


class UnknownKeyError(LookupError):
    """No document is kept under it, or it cannot be a key at all."""


def store(content: bytes) -> str:
    """The key under which all of it is kept now. Raises Refused(NOT_STORED), and then nothing is left behind."""
    key = secrets.token_hex(RANDOM_BYTES)
    path = _path(key)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path.with_suffix(UNFINISHED), content)
        path.with_suffix(UNFINISHED).replace(path)
        _settle(path.parent)
    except OSError as error:
        path.with_suffix(UNFINISHED).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        log.error("a document could not be stored: %s", type(error).__name__)
        raise Refused(Code.NOT_STORED) from error
    return key


def open_stored(key: str) -> bytes:
    """Raises UnknownKeyError."""
    try:
        return _path(key).read_bytes()
    except FileNotFoundError as error:
        raise UnknownKeyError from error


def delete(key: str) -> None:
    """Also what an interrupted store left of it. Deleting twice is no error. Raises UnknownKeyError for no key."""
    path = _path(key)
    path.unlink(missing_ok=True)
    path.with_suffix(UNFINISHED).unlink(missing_ok=True)


def orphans(known_keys: Container[str], untouched_since: datetime) -> list[str]:
    """Keys on disk that no row knows, for ``delete``. Younger ones are left out: their row may be on its way."""
    return sorted(
        {
            path.stem
            for path in _stored()
            if KEY.fullmatch(path.stem)
            and (path.suffix == UNFINISHED or path.stem not in known_keys)
            and datetime.fromtimestamp(path.stat().st_mtime, UTC) < untouched_since
        }
    )


def _stored() -> Iterator[Path]:
    root = Path(settings.DOCUMENTS_ROOT)
    return root.glob("??/*") if root.is_dir() else iter(())


def _path(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise UnknownKeyError
    return Path(settings.DOCUMENTS_ROOT) / key[:2] / key


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """So that a power cut does not forget the name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
