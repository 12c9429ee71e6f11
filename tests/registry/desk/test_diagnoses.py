"""The clinician's pages of diagnoses: shown before it is registered, kept when wrong, closed to everybody else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry import diagnosing, illnesses
from registry.log import Verb
from registry.models import Account, Attachment, Citizen, Diagnosis, DiagnosisGrant, LogEntry, Role
from tests.registry.world import TODAY, World, client_of, who

PAGE = "/desk/diagnoses/"
EPILEPSY = {"icd10": "g40", "mark": "confirmed"}
INFARCTION = {"icd10": "І21,0", "mark": "confirmed"}
ONSET = {"since_day": "1", "since_month": "2", "since_year": "2026"}
Ask = Callable[..., Any]


@pytest.fixture
def patient(world: World) -> Citizen:
    return world.known_citizen(surname="Науқасова")


@pytest.fixture
def clinician(world: World, patient: Citizen, card: Ask) -> Client:
    """With the patient in hand."""
    client = client_of(world.clinician)
    card(client, patient.iin)
    return client


@pytest.fixture
def colleague(world: World) -> Account:
    return world.staff("second-clinician", Role.CLINICIAN)


def text(response: Any) -> str:
    return str(response.content.decode())


def register(client: Client, **fields: str) -> Any:
    """Both steps: what the first one showed goes into the second."""
    first = client.post(PAGE, fields)
    assert first.status_code == 200, text(first)
    return client.post(PAGE, fields | {"shown": first.context["asked"]["seal"]})


def test_the_group_is_shown_before_it_is_registered(clinician: Client):
    page = clinician.post(PAGE, EPILEPSY)
    assert page.status_code == 200
    assert "Epilepsy" in text(page)
    assert not Diagnosis.objects.exists()
    done = clinician.post(PAGE, EPILEPSY | {"shown": page.context["asked"]["seal"]}, follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "The diagnosis is registered." in text(done)
    assert Diagnosis.objects.get().icd10 == "G40"


@pytest.mark.parametrize("change", [{"icd10": "G41"}, {"more": "orphan"}, {"again": "1"}])
def test_what_was_changed_after_it_was_shown_is_shown_again(clinician: Client, change: dict[str, str]):
    seen = clinician.post(PAGE, EPILEPSY).context["asked"]["seal"]
    assert clinician.post(PAGE, EPILEPSY | change | {"shown": seen}).status_code == 200
    assert not Diagnosis.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (EPILEPSY | {"icd10": ""}, "Enter the code of the illness."),
        (EPILEPSY | {"icd10": "U99"}, "There is no such code in ICD-10."),
        (INFARCTION, "With this illness the day of onset decides who pays."),
        (INFARCTION | {"icd10": "i63.9"}, "With this illness the day of onset decides who pays."),
        (INFARCTION | ONSET | {"more": "onset_unknown"}, "not both"),
        (INFARCTION | ONSET | {"since_year": "2027"}, "Enter a date not after 16.03.2026."),
        (INFARCTION | ONSET | {"since_year": "1980"}, "Enter a date not before 02.04.1988."),
        (INFARCTION | ONSET | {"since_month": "13"}, "no such day in the calendar"),
        ({"icd10": "G40"}, "Choose one of the answers."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(clinician: Client, fields: dict[str, str], said: str):
    page = clinician.post(PAGE, fields)
    assert page.status_code == 422
    assert said in text(page)
    assert f'value="{fields["icd10"]}"' in text(page)
    assert not Diagnosis.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        INFARCTION | ONSET,
        INFARCTION | {"more": "onset_unknown"},
        INFARCTION | {"mark": "suspected"},
        EPILEPSY,
        EPILEPSY | {"icd10": "E75.2", "more": "orphan"},
        EPILEPSY | {"icd10": "J06"},
    ],
)
def test_what_may_be_registered(clinician: Client, fields: dict[str, str]):
    assert register(clinician, **fields).status_code == 302
    row = Diagnosis.objects.get()
    assert row.icd10 == illnesses.code_of(fields["icd10"])
    assert (row.since, row.suspected, row.orphan) == (
        date(2026, 2, 1) if "since_day" in fields else None,
        fields["mark"] == "suspected",
        fields.get("more") == "orphan",
    )


def test_other_data_are_said_and_nothing_is_changed(clinician: Client):
    register(clinician, **EPILEPSY)
    page = register(clinician, **EPILEPSY | {"mark": "suspected"})
    assert page.status_code == 422
    assert "Close that entry first" in text(page)
    assert Diagnosis.objects.get().suspected is False


def test_each_reading_is_in_the_log_with_row_numbers(world: World, clinician: Client, patient: Citizen):
    register(clinician, **EPILEPSY)
    row = Diagnosis.objects.get()
    clinician.get(PAGE)
    clinician.get(f"{PAGE}{row.pk}/")
    last = LogEntry.objects.filter(verb=Verb.READ_DIAGNOSES).order_by("-pk")[:2]
    assert [(entry.citizen, entry.details) for entry in last] == [(patient, {"rows": [row.pk]})] * 2


def test_a_colleague_reads_a_sensitive_one_only_when_named(
    world: World, clinician: Client, patient: Citizen, colleague: Account, card: Ask
):
    register(clinician, icd10="F32.1", mark="confirmed")
    row = Diagnosis.objects.get()
    other = client_of(colleague)
    card(other, patient.iin)
    unnamed = text(other.get(PAGE))
    assert "F32" not in unnamed
    assert "Nothing here that you may read." in unnamed
    assert other.get(f"{PAGE}{row.pk}/").status_code == 404
    given = {"account": str(colleague.pk), "until_day": "20", "until_month": "3", "until_year": "2026"}
    assert clinician.post(f"{PAGE}{row.pk}/grant/", given).status_code == 302
    assert "F32.1" in text(other.get(PAGE))
    assert other.post(f"{PAGE}{row.pk}/close/", {"because": "over"}).status_code == 422
    assert other.post(f"{PAGE}{row.pk}/grant/", given).status_code == 422
    grant = DiagnosisGrant.objects.get()
    assert other.post(f"{PAGE}{row.pk}/grants/{grant.pk}/end/").status_code == 404
    assert "Staff second-clinician" in text(clinician.get(f"{PAGE}{row.pk}/"))
    assert clinician.post(f"{PAGE}{row.pk}/grants/{grant.pk}/end/").status_code == 302
    assert "F32" not in text(other.get(PAGE))


@pytest.mark.parametrize(
    "wrong",
    [{"account": ""}, {"account": "999999"}, {"until_day": "15"}, {"until_month": "5"}, {"until_day": ""}],
    ids=str,
)
def test_a_wrong_grant_is_said(clinician: Client, colleague: Account, wrong: dict[str, str]):
    register(clinician, icd10="B20", mark="confirmed")
    row = Diagnosis.objects.get()
    right = {"account": str(colleague.pk), "until_day": "20", "until_month": "3", "until_year": "2026"}
    assert clinician.post(f"{PAGE}{row.pk}/grant/", right | wrong).status_code == 422
    assert not DiagnosisGrant.objects.exists()


def test_closing_on_the_page(clinician: Client):
    register(clinician, **EPILEPSY)
    row = Diagnosis.objects.get()
    assert clinician.post(f"{PAGE}{row.pk}/close/", {}).status_code == 422
    done = clinician.post(f"{PAGE}{row.pk}/close/", {"because": "mistake"}, follow=True)
    assert "The diagnosis is closed." in text(done)
    assert "It was entered by mistake." in text(done)
    row.refresh_from_db()
    assert row.closed_on == TODAY
    assert "Close the diagnosis" not in text(clinician.get(f"{PAGE}{row.pk}/"))


def test_somebody_unknown_and_somebody_of_another_polyclinic_look_the_same(world: World, patient: Citizen, card: Ask):
    diagnosing.register(who(world.clinician), patient, "G40", None, False)
    stranger = client_of(world.staff("stranger", Role.CLINICIAN, polyclinic=world.other_polyclinic))
    pages = set()
    for number in (patient.iin, next(world.numbers)):
        card(stranger, number)
        for response, status in ((stranger.get(PAGE), 200), (stranger.post(PAGE, EPILEPSY), 422)):
            assert response.status_code == status
            pages.add(text(response).split("<h1")[1].partition("csrf")[0])
    assert len(pages) == 1
    said = pages.pop()
    assert "not attached to your polyclinic" in said
    assert "Record the visit first" in said
    assert Diagnosis.objects.count() == 1
    assert LogEntry.objects.get(verb=Verb.REJECTED_ATTEMPT).citizen == patient


def test_nothing_without_a_person_in_hand(world: World):
    client = client_of(world.clinician)
    assert client.get(PAGE).headers["Location"] == "/desk/"
    assert client.get(f"{PAGE}1/").headers["Location"] == "/desk/"


def test_whoever_registered_it_can_close_it_after_the_person_left(clinician: Client, patient: Citizen):
    register(clinician, **EPILEPSY)
    Attachment.objects.filter(citizen=patient).update(ends=date(2026, 3, 15))
    page = text(clinician.get(PAGE))
    assert "G40" in page
    assert "Науқасова" not in page
    assert clinician.post(f"{PAGE}{Diagnosis.objects.get().pk}/close/", {"because": "over"}).status_code == 302


def test_registrars_do_not_get_in(world: World, registrar: Client, patient: Citizen, card: Ask):
    row = diagnosing.register(who(world.clinician), patient, "G40", None, False)
    shown = text(card(registrar, patient.iin))
    assert PAGE not in shown
    for url in (PAGE, f"{PAGE}{row.pk}/"):
        assert registrar.get(url).status_code == 403
    for url in (PAGE, f"{PAGE}{row.pk}/close/", f"{PAGE}{row.pk}/grant/", f"{PAGE}{row.pk}/grants/1/end/"):
        assert registrar.post(url, EPILEPSY).status_code == 403


def test_the_clinicians_card_leads_there(world: World, patient: Citizen, card: Ask):
    assert PAGE in text(card(client_of(world.clinician), patient.iin))
