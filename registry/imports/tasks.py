"""Work on imports in the background. A task may come twice or late: what is to be done stands in the import alone."""

import logging
from functools import partial

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from ..log import Who
from ..models import Import
from ..queue import Job, TaskFailed
from . import applying, staging

UNDER_WAY = (Import.State.STAGING, Import.State.APPLYING)
logger = logging.getLogger(__name__)


@task()
def work(pk: int) -> None:
    """Reads or applies the import, whichever is its state."""
    row = Import.objects.filter(pk=pk, state__in=UNDER_WAY).select_related("uploaded_by", "applied_by").first()
    if row is None:
        return
    now = timezone.now()
    try:
        if row.state == Import.State.STAGING:
            staging.stage(pk, Who(now, row.uploaded_by))
        else:
            applying.work(pk, Who(now, row.applied_by))
    except applying.Busy:
        return
    except (OperationalError, InterfaceError) as error:  # the database is gone: it is tried again
        raise TaskFailed(f"import {pk}: {type(error).__name__}") from None
    except Exception as error:
        logger.exception("work on import %s failed", pk)
        failed = type(error).__name__
    else:
        return
    applying.give_up(row, Who(now))  # out here, or the queue would keep what led to it, if this fails, too
    raise TaskFailed(f"import {pk}: {failed}")


def enqueue(row: Import) -> None:
    """When the transaction is over. Once too often does no harm."""
    transaction.on_commit(partial(work.enqueue, row.pk))


def under_way() -> list[int]:
    """Numbers of the imports at which a worker has to be."""
    return list(Import.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True))


JOB = Job(work, under_way)
