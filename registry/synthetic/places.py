"""The polyclinics of a region, with names that say that they are made up, and where people live."""

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
    return tuple(_polyclinic(region, district, place + 1).pk for place in range(number))


def _polyclinic(region: Region, district: District | None, number: int) -> Polyclinic:
    names = population()["polyclinic"]["name"]
    where = district or region
    found = {
        f"name_{language}": names[language].format(number=number, place=getattr(where, f"name_{language}"))
        for language in LANGUAGES
    }
    row, _ = Polyclinic.objects.get_or_create(region=region, district=district, **found)
    return row
