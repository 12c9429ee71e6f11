"""How far applying has come, told from outside of its transaction.

On PostgreSQL by a connection of its own, which nobody waits for. SQLite lets nobody write beside a transaction: there
the page says that rows are being taken in, and at the end how many."""

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any

from django.db import DatabaseError, connection

from ..models import Import

STATEMENT = "UPDATE registry_import SET rows_applied = %s WHERE id = %s AND state = %s"
IMPATIENT = "SET lock_timeout = '200ms'"
logger = logging.getLogger(__name__)


class Progress:
    """``tell`` gets the import with its ``rows_applied`` after each portion."""

    def __init__(self, row: Import, tell: Callable[[Import], None]) -> None:
        self.row, self.tell, self.done = row, tell, 0
        self.beside: Any = None

    def __enter__(self) -> "Progress":
        if connection.vendor == "postgresql":
            self.beside = connection.copy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.beside is not None:
            self.beside.close()

    def add(self, count: int) -> None:
        self.done += count
        self.row.rows_applied = self.done
        self.tell(self.row)
        if self.beside is not None:
            self._write()

    def _write(self) -> None:
        """Where it does not succeed, nobody sees how far it is, and nothing else is lost."""
        try:
            with self.beside.cursor() as cursor:
                cursor.execute(IMPATIENT)
                cursor.execute(STATEMENT, [self.done, self.row.pk, Import.State.APPLYING])
        except DatabaseError as error:
            logger.warning("the progress of an import is not told: %s", type(error).__name__)
            self.beside.close()
            self.beside = None
