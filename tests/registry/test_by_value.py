"""Rows by one value are those that a query set finds, whatever their columns hold: days, moments, JSON, nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry import by_value, facts
from registry.models import Account, Attachment, Citizen, ConfirmedGround, Polyclinic, Visit
from tests.registry.world import TODAY, World


def values(rows: Iterable[Model | None]) -> list[dict[str, Any]]:
    found = [{name: value for name, value in vars(row).items() if name[0] != "_"} for row in rows]
    return sorted(found, key=lambda row: int(row["id"]))


def with_rows(world: World) -> Citizen:
    citizen, here = world.citizen(), world.registrar.polyclinic
    assert here is not None
    for starts in (TODAY, TODAY - facts.ONE_DAY):
        Visit.objects.create(citizen=citizen, polyclinic=here, day=starts, recorded_at=timezone.now())
        ConfirmedGround.objects.create(
            citizen=citizen,
            code="pregnant" if starts == TODAY else "pensioner",
            starts=starts,
            source="ministry",
            verified={"residence": ["citizen", None, 1.5]},
            confirmed_at=timezone.now(),
        )
    Attachment.objects.create(citizen=citizen, polyclinic=here, starts=TODAY)
    Visit.objects.create(citizen=world.citizen(), polyclinic=here, day=TODAY)
    return citizen


def test_as_a_query_set_finds_them(world: World):
    citizen = with_rows(world)
    for model in (Visit, ConfirmedGround, Attachment):
        expected = model._default_manager.filter(citizen=citizen)
        assert values(by_value.rows(model, "citizen_id", citizen.pk)) == values(expected)
    assert not by_value.rows(Visit, "citizen_id", citizen.pk)[0]._state.adding
    unique: tuple[tuple[type[Model], str], ...] = ((Citizen, "iin"), (Account, "username"), (Polyclinic, "id"))
    for kind, field in unique:
        for row in kind._default_manager.all():
            found = by_value.row(kind, field, getattr(row, field))
            assert found == row
            assert values([found]) == values([row])


def test_of_nobody_there_are_none(world: World):
    assert by_value.rows(Visit, "citizen_id", 0) == []
    assert by_value.row(Citizen, "iin", "000000000000") is None


def test_what_is_fetched_is_asked_for_once(world: World):
    citizen = Citizen.objects.get(pk=with_rows(world).pk)
    expected = facts.person_of(Citizen.objects.get(pk=citizen.pk), TODAY)
    with CaptureQueriesContext(connection) as queries:
        facts.fetch(citizen)
        facts.fetch(citizen)
        assert facts.person_of(citizen, TODAY) == expected
    assert len(queries) == len(facts.RELATED)
    assert citizen.visits.filter(day=TODAY).count() == 1
