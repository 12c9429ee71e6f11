"""Who has to be looked at: whose facts changed, whose day has come, and whom nobody has determined yet."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef

from ..models import Citizen, Determination, FactChange
from .streams import listed

CITIZEN, ROW, NOTE = (model._meta.db_table for model in (Citizen, Determination, FactChange))

MOST = 3
"""Where more than one of so many people is touched, it is quicker to go through everybody."""


def touched(first: int, last: int, on: date) -> list[int]:
    """Row numbers in order, of the range (closed). Three queries."""
    changed = FactChange.objects.filter(citizen__gte=first, citizen__lte=last)
    return sorted(_due(first, last, on).union(changed.values_list("citizen_id", flat=True)))


def take(first: int, last: int, on: date, everybody: bool = False, region: str | None = None) -> list[int] | None:
    """As ``touched``, for whoever determines them in this transaction. What was noted of changed facts is deleted
    before anything is read, so that what is committed later leaves a note of its own; not of those who were determined
    for a later day already. None where everybody is to be gone through: it was asked for, or they are so many that this
    is quicker. ``region``: only its people, who are then always named. Who fails (``Counted.left``) has to be ``note``d
    again."""
    changed = _taken(first, last, on, region)
    people = Citizen.objects.filter(pk__gte=first, pk__lte=last)
    if region is None:
        found = set() if everybody else _due(first, last, on).union(changed)
        return None if everybody or len(found) * MOST > people.count() else sorted(found)
    own = people.filter(region=region)
    if not everybody:
        own = own.filter(pk__in=listed(_due(first, last, on).union(changed)))
    return sorted(own.values_list("pk", flat=True))


def _taken(first: int, last: int, on: date, region: str | None) -> list[int]:
    """One statement, so that nothing is deleted that is not looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {NOTE} WHERE citizen_id BETWEEN %s AND %s AND NOT EXISTS"
            f" (SELECT 1 FROM {ROW} d WHERE d.citizen_id = {NOTE}.citizen_id"
            " AND d.ends IS NULL AND NOT d.superseded AND d.starts > %s)"
            + (f" AND citizen_id IN (SELECT c.id FROM {CITIZEN} c WHERE c.region_id = %s)" if region else "")
            + " RETURNING citizen_id",
            [first, last, connection.ops.adapt_datefield_value(on), *([region] if region else [])],
        )
        return [row[0] for row in cursor.fetchall()]


def note(citizens: Iterable[int]) -> None:
    """That the facts of these people (row numbers) have yet to be looked at."""
    FactChange.objects.bulk_create([FactChange(citizen_id=pk) for pk in citizens], batch_size=1000)


def _due(first: int, last: int, on: date) -> set[int]:
    held = Determination.objects.filter(citizen__gte=first, citizen__lte=last, ends=None, superseded=False)
    due = held.filter(next_change_on__lte=on).order_by().values_list("citizen_id", flat=True)
    open_row = Determination.objects.filter(citizen=OuterRef("pk"), ends=None, superseded=False)
    never = Citizen.objects.filter(~Exists(open_row), pk__gte=first, pk__lte=last).values_list("pk", flat=True)
    return {*due, *never}
