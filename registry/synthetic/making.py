"""Making the people of a region, so many at a time; what was begun and not finished goes on where it stopped."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from eligibility.rules import law as law_module

from ..models import Citizen, Region
from . import writing
from .ages import CELL
from .cells import PEOPLE_OF_A_REGION, row_number, rows_of
from .numbers import EACH, PHASES
from .places import places
from .rows import Rows
from .setting import Setting

CELLS_AT_ONCE = 10
MOST = EACH * PHASES * CELL
"""People of a region: there are no numbers for more."""


class Refused(ValueError):
    """The people cannot be made here; the message says why."""


def make(region: Region, people: int, seed: int, on: date) -> Iterator[int]:
    """Makes whoever is missing of the first ``people`` people as of the day ``on``; yields how many there are so far,
    after each transaction. Raises Refused, and LawRangeError for a day of which the law is not known."""
    if not 0 < people <= MOST:
        raise Refused(f"between 1 and {MOST} people can be made for a region")
    if Citizen.objects.exclude(iin__regex=r"^[0-9]{6}[12]").exists():
        raise Refused("there are people in this database who are not made up")
    due_day = law_module.load().at(on.toordinal()).whole("contribution_due_day")
    setting = Setting(region.code, on.toordinal(), due_day, places(region))
    made = _made(region)
    _must_be_the_same(seed, setting, made)
    yield made
    while made < people:
        until = min((made // CELL + CELLS_AT_ONCE) * CELL, people)
        with transaction.atomic():
            for number in range(made // CELL, (until - 1) // CELL + 1):
                rows = rows_of(seed, setting, number)
                writing.write(_part(rows, row_number(region.code, made), row_number(region.code, until)))
        made = until
        yield made


def _numbers(region: Region) -> tuple[int, int]:
    """The row numbers of a region's people: the first, and one beyond the last."""
    first = row_number(region.code, 0)
    return first, first + PEOPLE_OF_A_REGION


def _made(region: Region) -> int:
    first, end = _numbers(region)
    last = Citizen.objects.filter(pk__gte=first, pk__lt=end).order_by("-pk").values_list("pk", flat=True).first()
    return 0 if last is None else last - first + 1


def _must_be_the_same(seed: int, setting: Setting, made: int) -> None:
    """Of the people who are there the first and the last have to be those of the same seed and day."""
    for place in {0, made - 1} if made else ():
        number = row_number(setting.region, place)
        citizens = rows_of(seed, setting, place // CELL).tables["citizen"]
        if Citizen.objects.values_list("iin", flat=True).get(pk=number) != citizens[place % CELL][1]:
            raise Refused("there are people of another seed or another day in this region; take an empty database")


def _part(rows: Rows, first: int, end: int) -> Rows:
    """The rows of people from the row number ``first`` up to, not including, ``end``. In every table the person's, or
    household's, number comes first; a household has that of its first person."""
    found = Rows()
    for name, all_rows in rows.tables.items():
        found.tables[name] = [row for row in all_rows if first <= row[0] < end]
    return found
