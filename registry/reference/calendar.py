"""The days that are not as the week says, from the package "holidays": a seed, which decrees correct.

Rows that the administrator entered or changed name another source than the package and are never touched.
"""

import re
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from typing import Any

import holidays
from django.db import transaction

from ..log import Who
from ..models import CalendarDay
from . import names
from .loading import Changes, record, upsert

PACKAGE = "holidays"
"""What the source of a seeded row begins with."""
YEARS = range(2023, 2101)
"""The holidays are those of these years: before them there were others, beyond them the package knows nothing."""

ESTIMATED = "(estimated)"
_REMARK = re.compile(r" \((observed|estimated|substituted)[^()]*\)$")
_IN_BRACKETS = re.compile(r" \([^()]*\)$")

Rows = dict[date, dict[str, Any]]


class UnknownHoliday(ValueError):
    """The package names a holiday for which holidays.toml has no words."""


def days(year: int) -> Rows:
    """Holidays, also those on a week-end, moved days off, and days of week-ends that are worked."""
    package = holidays.country_holidays("KZ", years=year, language="en_US")
    source = f"{PACKAGE} {version(PACKAGE)}"
    found: Rows = {}
    for day in package:
        named = [_named(called) for called in package.get_list(day)]
        words = {field: "; ".join(one[field] for one in named) for field in named[0]}
        estimated = ESTIMATED in str(package[day])
        found[day] = {"working": False, **words, "source": f"{source}, estimated" if estimated else source}
    for day in package.weekend_workdays:
        if day.year == year:
            found[day] = {"working": True, **names.holidays()["worked"], "source": source}
    return found


def _named(called: str) -> names.Names:
    """In three languages, what the package says in brackets in words of ours."""
    texts = names.holidays()
    name, remark = _IN_BRACKETS.sub("", called), _REMARK.search(called)
    if name not in texts:
        raise UnknownHoliday(name)
    if remark is None:
        return texts[name]
    return {field: text.format(name=texts[name][field]) for field, text in texts[remark[1]].items()}


@transaction.atomic
def load(who: Who, years: Iterable[int]) -> Changes:
    """Puts in what is missing, renews what the package now says otherwise and takes out what it no longer says."""
    wanted: Rows = {}
    for year in years:
        wanted |= days(year)
    there = CalendarDay.objects.filter(day__year__in=list(years))
    corrected = set(there.exclude(source__startswith=f"{PACKAGE} ").values_list("day", flat=True))
    changes = upsert(CalendarDay, {day: fields for day, fields in wanted.items() if day not in corrected})
    gone = there.filter(source__startswith=f"{PACKAGE} ").exclude(day__in=wanted)
    changes.removed += [str(day) for day in gone.values_list("day", flat=True)]
    gone.delete()
    record(who, {"calendarday": changes})
    return changes
