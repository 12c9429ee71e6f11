"""Bringing reference data into the tables: safe to repeat, logged once, and only where something changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model

from .. import log
from ..log import Verb, Who
from ..models import District, EmploymentOffice, Region
from . import names


@dataclass(slots=True)
class Changes:
    """Codes or days of rows."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def load(who: Who) -> dict[str, Changes]:
    """Regions, districts, and for each region that has none an employment office. For codes that the files name, the
    files' names win; other rows, and offices that are there, stay as they are. Nothing is deleted."""
    regions = names.regions()
    districts = {code: {**found, "region_id": code[:2]} for code, found in names.districts().items()}
    changes = {
        "region": upsert(Region, regions),
        "district": upsert(District, districts),
        "employmentoffice": _offices(names.offices()),
    }
    record(who, changes)
    return changes


def upsert(model: type[Model], rows: Mapping[Any, Mapping[str, Any]]) -> Changes:
    """Makes the rows of these primary keys be as given. At most three queries."""
    there = model._default_manager.in_bulk(list(rows))
    new = [model(pk=key, **fields) for key, fields in rows.items() if key not in there]
    other = [row for key, row in there.items() if any(getattr(row, name) != value for name, value in rows[key].items())]
    for row in other:
        for name, value in rows[row.pk].items():
            setattr(row, name, value)
    model._default_manager.bulk_create(new, ignore_conflicts=True)  # somebody else may be loading the same
    if other:
        model._default_manager.bulk_update(other, [name.removesuffix("_id") for name in rows[other[0].pk]])
    return Changes([str(row.pk) for row in new], [str(row.pk) for row in other])


def record(who: Who, changes: Mapping[str, Changes]) -> None:
    """One entry for all that changed; none where nothing did."""
    details = {name: {kind: rows for kind, rows in asdict(found).items() if rows} for name, found in changes.items()}
    told = {name: found for name, found in details.items() if found}
    if told:
        log.write(who, Verb.REFERENCE_CHANGED, details=told)


def _offices(offices: Mapping[str, names.Names]) -> Changes:
    have = set(EmploymentOffice.objects.filter(district=None).values_list("region_id", flat=True))
    missing = [code for code in offices if code not in have]
    EmploymentOffice.objects.bulk_create(EmploymentOffice(region_id=code, **offices[code]) for code in missing)
    return Changes(added=missing)
