"""A file comes, and goes again unread: the beginning and the end of an import that somebody cancels."""

import unicodedata
from functools import partial
from pathlib import PurePath
from typing import Final

from django.db import transaction

from .. import log
from ..log import Verb, Who
from ..models import Import, ImportRow
from . import store
from .faults import Unreadable
from .frame import Faulty, NotNow, check_may
from .kinds.base import Kind
from .reading import opened
from .receiving import MEGABYTE, MOST_BYTES, Received

LONGEST_NAME: Final = 200
MAY_CANCEL: Final = (Import.State.STAGING, Import.State.STAGED)


def bring(who: Who, kind: Kind, file: Received, region: str | None) -> Import:
    """The import, to be staged. Its heading is looked at first: what cannot be read at all is not kept.

    Raises Faulty and NotAllowed; then nothing is kept."""
    check_may(who, kind, region)
    try:
        found = _heading(kind, file)
    except Unreadable as unreadable:
        raise Faulty(unreadable, kind) from unreadable
    with transaction.atomic():
        row = Import.objects.create(
            kind=kind.code,
            region_id=region,
            key=file.key,
            file_name=_plain(file.name or ""),
            size=file.size or 0,
            digest=file.digest,
            form=found[0],
            columns=found[1],
            uploaded_by=who.account,
            uploaded_at=who.now,
        )
        details = {"import": row.pk, "kind": kind.code, "size": file.size, "digest": file.digest}
        log.write(who, Verb.IMPORT_UPLOADED, details=details)
        _keep(kind, file)
    return row


def _heading(kind: Kind, file: Received) -> tuple[str, list[str]]:
    if not file.key:
        raise Unreadable("not_stored")
    if (file.size or 0) > MOST_BYTES:
        raise Unreadable("too_large", megabytes=MOST_BYTES // MEGABYTE)
    with opened(store.unfinished(file.key), kind) as table:
        return table.form, [*table.heading.columns, *table.heading.others]


def _keep(kind: Kind, file: Received) -> None:
    """Last in the transaction: a row never names a file that is not there."""
    try:
        file.keep()
    except OSError as error:
        raise Faulty(Unreadable("not_stored"), kind) from error


def cancel(who: Who, row: Import, kind: Kind) -> None:
    """Its rows and the file are deleted at once. Raises NotAllowed."""
    check_may(who, kind, row.region_id)
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.state not in MAY_CANCEL:
            raise NotNow
        close(locked, Import.State.CANCELLED, who)
        log.write(who, Verb.IMPORT_CANCELLED, details={"import": locked.pk, "kind": locked.kind})


def close(locked: Import, state: Import.State, who: Who) -> None:
    """Within a transaction: the import ends and nothing of the file remains."""
    locked.state, locked.closed_at = state, who.now
    forget(locked)
    locked.save()


def forget(locked: Import) -> int:
    """Within a transaction, before the row is saved: how many rows were deleted, and whether there was a file is
    no matter."""
    rows = ImportRow.objects.filter(of=locked)
    count = rows._raw_delete(rows.db)
    if locked.key:
        transaction.on_commit(partial(store.drop, locked.key))
    locked.key = ""
    return count


def earlier(row: Import) -> Import | None:
    """The latest import of the very same file in the region."""
    same = Import.objects.filter(digest=row.digest, kind=row.kind, region=row.region_id, pk__lt=row.pk)
    return same.exclude(state=Import.State.CANCELLED).order_by("-pk").first()


def _plain(name: str) -> str:
    base = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in base if unicodedata.category(sign)[0] != "C")[:LONGEST_NAME]
