"""Who has to be looked at: whose facts changed, whose day has come, and whom nobody has determined yet."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef

from ..models import Citizen, Determination, FactChange

MOST = 3
"""Where more than one of so many people is touched, it is quicker to go through everybody."""


def touched(first: int, last: int, on: date) -> list[int]:
    """Row numbers in order, of the range (closed). Three queries."""
    changed = FactChange.objects.filter(citizen__gte=first, citizen__lte=last)
    return sorted(_due(first, last, on).union(changed.values_list("citizen_id", flat=True)))


def take(first: int, last: int, on: date, everybody: bool = False) -> list[int] | None:
    """As ``touched``, for whoever determines them in this transaction: what was noted of changed facts is deleted
    first, so that what is committed later leaves a note of its own. None where everybody is to be gone through: it was
    asked for, or they are so many that this is quicker. Whom he leaves as they are he has to ``note`` again."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {FactChange._meta.db_table} WHERE citizen_id BETWEEN %s AND %s RETURNING citizen_id",
            [first, last],
        )
        changed = [row[0] for row in cursor.fetchall()]
    if everybody:
        return None
    found = _due(first, last, on).union(changed)
    return None if len(found) * MOST > _people(first, last) else sorted(found)


def note(citizens: Iterable[int]) -> None:
    """That the facts of these people (row numbers) have yet to be looked at."""
    FactChange.objects.bulk_create([FactChange(citizen_id=pk) for pk in citizens], batch_size=1000)


def _due(first: int, last: int, on: date) -> set[int]:
    held = Determination.objects.filter(citizen__gte=first, citizen__lte=last, ends=None, superseded=False)
    due = held.filter(next_change_on__lte=on).order_by().values_list("citizen_id", flat=True)
    open_row = Determination.objects.filter(citizen=OuterRef("pk"), ends=None, superseded=False)
    never = Citizen.objects.filter(~Exists(open_row), pk__gte=first, pk__lte=last).values_list("pk", flat=True)
    return {*due, *never}


def _people(first: int, last: int) -> int:
    return Citizen.objects.filter(pk__gte=first, pk__lte=last).count()
