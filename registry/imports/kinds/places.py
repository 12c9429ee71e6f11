"""Polyclinics and employment offices. Rows are found by their number, or by region and Russian name."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...models import District, EmploymentOffice, Polyclinic, Region
from ...models.organisations import NAME
from ..updating import update
from . import parsing
from .base import ADMINISTRATORS, CHANGED, NEW, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged, bad

Model = type[Polyclinic] | type[EmploymentOffice]
Place = Any
"""A row of either table: they have the same fields."""
FIELDS = ("name_kk", "name_ru", "name_en", "region_id", "district_id", "address", "phone")


class _There:
    """What is in the tables already."""

    def __init__(self, model: Model, rows: Sequence[Staged]) -> None:
        regions = {str(row.values["region"]) for row in rows}
        places: list[Place] = list(model._default_manager.filter(region__in=regions))
        self.by_number: dict[int, Place] = {place.pk: place for place in places}
        self.by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in places:
            self.by_name[place.region_id, place.name_ru].append(place)
        self.regions = set(Region.objects.values_list("code", flat=True))
        self.districts = dict(District.objects.filter(region__in=regions).values_list("code", "region_id"))

    def find(self, row: Staged) -> Place | None:
        """Raises Problem where a number leads to nothing, or a name to several."""
        number = row.values.get("number")
        if number is not None:
            place = self.by_number.get(int(number))
            if place is None or place.region_id != row.values["region"]:
                raise Problem("unknown_number", "number")
            return place
        named = self.by_name[str(row.values["region"]), str(row.values["name_ru"])]
        if len(named) > 1:
            raise Problem("same_name", "number")
        return named[0] if named else None


def _plan(model: Model, rows: Sequence[Staged], scope: Scope) -> list[Planned]:
    there = _There(model, rows)
    return [_planned(model, row, there) for row in rows]


def _planned(model: Model, row: Staged, there: _There) -> Planned:
    try:
        told = _told(row, there)
        place = there.find(row)
    except Problem as problem:
        return bad(row, problem)
    if place is None:
        made: Place = model(**told)
        there.by_name[made.region_id, made.name_ru].append(made)
        return Planned(row.line, NEW, [_change(name, None, value) for name, value in told.items()], write=made)
    changes = [_change(name, getattr(place, name), value) for name, value in told.items()]
    changes = [change for change in changes if change.before != change.after]
    for name, value in told.items():
        setattr(place, name, value)
    return Planned(row.line, CHANGED if changes else SAME, changes, write=place)


def _told(row: Staged, there: _There) -> dict[str, Any]:
    told = {name: value for name, value in row.values.items() if name not in ("number", "region", "district")}
    region, district = str(row.values["region"]), row.values.get("district")
    if region not in there.regions:
        raise Problem("unknown_region", "region")
    if district is not None and there.districts.get(str(district)) != region:
        raise Problem("unknown_district", "district")
    place = {"region_id": region}
    return {**told, **place, "district_id": district} if district is not None else {**told, **place}


def _change(name: str, before: Any, after: Any) -> Change:
    return Change(name.removesuffix("_id"), str(before or ""), str(after or ""))


def _write(model: Model, planned: Sequence[Planned], scope: Scope) -> None:
    manager: Any = model._default_manager
    manager.bulk_create(item.write for item in planned if item.difference == NEW)
    update([item.write for item in planned if item.difference == CHANGED], FIELDS)


def _columns(example: tuple[str, str, str]) -> tuple[Column, ...]:
    names = [
        Column(name, label, parsing.words(NAME), True, _("The official name."), text, aliases)
        for name, label, text, aliases in (
            ("name_kk", _("name in Kazakh"), example[0], ("атауы қазақша",)),
            ("name_ru", _("name in Russian"), example[1], ("название", "название на русском")),
            ("name_en", _("name in English"), example[2], ("название на английском",)),
        )
    ]
    district = _("The code of the district, nine digits.")
    return (
        Column("number", _("Number"), parsing.whole, False, _("Empty for a new one."), "", ("нөмірі", "номер")),
        *names,
        Column(
            "region",
            _("Region"),
            parsing.code(2),
            True,
            _("The code of the region, two digits."),
            "43",
            ("облыс", "область"),
        ),
        Column("district", _("District"), parsing.code(9), False, district, "", ("аудан", "район")),
        Column("address", _("address"), parsing.words(NAME), False, _("Street and house."), "", ("мекенжай", "адрес")),
        Column("phone", _("phone"), parsing.phone, False, _("With the code of the country."), "", ("телефон",)),
    )


POLYCLINICS = Kind(
    code="polyclinics",
    name=_("Polyclinics"),
    explained=_("One row each. Without a number it is found by region and Russian name, or made."),
    columns=_columns(("№1 емхана", "Поликлиника № 1", "Polyclinic No. 1")),
    key=("number", "region", "name_ru"),
    roles=ADMINISTRATORS,
    plan=partial(_plan, Polyclinic),
    write=partial(_write, Polyclinic),
)
OFFICES = Kind(
    code="offices",
    name=_("Employment offices"),
    explained=_("One row each. Without a number it is found by region and Russian name, or made."),
    columns=_columns(("Жұмыспен қамту орталығы", "Центр занятости", "Employment centre")),
    key=("number", "region", "name_ru"),
    roles=ADMINISTRATORS,
    plan=partial(_plan, EmploymentOffice),
    write=partial(_write, EmploymentOffice),
)
