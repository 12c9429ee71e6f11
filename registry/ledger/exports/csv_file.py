"""A register as CSV, line by line. For programs, and for Excel with Kazakh or Russian settings: their list separator
is the semicolon, their decimal sign the comma, and only a byte order mark tells Excel that the text is UTF-8."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.timezone import get_current_timezone

from eligibility.rules.dates import month_text

from ...sheets import BYTE_ORDER_MARK, REMARK, line
from .content import Head, Row

COLUMNS = (
    *("entry", "person", "iin", "name", "month", "kind", "number", "tiyn", "tenge", "obligation", "reverses"),
    "remark",
)
END, INCOMPLETE = "end", "INCOMPLETE"
logger = logging.getLogger(__name__)


def stream(head: Head, rows: Iterable[Row]) -> Iterator[str]:
    """The last line says that the file is complete and how many entries it has, or that it is not."""
    yield BYTE_ORDER_MARK + "".join(map(line, _head(head)))
    yield line(COLUMNS)
    count = 0
    try:
        for row in rows:
            count += 1
            yield line(_cells(row))
    except Exception as error:  # the answer has begun: nothing else can tell the reader
        logger.error("the CSV of register %s broke after %s lines: %s", head.register.pk, count, type(error).__name__)
        yield line((REMARK, INCOMPLETE, count))
        return
    yield line((REMARK, END if count == head.lines else INCOMPLETE, count))


def _head(head: Head) -> Iterator[tuple[Any, ...]]:
    register = head.register
    drafted = register.drafted_at.astimezone(get_current_timezone()).isoformat()
    yield REMARK, "register", str(register), register.state, "drafted", drafted
    yield REMARK, "lines", head.lines, "people", register.people, "tiyn", register.total
    yield REMARK, "control_sum", register.control_sum
    yield REMARK, "made_by", head.mark, "purpose", head.purpose


def _cells(row: Row) -> tuple[Any, ...]:
    """The month as 202603: Excel would make a date of 2026-03."""
    month = month_text(row.month).replace("-", "")
    tenge = f"{row.tenge:.2f}".replace(".", ",")
    tail = (row.obligation, row.reverses or "", row.remark)
    return row.entry, row.person, row.iin, row.name, month, row.kind, row.number, row.tiyn, tenge, *tail
