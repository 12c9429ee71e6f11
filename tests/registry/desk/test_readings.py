"""Every page of the desk that shows a person leaves one entry; what was typed and shown gets into no line, address or
entry of the log; rows of another polyclinic are not there."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from registry.models import Attachment, Certificate, Citizen, Diagnosis, LogEntry, Visit
from tests.registry.proof.making import certified
from tests.registry.test_canaries import lines, watched  # noqa: F401 – fixtures
from tests.registry.world import NOW, TODAY, World, client_of

from .test_visit_pages import DOCUMENT

Ask = Callable[..., Any]
SURNAME, ILLNESS, COLLEAGUES = "Кәнерейқызы", "A15.0", "F20.0"


@pytest.fixture
def patient(world: World) -> Citizen:
    citizen = world.known_citizen(surname=SURNAME, phone="+77012345678")
    world.ground(citizen, "disability", date(2026, 1, 1))
    by = {"citizen": citizen, "polyclinic": world.polyclinic}
    Visit.objects.create(day=TODAY, recorded_by=world.registrar, recorded_at=NOW, **by)
    Diagnosis.objects.create(icd10=ILLNESS, registered_by=world.clinician, registered_at=NOW, **by)
    return citizen


def entries_of(ask: Callable[[], Any]) -> tuple[Any, list[LogEntry]]:
    last = LogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    return ask(), list(LogEntry.objects.filter(pk__gt=last))


@pytest.mark.parametrize(
    ("role", "name"),
    [
        *((role, name) for role in ("registrar", "clinician") for name in ("card", "print", "visit/strike")),
        *(("registrar", name) for name in ("attachments/history", "certificate")),
        ("clinician", "diagnoses"),
    ],
)
def test_each_page_is_one_reading_of_the_person(world: World, patient: Citizen, card: Ask, role: str, name: str):
    client = client_of(getattr(world, role))
    card(client, patient.iin)
    response, entries = entries_of(lambda: client.get(f"/desk/{name}/"))
    assert response.status_code == 200
    assert [entry.citizen_id for entry in entries] == [patient.pk]
    assert entries_of(lambda: client.head(f"/desk/{name}/"))[1] == [] or name == "diagnoses"


def test_a_whole_day_at_the_desk_leaves_no_trace_of_anybody(
    world: World,
    patient: Citizen,
    card: Ask,
    lines: Callable[[], str],  # noqa: F811
    watched: list[str],  # noqa: F811
):
    registrar, clinician, unknown = client_of(world.registrar), client_of(world.clinician), next(world.numbers)
    guard = Client()
    card(registrar, patient.iin)
    for name in ("print", "visit/strike", "attachments/new", "attachments/history", "certificate"):
        registrar.get(f"/desk/{name}/")
    registrar.post("/desk/visit/strike/", {"visit": Visit.objects.get().pk, "because": "visit_of_somebody_else"})
    assert Visit.objects.get().struck_at == NOW
    registrar.post("/desk/certificate/", {"identity": "on"})
    issued = certified(world, patient)
    for code in (issued.reference, f"{issued.reference}{SURNAME}"):
        guard.get(f"/certificate/{code}/")
    card(clinician, patient.iin)
    typed = {"icd10": ILLNESS, "mark": "confirmed"}
    clinician.post("/desk/diagnoses/", typed)
    clinician.post("/desk/diagnoses/", {**typed, "icd10": f"{ILLNESS}{SURNAME}"})
    clinician.get("/desk/diagnoses/999/")
    card(registrar, unknown)
    registrar.post("/desk/visit/new-person/", DOCUMENT | {"surname": SURNAME})
    registrar.post("/desk/", {"iin": f"{patient.iin}x", "purpose": "visit"})
    assert Citizen.objects.filter(iin=unknown).exists()
    told = [lines(), *(re.sub("/certificate/.*", "", address) for address in watched)]
    told += [json.dumps(entry.details, ensure_ascii=False) + entry.purpose for entry in LogEntry.objects.all()]
    spilt = (SURNAME, patient.iin, unknown, ILLNESS, "2345678", "disability", issued.reference)
    assert [word for word in spilt if word in "\n".join(told)] == []


def test_rows_of_another_polyclinic_are_not_there(world: World, patient: Citizen, card: Ask):
    """Whoever has the person in hand elsewhere, even with a ground to treat him, reaches his own polyclinic's alone."""
    issued, diagnosis, visit = certified(world, patient), Diagnosis.objects.get(), Visit.objects.get()
    Visit.objects.create(citizen=patient, polyclinic=world.other_polyclinic, day=TODAY)
    abroad = client_of(world.other_registrar)
    stranger = client_of(world.staff("other-clinician", world.clinician.role, polyclinic=world.other_polyclinic))  # type: ignore[arg-type]
    card(abroad, patient.iin)
    card(stranger, patient.iin)
    answers = [
        abroad.post("/desk/certificate/withdraw/", {"certificate": issued.certificate.pk}),
        abroad.get("/desk/attachments/history/"),
        stranger.get(f"/desk/diagnoses/{diagnosis.pk}/"),
        stranger.post(f"/desk/diagnoses/{diagnosis.pk}/close/", {"because": "recovered"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert ILLNESS not in stranger.get("/desk/diagnoses/").content.decode()
    struck = abroad.post("/desk/visit/strike/", {"visit": visit.pk, "because": "visit_of_somebody_else"})
    assert struck.status_code in (302, 422)
    visit.refresh_from_db()
    diagnosis.refresh_from_db()
    assert (visit.struck_at, diagnosis.closed_on) == (None, None)
    assert Certificate.objects.get().withdrawn_at is None


def test_somebody_who_left_is_no_longer_certified_here(world: World, patient: Citizen, card: Ask):
    Visit.objects.all().delete()
    Attachment.objects.update(ends=TODAY - timedelta(days=1))
    registrar = client_of(world.registrar)
    card(registrar, patient.iin)
    answer = registrar.post("/desk/certificate/", {"identity": "on"})
    assert answer.status_code == 409
    assert SURNAME not in answer.content.decode()
    assert not Certificate.objects.exists()
