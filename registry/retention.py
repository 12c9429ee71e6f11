"""Deletes what is kept no longer, by the terms of retention.toml."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from . import log, tables
from .documents import storage
from .documents.storage import UnknownKeyError
from .imports import bringing
from .imports import store as imports
from .log import Verb, Who
from .models import Application, Document, Import, ImportRow, Invitation, Notice, State

FILE = Path(__file__).with_name("retention.toml")
BATCH: Final = 500


@cache
def load(file: Path = FILE) -> Mapping[str, Any]:
    return tables.read(file)


def before(rule: str, now: datetime) -> datetime:
    """What is as old as this, or older, is over."""
    return now - timedelta(days=load()[rule]["days"])


def expire(now: datetime) -> dict[str, int]:
    """How much of each kind was deleted or emptied; a second run finds nothing."""
    return {
        "documents": _delete_documents(now),
        "orphaned files": _delete_orphans(now),
        "imports": _empty_imports(now),
        "orphaned imports": _delete_orphaned_imports(now),
        "notices": _empty_notices(now),
        "invitations": Invitation.objects.filter(expires_at__lte=before("invitations", now)).delete()[0],
    }


def _delete_documents(now: datetime) -> int:
    """Of applications that were refused or withdrawn; one entry in the log for each application."""
    closed = Application.objects.filter(
        state__in=(State.REFUSED, State.WITHDRAWN), closed_at__lte=before("documents", now), documents__isnull=False
    )
    return sum(
        _delete_documents_of(pk, now) for pk in list(closed.distinct().order_by("pk").values_list("pk", flat=True))
    )


def _delete_documents_of(pk: int, now: datetime) -> int:
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).get(pk=pk)
        documents = list(Document.objects.filter(application=application))
        for document in documents:
            document.delete()
            transaction.on_commit(partial(_forget, document.key))
        if documents:
            who = Who(now=now)
            log.write(who, Verb.DOCUMENTS_DELETED, application=application, details={"documents": len(documents)})
    return len(documents)


def _delete_orphans(now: datetime) -> int:
    """Files whose row was never written, or is gone while the file could not be deleted."""
    known = set(Document.objects.values_list("key", flat=True))
    found = storage.orphans(known, before("orphaned_documents", now))
    for key in found:
        _forget(key)
    return len(found)


def _empty_imports(now: datetime) -> int:
    """The rows and the file, so many days after the end; what nobody ever took in or put aside ends by this."""
    since = before("imports", now)
    over = Q(closed_at__lte=since) | Q(closed_at__isnull=True, uploaded_at__lte=since, state__in=bringing.MAY_CANCEL)
    kept = ~Q(key="") | ~Q(file_name="") | Exists(ImportRow.objects.filter(of=OuterRef("pk")))
    return sum(_empty_import(pk, now) for pk in list(Import.objects.filter(over & kept).values_list("pk", flat=True)))


def _empty_import(pk: int, now: datetime) -> int:
    with transaction.atomic():
        row = Import.objects.select_for_update(of=("self",)).get(pk=pk)
        if row.closed_at is None:
            if row.state not in bringing.MAY_CANCEL:
                return 0
            row.state, row.closed_at = Import.State.CANCELLED, now
            log.write(Who(now=now), Verb.IMPORT_CANCELLED, details={"import": row.pk, "kind": row.kind})
        bringing.forget(row)
        row.file_name = ""
        row.save()
    return 1


def _delete_orphaned_imports(now: datetime) -> int:
    known = set(Import.objects.exclude(key="").values_list("key", flat=True))
    found = imports.orphans(known, before("orphaned_documents", now))
    for key in found:
        imports.drop(key)
    return len(found)


def _empty_notices(now: datetime) -> int:
    """What was still waiting is not sent any more: after such a time it is no news."""
    old = Notice.objects.filter(not_before__lte=before("notices", now)).exclude(to="", values={})
    emptied = 0
    for portion in _portions(list(old.values_list("pk", flat=True))):
        rows = Notice.objects.filter(pk__in=portion)
        rows.filter(state=Notice.State.WAITING).update(state=Notice.State.DROPPED, fault="late")
        emptied += rows.update(to="", values={})
    return emptied


def _forget(key: str) -> None:
    try:
        storage.delete(key)
    except UnknownKeyError:
        return


def _portions(numbers: list[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while portion := list(islice(rest, BATCH)):
        yield portion
