"""What a worker of the queue does. Any number of tasks may work at one run: the database shares the ranges out."""

from django.utils import timezone
from django_tasks import task

from ..models import Run
from ..queue import Job, without_messages
from .frame import UNDER_WAY
from .work import work

TOGETHER = 2


@task()
def work_at(run: int) -> None:
    with without_messages():
        work(run, timezone.now())


def under_way() -> list[int]:
    """Row numbers of the runs at which there is something to do."""
    return list(Run.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True))


JOB = Job(work_at, under_way)


def enqueue(run: Run) -> None:
    """So that two workers, where there are so many, begin at once."""
    for _ in range(TOGETHER):
        work_at.enqueue(run.pk)
