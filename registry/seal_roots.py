"""Roots of the log: the end of the chain as it was, in a file that is kept on another machine. It names nobody."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from django.db.models import Sum

from .models import LogSeal


class RootError(Exception):
    """The file cannot be read, or the chain is no longer the one of its last root. Says which line."""


@dataclass(frozen=True, slots=True)
class Root:
    """``last``: the number of the last entry; ``count``: of all entries until then. ``day`` is an ISO date."""

    day: str
    seal: int
    last: int
    count: int
    digest: str


def read(file: Path) -> Iterator[Root]:
    """In the order of the file. Raises RootError."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield _root(line, number)


def keep(file: Path, today: date) -> Root | None:
    """Add the root of the day to the file; None where it is there already or nothing has been sealed.

    Raises RootError where the chain no longer has the last root: then nothing is added."""
    latest = max(read(file), key=lambda root: root.seal, default=None) if file.exists() else None
    seal = LogSeal.objects.order_by("-pk").first()
    if latest is not None:
        _must_still_hold(latest)
    if seal is None or (latest is not None and latest.day >= today.isoformat()):
        return None
    count = LogSeal.objects.filter(pk__lte=seal.pk).aggregate(count=Sum("count"))["count"]
    root = Root(today.isoformat(), seal.pk, seal.last, count, seal.digest)
    _append(file, json.dumps(asdict(root)))
    return root


def _must_still_hold(root: Root) -> None:
    if not LogSeal.objects.filter(pk=root.seal, last=root.last, digest=root.digest).exists():
        raise RootError(f"the log no longer has seal {root.seal} as it was kept on {root.day}")


def _append(file: Path, line: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "w", encoding="utf-8") as opened:
        opened.write(f"{line}\n")
        opened.flush()
        os.fsync(opened.fileno())


def _root(line: str, number: int) -> Root:
    try:
        found = json.loads(line)
        kept = {field.name: found[field.name] for field in fields(Root)}
        texts = all(isinstance(kept[name], str) for name in ("day", "digest"))
        if texts and all(isinstance(kept[name], int) for name in ("seal", "last", "count")):
            date.fromisoformat(kept["day"])
            return Root(**kept)
    except (ValueError, KeyError, TypeError):
        pass
    raise RootError(f"line {number} is no root")
