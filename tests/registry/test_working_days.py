"""Counting working days over weekends, holidays, ends of years and transferred days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.models import CalendarDay
from registry.working_days import Calendar, add, between, day_of

WEEKENDS = Calendar()
# The turn of the year, Nauryz, and a Saturday worked for the Friday after it: an example, not the decree.
REAL = Calendar(
    {
        date(2026, 1, 1): False,
        date(2026, 1, 2): False,
        date(2026, 1, 7): False,
        date(2026, 3, 21): False,
        date(2026, 3, 23): False,
        date(2026, 3, 24): False,
        date(2026, 3, 25): False,
        date(2026, 3, 28): True,
        date(2026, 4, 3): False,
    }
)
SOME_DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "calendar", "expected"),
    [
        (date(2026, 3, 16), 5, WEEKENDS, date(2026, 3, 23)),  # Monday to Monday
        (date(2026, 3, 13), 1, WEEKENDS, date(2026, 3, 16)),  # Friday to Monday
        (date(2026, 3, 14), 1, WEEKENDS, date(2026, 3, 16)),  # from a Saturday
        (date(2026, 3, 14), 0, WEEKENDS, date(2026, 3, 14)),
        (date(2025, 12, 31), 1, WEEKENDS, date(2026, 1, 1)),
        (date(2025, 12, 31), 1, REAL, date(2026, 1, 5)),  # over the turn of the year
        (date(2025, 12, 30), 5, REAL, date(2026, 1, 9)),  # and over the 7th of January
        (date(2026, 3, 20), 1, REAL, date(2026, 3, 26)),  # over Nauryz
        (date(2026, 3, 27), 1, REAL, date(2026, 3, 28)),  # the Saturday that is worked
        (date(2026, 3, 27), 6, REAL, date(2026, 4, 6)),  # the Friday that was given for it
    ],
)
def test_the_next_working_days(day: date, count: int, calendar: Calendar, expected: date):
    assert add(day, count, calendar) == expected


@settings(max_examples=200, deadline=None)
@given(SOME_DAYS, st.integers(0, 40), st.dictionaries(SOME_DAYS, st.booleans(), max_size=40))
def test_adding_and_counting_agree(day: date, count: int, exceptions: dict[date, bool]):
    calendar = Calendar(exceptions)
    last = add(day, count, calendar)
    assert between(day, last, calendar) == count
    assert count == 0 or calendar.is_working(last)
    assert between(last, day, calendar) == 0
    assert between(day, last + timedelta(1), calendar) == count + calendar.is_working(last + timedelta(1))


@pytest.mark.django_db
def test_the_calendar_is_one_query_and_may_be_empty(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Calendar.load() == WEEKENDS
    names = {"name_kk": "Наурыз", "name_ru": "Наурыз", "name_en": "Nauryz", "source": "413-II"}
    CalendarDay.objects.create(day=date(2026, 3, 23), working=False, **names)
    CalendarDay.objects.create(day=date(2026, 3, 28), working=True, **names)
    calendar = Calendar.load()
    assert [calendar.is_working(date(2026, 3, day)) for day in (20, 21, 23, 28, 29)] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_day_is_that_of_the_offices():
    assert day_of(datetime(2025, 12, 31, 20, tzinfo=UTC)) == date(2026, 1, 1)
