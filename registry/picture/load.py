"""Open applications of each office by the day they have to be decided. Of nobody in person: an office is the smallest
thing that is counted here."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Case, CharField, Count, Value, When

from .. import working_days
from ..models import Application, Region
from ..models.applications import OPEN, State
from ..working_days import Calendar

OVERDUE, SOON, LATER, WAITING = DUE = ("overdue", "soon", "later", "waiting")
SOON_DAYS = 3
"""Working days within which an application is to be decided "soon"."""


def load(region: Region, day: date, calendar: Calendar) -> Mapping[int | None, Counter[str]]:
    """Office (None: not assigned to one) → when it is due → open applications, as they are now."""
    soon = working_days.add(day, SOON_DAYS, calendar)
    due = Case(
        When(state=State.PAPERS_WANTED, then=Value(WAITING)),
        When(due_on__lt=day, then=Value(OVERDUE)),
        When(due_on__lte=soon, then=Value(SOON)),
        default=Value(LATER),
        output_field=CharField(),
    )
    rows = Application.objects.filter(region=region, state__in=OPEN).annotate(due=due).order_by()
    found: dict[int | None, Counter[str]] = {}
    for office, due_, count in rows.values_list("office", "due").annotate(Count("pk")):
        found.setdefault(office, Counter())[due_] += count
    return found
