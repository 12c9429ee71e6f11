"""Runs the examiner where it can do no harm: another process with bounded time and memory, one at a time."""

import json
import logging
import subprocess
import sys
from threading import Lock
from typing import Final

from django.conf import settings

from .outcomes import Code, Examined, Kind, Refused

MOST_SECONDS: Final = 20.0
LONGEST_WAIT: Final = 20.0
"""Seconds that an upload may wait for those before it in the same process."""

log = logging.getLogger(__name__)
_one_at_a_time = Lock()


def examine(kind: Kind, content: bytes) -> Examined:
    """Raises Refused: COMPLEX where the examiner needed more than it may have, UNAVAILABLE where it cannot run."""
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise Refused(Code.UNAVAILABLE)
    try:
        return _answer(_run(kind, content))
    finally:
        _one_at_a_time.release()


def _run(kind: Kind, content: bytes) -> bytes:
    command = [sys.executable, "-m", "registry.documents.examiner", kind.value]
    try:
        done = subprocess.run(  # noqa: S603 - the program and its argument are ours
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # could quote the file
            cwd=settings.BASE,
            env={},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Code.COMPLEX) from None
    except OSError as error:
        log.error("the examiner of documents cannot be started")
        raise Refused(Code.UNAVAILABLE) from error
    if done.returncode:
        log.warning("the examiner of documents ended with %s", done.returncode)
        raise Refused(Code.COMPLEX)
    return done.stdout


def _answer(output: bytes) -> Examined:
    head, _, content = output.partition(b"\n")
    found = json.loads(head)
    if "refused" in found:
        raise Refused(Code(found["refused"]))
    return Examined(content, found["pages"], found["width"], found["height"])
