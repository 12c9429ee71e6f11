"""Counting working days. The calendar is Monday to Friday, but for the days of the table CalendarDay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone

from .models import CalendarDay

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """``exceptions``: True for a day of the weekend that is worked, False for a holiday on a weekday."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Calendar":
        """One query. Where the table is empty, or does not reach, Monday to Friday are worked."""
        return cls.of(CalendarDay.objects.all())

    @classmethod
    def of(cls, days: Iterable[CalendarDay]) -> "Calendar":
        return cls({row.day: row.working for row in days})

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < SATURDAY)


def add(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``, which itself does not count; 0 is the day itself, worked or not."""
    for _ in range(count):
        day += ONE_DAY
        while not calendar.is_working(day):
            day += ONE_DAY
    return day


def between(first: date, last: date, calendar: Calendar) -> int:
    """How many working days there are after ``first`` up to and including ``last``; 0 where last is not after first.

    ``between(day, add(day, n, calendar), calendar) == n``."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


def day_of(moment: datetime) -> date:
    """The calendar day of a moment where the offices are."""
    return moment.astimezone(get_current_timezone()).date()


def midnight(day: date) -> datetime:
    """The moment at which the day begins where the offices are."""
    return datetime.combine(day, time.min, get_current_timezone())
