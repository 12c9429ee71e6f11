"""A role of the database that cannot read illnesses, and with which officers' pages work all the same."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from registry.management.commands.clinical_grants import CLINICAL, statements
from registry.models import Diagnosis
from tests.registry.world import World, client_of

ROLE = "kepil_officers"


@pytest.fixture
def as_officers(world: World) -> Iterator[World]:
    """What follows is asked of the database by that role."""
    if connection.vendor != "postgresql":
        pytest.skip("this database has no roles")
    with connection.cursor() as cursor:
        for statement in (f"CREATE ROLE {ROLE}", *statements(ROLE), f"SET ROLE {ROLE}"):
            cursor.execute(statement)
        yield world
        cursor.execute("RESET ROLE")


def test_the_command_prints_what_is_done():
    out = StringIO()
    call_command("clinical_grants", 'a"b', stdout=out)
    lines = out.getvalue().splitlines()
    assert (lines[0], lines[-1]) == ("BEGIN;", "COMMIT;")
    assert lines[1:-1] == [f"{statement};" for statement in statements('a"b')]
    assert {model._meta.db_table for model in CLINICAL} == {"registry_diagnosis", "registry_diagnosisgrant"}


def test_the_role_reads_no_illness(as_officers: World):
    for model in CLINICAL:
        for act in (model.objects.exists, model.objects.all().delete):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Diagnosis.objects.create(citizen_id=1, polyclinic_id=1, icd10="G40")


def test_officers_work_with_it(as_officers: World):
    citizen = as_officers.known_citizen()
    application = as_officers.application(citizen)
    client = client_of(as_officers.officer)
    for address in (
        "/admin/registry/application/",
        f"/admin/registry/application/{application.pk}/change/",
        f"/admin/registry/citizen/{citizen.pk}/change/",
    ):
        assert client.get(address).status_code == 200
    taken = client.post(reverse("admin:registry_application_act", args=[application.pk, "take"]), {"version": "0"})
    assert taken.status_code == 302
