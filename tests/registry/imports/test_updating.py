"""Many rows at once get each their own values, of every kind of column."""

from datetime import date

from registry.imports import updating
from registry.models import Citizen
from tests.registry.world import World

from .files import people

NAMES = ["surname", "birth_date", "wellbeing_level_since", "blocked", "last_pension_month", "district", "region"]


def test_each_row_gets_its_own_values(world: World, monkeypatch: object):
    monkeypatch.setattr(updating, "AT_ONCE", 2)  # type: ignore[attr-defined]
    some = people(world, 5, birth_date=date(1990, 1, 1))
    for place, someone in enumerate(some[:4]):
        someone.surname, someone.blocked, someone.last_pension_month = f"Ә'{place}", place == 2, 24_000 + place
        someone.birth_date = None if place == 1 else date(2000, 1, 1 + place)
        someone.wellbeing_level_since = date(2026, 3, 1) if place else None
        someone.district, someone.region = world.district if place == 3 else None, world.abroad
        someone.given_name = "not named"
    some[0].delete()
    some[0].pk = 999_999
    updating.update(some[:4], NAMES)
    found = list(Citizen.objects.order_by("pk"))
    assert [[getattr(row, name) for name in NAMES] for row in found] == [
        [getattr(row, name) for name in NAMES] for row in some[1:]
    ]
    assert {row.given_name for row in found} == {"Айгүл"}
    updating.update([], NAMES)
