"""Making the people of a region, so many at a time; what was begun and not finished goes on where it stopped."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import transaction

from eligibility.rules import law as law_module

from ..models import Citizen, Region
from . import writing
from .ages import BLOCK, CELL
from .cells import PEOPLE_OF_A_REGION, row_number, rows_of
from .numbers import EACH
from .places import places
from .rows import Rows
from .setting import Setting

CELLS_AT_ONCE = 5
MOST = EACH * BLOCK
"""People of a region: there are no numbers for more."""


class Refused(ValueError):
    """The people cannot be made here; the message says why."""


def make(region: Region, people: int, seed: int, on: date) -> Iterator[int]:
    """Makes whoever is missing of the first ``people`` people as of the day ``on``; yields how many there are so far.
    Raises Refused, and LawRangeError for a day of which the law is not known."""
    if not 0 < people <= MOST:
        raise Refused(f"between 1 and {MOST} people can be made for a region")
    if Citizen.objects.exclude(iin__regex=r"^[0-9]{6}[12]").exists():
        raise Refused("there are people in this database who are not made up")
    due_day = law_module.load().at(on.toordinal()).whole("contribution_due_day")
    setting = Setting(region.code, on.toordinal(), due_day, places(region))
    made = _made(region)
    _must_be_the_same(seed, setting, made)
    yield made
    yield from _written(seed, setting, made, people)


def _written(seed: int, setting: Setting, made: int, people: int) -> Iterator[int]:
    """The next part is drawn while the database takes this one."""
    ends = [*range((made // CELL + CELLS_AT_ONCE) * CELL, people, CELLS_AT_ONCE * CELL), people]
    parts = list(zip([made, *ends], ends, strict=False)) if made < people else []
    with ThreadPoolExecutor(1) as drawing:
        coming = [drawing.submit(_part, seed, setting, *part) for part in parts[:1]]
        for place, (_, end) in enumerate(parts, 1):
            rows = coming.pop().result()
            coming += [drawing.submit(_part, seed, setting, *part) for part in parts[place : place + 1]]
            with transaction.atomic():
                writing.write(rows)
            yield end


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


def _part(seed: int, setting: Setting, begin: int, end: int) -> Rows:
    """The rows of the people from the place ``begin`` up to, not including, ``end``. In every table the person's, or
    household's, number comes first; a household has that of its first person."""
    first, last = row_number(setting.region, begin), row_number(setting.region, end - 1)
    found = Rows()
    for number in range(begin // CELL, (end - 1) // CELL + 1):
        for name, rows in rows_of(seed, setting, number).tables.items():
            found.tables[name] += [row for row in rows if first <= row[0] <= last]
    return found
