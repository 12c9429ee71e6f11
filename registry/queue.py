"""Work that goes on in the background, and what brings it back where its worker has died."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django_tasks_db.models import DBTaskResult

PATIENCE = timedelta(minutes=2)
"""So long a task that was begun is believed to be at work. One too many does no harm: the work is shared."""


class TaskFailed(Exception):
    """What happened and where, without the message: it often quotes a row, and the queue keeps it."""


@contextmanager
def without_messages() -> Iterator[None]:
    """To be put around what a task does. Raises TaskFailed."""
    try:
        yield
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        raise TaskFailed(f"{type(error).__module__}.{type(error).__qualname__} at {places}") from None


class Job(NamedTuple):
    """A task of one row, and the rows (numbers) at which there is something to do now."""

    task: Any
    under_way: Callable[[], Iterable[int]]


def requeue(jobs: Iterable[Job], now: datetime) -> list[str]:
    """Put a task into the queue for every row that is under way and has none. The names of what was put there."""
    found = []
    for job in jobs:
        for row in job.under_way():
            if not _alive(job, row, now):
                job.task.enqueue(row)
                found.append(f"{job.task.name} {row}")
    return found


def _alive(job: Job, row: int, now: datetime) -> bool:
    tasks = DBTaskResult.objects.filter(task_path=job.task.module_path, args_kwargs={"args": [row], "kwargs": {}})
    waiting = tasks.filter(status="READY")
    at_work = tasks.filter(status="RUNNING", started_at__gt=now - PATIENCE)
    return waiting.exists() or at_work.exists()
