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
    """The package names a holiday for which holidays.toml has no Russian name."""


def days(year: int) -> Rows:
    """Holidays, also those on a week-end, moved days off, and days of week-ends that are worked."""
    english, kazakh = (holidays.country_holidays("KZ", years=year, language=of) for of in ("en_US", "kk"))
    source = f"{PACKAGE} {version(PACKAGE)}"
    found: Rows = {}
    for day in english:
        named = [_named(*both) for both in zip(english.get_list(day), kazakh.get_list(day), strict=True)]
        words = {field: "; ".join(one[field] for one in named) for field in named[0]}
        estimated = ESTIMATED in str(english[day])
        found[day] = {"working": False, **words, "source": f"{source}, estimated" if estimated else source}
    for day in english.weekend_workdays:
        if day.year == year:
            found[day] = {"working": True, **names.holidays()[1]["worked"], "source": source}
    return found


def _named(english: str, kazakh: str) -> names.Names:
    """The package's two names in three languages, what it says in brackets in words of ours."""
    russian, remarks = names.holidays()
    name, remark = _IN_BRACKETS.sub("", english), _REMARK.search(english)
    if name not in russian:
        raise UnknownHoliday(name)
    words = {"name_kk": _IN_BRACKETS.sub("", kazakh), "name_ru": russian[name], "name_en": name}
    if remark is None:
        return words
    return {field: text.format(name=words[field]) for field, text in remarks[remark[1]].items()}


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
