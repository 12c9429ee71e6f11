"""Where people of a region live, and its polyclinics: those that are there, and some with invented names."""

from typing import Any

from django.db import transaction

from eligibility.rules.law_files import LANGUAGES

from ..models import District, Polyclinic, Region
from .setting import Place
from .shares import Choice, population


@transaction.atomic
def places(region: Region) -> Choice[Place]:
    """Makes the polyclinics that are not there yet."""
    found = population()
    table: dict[str, Any] | None = found["district"].get(region.code)
    if table is None:
        return Choice([Place(None, _polyclinics(region, None, found["polyclinic"]["elsewhere"]))], [1])
    districts = District.objects.in_bulk(table["code"])
    made = [
        Place(code, _polyclinics(region, districts[code], number))
        for code, number in zip(table["code"], table["polyclinics"], strict=True)
    ]
    nowhere = Place(None, tuple(pk for place in made for pk in place.polyclinics))
    total = sum(table["share"])
    return Choice([*made, nowhere], [*table["share"], total * table["unknown"]])


def _polyclinics(region: Region, district: District | None, number: int) -> tuple[int, ...]:
    """Those that are there, and so many with invented names that there are enough."""
    there = Polyclinic.objects.filter(region=region, district=district).order_by("pk")
    found = list(there.values_list("pk", flat=True)[:number])
    found += [_invented(region, district, place + 1).pk for place in range(len(found), number)]
    return tuple(found)


def _invented(region: Region, district: District | None, number: int) -> Polyclinic:
    names = population()["polyclinic"]["name"]
    where = district or region
    found = {
        f"name_{language}": names[language].format(number=number, place=getattr(where, f"name_{language}"))
        for language in LANGUAGES
    }
    return Polyclinic.objects.create(region=region, district=district, **found)
