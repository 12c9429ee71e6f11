"""Two windows of one browser: what is sent from a page is about its person, or nothing is done."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from registry.models import Attachment, AttachmentRequest, Certificate, Citizen, Diagnosis, Obligation, Visit
from tests.registry.world import TODAY, World, client_of

from .test_visit_pages import DOCUMENT

Ask = Callable[..., Any]
TOKEN = re.compile(r'name="person" value="([\w-]+)"')
FORM = re.compile(r'<form[^>]*method="post"[^>]*action="/desk/\w[^"]*".*?</form>', re.DOTALL)
WRITTEN = (Visit, Obligation, Attachment, AttachmentRequest, Certificate, Diagnosis, Citizen)


def token_of(page: str) -> str:
    found = set(TOKEN.findall(page))
    assert len(found) == 1
    return str(found.pop())


def written() -> list[list[Any]]:
    models: tuple[type[Model], ...] = WRITTEN
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def treated(world: World) -> Citizen:
    citizen = world.known_citizen()
    world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
    Visit.objects.create(
        citizen=citizen, polyclinic=world.polyclinic, day=TODAY, recorded_by=world.clinician, recorded_at=None
    )
    return citizen


def test_a_visit_is_not_recorded_for_somebody_else(world: World, registrar: Client, card: Ask):
    first, second = world.known_citizen(), world.known_citizen(wellbeing_level="D")
    world.ground(second, "wellbeing_crisis", date(2026, 1, 1))
    left_open = token_of(card(registrar, first.iin).content.decode())
    token = token_of(card(registrar, second.iin).content.decode())
    response = registrar.post("/desk/visit/", {"person": left_open})
    assert response.status_code == 409
    assert "about another person" in response.content.decode()
    assert not Visit.objects.exists()
    assert registrar.post("/desk/visit/", {"person": token}).headers["Location"] == "/desk/card/"
    assert list(Visit.objects.values_list("citizen", flat=True)) == [second.pk]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("registrar", "/desk/visit/"),
        ("registrar", "/desk/visit/new-person/"),
        ("registrar", "/desk/visit/strike/"),
        ("registrar", "/desk/attachments/new/"),
        ("registrar", "/desk/certificate/"),
        ("registrar", "/desk/certificate/withdraw/"),
        ("clinician", "/desk/diagnoses/"),
        ("clinician", "/desk/diagnoses/1/close/"),
        ("clinician", "/desk/diagnoses/1/grant/"),
        ("clinician", "/desk/diagnoses/1/grants/1/end/"),
    ],
)
def test_whatever_the_page_does(world: World, card: Ask, role: str, address: str):
    client = client_of(getattr(world, role))
    card(client, treated(world).iin)
    before = written()
    assert client.post(address, {"person": "of-somebody-else"}).status_code == 409
    assert written() == before


def test_every_form_about_the_person_says_whose_it_is(world: World, registrar: Client, card: Ask):
    citizen = treated(world)
    clinician = client_of(world.clinician)
    row = Diagnosis.objects.create(
        citizen=citizen,
        polyclinic=world.polyclinic,
        icd10="B20",
        sensitive=True,
        registered_by=world.clinician,
        registered_at=None,
    )
    card(registrar, citizen.iin)
    card(clinician, citizen.iin)
    pages = [registrar.get(f"/desk/{name}/") for name in ("visit/strike", "attachments/new", "certificate")]
    pages += [clinician.get("/desk/diagnoses/"), clinician.get(f"/desk/diagnoses/{row.pk}/")]
    pages.append(card(registrar, world.known_citizen().iin))
    card(registrar, next(world.numbers))
    pages.append(registrar.get("/desk/visit/new-person/"))
    for response in pages:
        assert response.status_code == 200
        forms = FORM.findall(response.content.decode())
        assert forms
        assert all(TOKEN.search(form) for form in forms), forms


def test_looking_the_same_person_up_again_leaves_his_pages_his(world: World, registrar: Client, card: Ask):
    citizen, unknown = world.known_citizen(), next(world.numbers)
    for number in (citizen.iin, unknown):
        first = token_of(card(registrar, number).content.decode())
        assert token_of(card(registrar, number).content.decode()) == first


def test_a_double_click_that_makes_somebody_known_is_no_other_person(world: World, registrar: Client, card: Ask):
    sent = DOCUMENT | {"person": token_of(card(registrar, next(world.numbers)).content.decode())}
    for _ in range(2):
        assert registrar.post("/desk/visit/new-person/", sent).headers["Location"] == "/desk/card/"
    assert Visit.objects.count() == 1
    assert registrar.post("/desk/visit/", {"person": sent["person"]}).headers["Location"] == "/desk/card/"
