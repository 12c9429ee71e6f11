"""Whatever changes a row from which facts are made, the database notes whose it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from registry.models import Attachment, Citizen, ConfirmedGround, Contribution, FactChange, Visit, WorkPeriod

from .world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def noted() -> set[int]:
    """Whose facts changed since this was asked last."""
    found = set(FactChange.objects.values_list("citizen_id", flat=True))
    FactChange.objects.all().delete()
    return found


Make = Callable[[World, Citizen], Any]
ROWS: dict[str, Make] = {
    "work": lambda world, citizen: WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=TODAY),
    "contribution": lambda world, citizen: Contribution.objects.create(
        citizen=citizen, kind="employer", first_month=24300, last_month=24301
    ),
    "ground": lambda world, citizen: ConfirmedGround.objects.create(
        citizen=citizen, code="pensioner", starts=TODAY, source="ministry", confirmed_at=NOW
    ),
    "attachment": lambda world, citizen: Attachment.objects.create(
        citizen=citizen, polyclinic=world.polyclinic, starts=TODAY
    ),
    "visit": lambda world, citizen: Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY),
}


@pytest.mark.parametrize("make", ROWS.values(), ids=ROWS)
def test_a_row_that_comes_changes_and_goes_is_noted(world: World, make: Make):
    citizen = world.citizen()
    assert citizen.pk in noted()
    row = make(world, citizen)
    assert noted() == {citizen.pk}
    row.save()
    assert noted() == {citizen.pk}
    row.delete()
    assert noted() == {citizen.pk}


def test_many_rows_of_one_statement_are_noted(world: World):
    people = [world.citizen() for _ in range(3)]
    noted()
    WorkPeriod.objects.bulk_create(
        WorkPeriod(citizen=person, kind="employee", starts=TODAY) for person in people for _ in range(2)
    )
    assert noted() == {person.pk for person in people}
    WorkPeriod.objects.update(ends=TODAY)
    assert noted() == {person.pk for person in people}


@pytest.mark.parametrize(
    ("column", "value"),
    [("birth_date", date(1990, 1, 2)), ("wellbeing_level", "C"), ("complete_from", TODAY), ("last_pension_month", -1)],
)
def test_what_makes_facts_of_a_person_is_noted(world: World, column: str, value: object):
    citizen = world.citizen()
    noted()
    setattr(citizen, column, value)
    citizen.save()
    assert noted() == {citizen.pk}
    citizen.save()  # nothing of it is another
    assert noted() == set()


def test_a_name_or_a_phone_is_no_fact(world: World):
    citizen = world.citizen()
    noted()
    citizen.surname, citizen.phone = "Жаңа", "+77010000000"
    citizen.save()
    Citizen.objects.filter(pk=citizen.pk).update(email="a@b.example")
    assert noted() == set()
