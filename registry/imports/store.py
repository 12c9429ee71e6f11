"""Files with many people's data on disk: under random names, outside everything that is served, and never in memory."""

import os
import re
import secrets
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings

RANDOM_BYTES: Final = 20
KEY: Final = re.compile(rf"[0-9a-f]{{{2 * RANDOM_BYTES}}}")
UNFINISHED: Final = ".part"


def begin() -> tuple[str, IO[bytes]]:
    """A key and the file to write to; ``keep`` or ``drop`` ends it. Raises OSError."""
    key = secrets.token_hex(RANDOM_BYTES)
    path = unfinished(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    return key, open(descriptor, "wb")


def keep(key: str) -> None:
    """From now on the file is there. Raises OSError."""
    path = path_of(key)
    _settle(unfinished(key))
    unfinished(key).replace(path)
    _settle(path.parent)


def drop(key: str) -> None:
    """Finished or not; doing it twice is no error."""
    path_of(key).unlink(missing_ok=True)
    unfinished(key).unlink(missing_ok=True)


def path_of(key: str) -> Path:
    """Raises ValueError for what is no key."""
    if not KEY.fullmatch(key):
        raise ValueError("no key")
    return Path(settings.IMPORTS_ROOT) / key[:2] / key


def orphans(known: Container[str], untouched_since: datetime) -> list[str]:
    """Keys on disk that no row knows, for ``drop``. Younger ones are left out: their row may be on its way."""
    return sorted(
        {
            path.stem
            for path in _stored()
            if KEY.fullmatch(path.stem)
            and (path.suffix == UNFINISHED or path.stem not in known)
            and datetime.fromtimestamp(path.stat().st_mtime, UTC) < untouched_since
        }
    )


def _stored() -> Iterator[Path]:
    root = Path(settings.IMPORTS_ROOT)
    return root.glob("??/*") if root.is_dir() else iter(())


def unfinished(key: str) -> Path:
    """Where the file is until it is kept."""
    return path_of(key).with_suffix(UNFINISHED)


def _settle(path: Path) -> None:
    """So that a power cut does not forget it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
