"""The lists: who sees whom, in which order, what is said of each, what leaves as a file, and what the log says."""

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from eligibility.rules import law as law_module
from registry.breach import affected
from registry.determine import determine
from registry.falling import kinds
from registry.falling.watching import watch
from registry.log import Verb
from registry.models import Account, Attachment, Citizen, CoverEnd, Diagnosis, LogEntry
from registry.readers import who_read_citizen
from tests.registry.world import NOW, TODAY, World, client_of, who

NUMBERS = replace(kinds.numbers(), page=2, export=2)
IN_APRIL, IN_MAY = date(2008, 4, 10), date(2008, 5, 10)
SENSITIVE, MOVED, FREE, SUSPECTED = "F20.0", "G80.1", "C50", "E10"


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return World()


def youth(world: World, name: str, born: date = IN_MAY, **fields: Any) -> Citizen:
    citizen = world.known_citizen(surname=name, birth_date=born, **fields)
    determine(who(), citizen, TODAY)
    return citizen


def student(world: World, name: str, ends: date = date(2026, 3, 31), **fields: Any) -> Citizen:
    citizen = world.known_citizen(surname=name, birth_date=date(2005, 1, 1), **fields)
    world.ground(citizen, "full_time_student", date(2025, 9, 1), ends)
    determine(who(), citizen, TODAY)
    return citizen


def work_out() -> None:
    watch(NOW, TODAY, law_module.load())


def names(account: Account, address: str = "/falling/", **query: Any) -> list[str]:
    """Surnames of the lines, in their order."""
    response = client_of(account).get(address, query)
    assert response.status_code == 200
    return [line.name.split()[0] for line in response.context["part"].lines]


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def move(citizen: Citizen, polyclinic: Any) -> None:
    citizen.attachments.update(ends=TODAY - timedelta(days=1))
    if polyclinic:
        Attachment.objects.create(citizen=citizen, polyclinic=polyclinic, starts=TODAY)


def test_who_turns_eighteen_comes_first_and_nobody_sees_others(world: World):
    student(world, "Оқушы")
    youth(world, "Мамыр")
    youth(world, "Сәуір", IN_APRIL)
    youth(world, "Алыс", region=world.abroad)
    youth(world, "Жабық").blocked = True
    Citizen.objects.filter(surname="Жабық").update(blocked=True)
    move(youth(world, "Көшкен"), world.other_polyclinic)
    move(youth(world, "Тіркелмеген"), None)
    work_out()
    Citizen.objects.filter(surname="Мамыр").update(blocked=True)  # after it was worked out
    assert names(world.officer) == ["Сәуір", "Көшкен", "Тіркелмеген", "Оқушы"]
    assert names(world.foreign_officer) == ["Алыс"]
    assert names(world.registrar) == names(world.clinician) == ["Сәуір", "Алыс", "Оқушы"]
    assert names(world.other_registrar) == ["Көшкен"]
    for account in (world.analyst, world.auditor, world.finance, world.administrator, world.operator):
        assert client_of(account).get("/falling/").status_code == 403


def test_filters_by_days_district_and_reason(world: World):
    student(world, "Ертең", TODAY + timedelta(days=30))
    student(world, "Кейін", TODAY + timedelta(days=31), district=world.district)
    student(world, "Соңғы", TODAY + timedelta(days=61))
    youth(world, "Мамыр")
    work_out()
    assert names(world.officer, within=30) == ["Ертең"]
    assert names(world.officer, within=60) == ["Ертең", "Кейін"]
    assert names(world.officer, within="many") == ["Мамыр", "Ертең", "Кейін", "Соңғы"]
    assert names(world.officer, district=world.district.pk) == ["Кейін"]
    assert names(world.officer, kind="turns_18") == ["Мамыр"]
    assert names(world.registrar, kind="state_period") == ["Ертең", "Кейін", "Соңғы"]
    found = client_of(world.officer).get("/falling/", {"kind": "study_ends", "within": "60"})
    assert found.context["tiles"] == [(30, "1", "0"), (60, "2", "0"), (90, "3", "0")]
    assert sum(week.people for week in found.context["weeks"]) == 2


def test_officers_see_the_ground_polyclinics_never(world: World):
    student(world, "Оқушы", TODAY + timedelta(days=30))
    work_out()
    for language, ground, ways in (("en", "Full-time student", "Register as unemployed"), ("kk", "оқу", "Жұмыссыз")):
        asked: dict[str, Any] = {"headers": {"accept-language": language}}
        shown = text(client_of(world.officer).get("/falling/", **asked))
        assert ground in shown
        assert ways in shown
        for account in (world.registrar, world.clinician):
            shown = text(client_of(account).get("/falling/", **asked)).split('<h2 id="people">')[1]
            assert ground not in shown
            assert ways not in shown


def test_no_whole_number_is_shown(world: World):
    citizen = youth(world, "Мамыр")
    work_out()
    for account in (world.officer, world.registrar, world.clinician):
        shown = text(client_of(account).get("/falling/"))
        assert citizen.iin not in shown
        assert citizen.iin[-4:] in shown


def test_only_clinicians_learn_that_an_illness_moved_to_the_insurance(world: World):
    ill = {"Анық": MOVED, "Құпия": SENSITIVE, "Тегін": FREE, "Күдік": SUSPECTED, "Бөтен": MOVED, "Жабылған": MOVED}
    for name, code in ill.items():
        Diagnosis.objects.create(
            citizen=youth(world, name),
            icd10=code,
            polyclinic=world.other_polyclinic if name == "Бөтен" else world.polyclinic,
            suspected=name == "Күдік",
            closed_on=TODAY if name == "Жабылған" else None,
        )
    first = youth(world, "Бірінші", IN_APRIL)
    work_out()
    seen = client_of(world.clinician).get("/falling/")
    assert [line.name.split()[0] for line in seen.context["part"].lines if line.mark] == ["Анық"]
    assert seen.context["part"].lines[0].ways[0][0] != seen.context["part"].lines[1].ways[0][0]  # the assessment first
    assert names(world.clinician)[:2] == ["Анық", "Бірінші"]
    for account in (world.registrar, world.officer):
        response = client_of(account).get("/falling/")
        assert not [line for line in response.context["part"].lines if line.mark]
        assert response.context["part"].lines[0].citizen == first.pk
    for account in (world.clinician, world.registrar, world.officer):
        shown = text(client_of(account).get("/falling/"))
        assert not [code for code in ill.values() if code in shown]
    assert LogEntry.objects.filter(verb=Verb.READ_LIST, details__diagnoses=True).count() == 3
    assert "diagnosis" in affected(world.clinician, NOW, NOW + timedelta(1)).groups
    assert "diagnosis" not in affected(world.registrar, NOW, NOW + timedelta(1)).groups


def test_a_clinicians_own_household_is_not_marked(world: World):
    citizen = youth(world, "Мамыр")
    Diagnosis.objects.create(citizen=citizen, polyclinic=world.polyclinic, icd10=MOVED)
    own = world.citizen("Өзі")
    world.household(citizen, own)
    world.clinician.citizen = own
    world.clinician.save()
    work_out()
    assert not client_of(world.clinician).get("/falling/").context["part"].lines[0].mark


def test_whoever_changed_since_is_worked_out_anew_and_nothing_is_written(world: World):
    saved = student(world, "Оқыған")
    later = student(world, "Ұзарған")
    work_out()
    saved.confirmed_grounds.update(ends=None)
    later.confirmed_grounds.update(ends=TODAY + timedelta(days=40))
    kept = list(CoverEnd.objects.values_list("last_day", flat=True))
    response = client_of(world.officer).get("/falling/")
    assert [(line.name.split()[0], line.left) for line in response.context["part"].lines] == [("Ұзарған", 40)]
    assert response.context["gone"] == 1
    assert list(CoverEnd.objects.values_list("last_day", flat=True)) == kept


def test_a_page_is_one_entry_and_a_fixed_number_of_queries(world: World, monkeypatch: pytest.MonkeyPatch):
    def queries(client: Client) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/falling/").status_code == 200
        return len(caught)

    people = [youth(world, f"А{number}") for number in range(2)]
    work_out()
    client = client_of(world.clinician)
    queries(client)
    before = queries(client)
    people += [youth(world, f"Б{number}") for number in range(3)]
    work_out()
    assert queries(client) == before
    entry = LogEntry.objects.filter(verb=Verb.READ_LIST).latest("pk")
    assert entry.details == {"list": "ends", "page": 1, "rows": [row.pk for row in people], "diagnoses": True}
    assert entry in who_read_citizen(people[0])


def test_pages_of_fifty(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("registry.falling.views.lists.kinds.numbers", lambda: NUMBERS)
    for number in range(3):
        youth(world, f"А{number}")
    work_out()
    assert names(world.officer) == ["А0", "А1"]
    assert names(world.officer, page=2) == ["А2"]
    for page in ("3", "0", "x", "9" * 30):
        assert client_of(world.officer).get("/falling/", {"page": page}).status_code == 404


def crisis(world: World, name: str, **fields: Any) -> Citizen:
    return world.known_citizen(surname=name, **{"wellbeing_level": "D"} | fields)


def test_level_d_or_e_without_cover(world: World):
    crisis(world, "Картада")
    ready = crisis(world, "Расталған")
    world.ground(ready, "wellbeing_crisis", date(2026, 1, 1))
    seen = crisis(world, "Келген")
    world.ground(seen, "wellbeing_crisis", date(2026, 1, 1))
    seen.visits.create(polyclinic=world.polyclinic, day=TODAY)
    lately = crisis(world, "Жақында")  # came after he was determined last
    world.ground(lately, "wellbeing_emergency", date(2026, 1, 1))
    for citizen in (ready, seen, lately):
        determine(who(), citizen, TODAY)
    lately.visits.create(polyclinic=world.polyclinic, day=TODAY)
    crisis(world, "Балиғат", wellbeing_level="B")
    crisis(world, "Алыс", region=world.abroad)
    crisis(world, "Жабық", blocked=True)
    assert names(world.officer, "/falling/unseen/") == ["Расталған", "Картада"]
    assert names(world.officer, "/falling/unseen/", kind="not_confirmed") == ["Картада"]
    assert names(world.registrar, "/falling/unseen/") == ["Расталған", "Картада", "Алыс"]
    assert names(world.other_registrar, "/falling/unseen/") == []
    officers, polyclinics = (
        text(client_of(account).get("/falling/unseen/", headers={"accept-language": "en"}))
        for account in (world.officer, world.registrar)
    )
    assert "Level D, confirmed" in officers
    assert "Level D by the family card, not confirmed" in officers
    assert "level of well-being: not known" in polyclinics
    assert "Level D," not in polyclinics
    assert "Level D by" not in polyclinics


def test_before_article_26_1_nobody_is_of_level_d_or_e(world: World, monkeypatch: pytest.MonkeyPatch):
    crisis(world, "Картада")
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(year=2025))
    assert names(world.officer, "/falling/unseen/") == []


def test_who_may_have_a_right_that_the_registry_does_not_know(world: World):
    asked, took_back, again, decided = (
        world.known_citizen(surname=name) for name in ("Сұраған", "Алған", "Қайта", "Шешім")
    )
    world.application(asked)
    world.application(took_back, state="withdrawn", closed_at=NOW)
    world.application(again, state="withdrawn", closed_at=NOW)
    for person in (again, decided):
        world.application(person, state="refused", closed_at=NOW)
    baby = world.citizen("Бала", birth_date=date(2024, 1, 1))
    world.household(baby, world.known_citizen(surname="Ана"), world.citizen("Аға", birth_date=date(2010, 1, 1)))
    held = world.known_citizen(surname="Бар")
    world.household(world.citizen("Бөпе", birth_date=date(2024, 1, 1)), held, world.known_citizen(surname="Әке"))
    world.ground(held, "parent_of_child_under_3", date(2024, 1, 1))
    for name, code, ended in (
        ("Ардагер", "pensioner", 20),
        ("Ескі", "pensioner", 181),
        ("Оқып", "full_time_student", 20),
    ):
        person = world.known_citizen(surname=name)
        world.ground(person, code, date(2020, 1, 1), TODAY - timedelta(days=ended))
    assert names(world.officer, "/falling/on-paper/") == ["Сұраған", "Алған", "Ана", "Ардагер"]
    assert names(world.officer, "/falling/on-paper/", kind="small_child") == ["Ана"]
    assert names(world.foreign_officer, "/falling/on-paper/") == []
    for account in (world.registrar, world.clinician):
        assert client_of(account).get("/falling/on-paper/").status_code == 403


def file(account: Account, form: str, **values: Any) -> Any:
    sent = {"list": "ends", "purpose": "call", "kind_of_file": form, **values}
    return client_of(account).post("/falling/export/", sent, headers={"accept-language": "en"})


def test_a_file_names_whoever_made_it_and_is_logged(world: World):
    citizen = youth(world, "=HYPERLINK(1)")
    Diagnosis.objects.create(citizen=citizen, polyclinic=world.polyclinic, icd10=MOVED)
    youth(world, "Сәуір", IN_APRIL)
    youth(world, "Алыс", region=world.abroad)
    work_out()
    for account, lines in ((world.officer, 2), (world.clinician, 3)):
        found = list(csv.reader(StringIO(file(account, "csv").content.decode("utf-8-sig")), delimiter=";"))
        assert found[6][0] == "Сәуір Айгүл"  # not by the illness
        assert len(found[6:]) == lines
        assert f"({account.username}), 2026-03-16" in found[3][2]
        assert found[4][1:] == ["Purpose", "To get in touch with the people"]
        sheet: Any = load_workbook(BytesIO(file(account, "xlsx").content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
        assert {cell.data_type for cell in cells} == {"s"}
        values = [*(value for row in found for value in row), *(cell.value for cell in cells)]
        assert "'=HYPERLINK(1) Айгүл" in values
        assert not [value for value in values if citizen.iin in value or "illness" in value or MOVED in value]
    entry = LogEntry.objects.filter(verb=Verb.EXPORTED, actor=world.officer).latest("pk")
    assert (entry.purpose, entry.details["format"], len(entry.details["rows"])) == ("call", "xlsx", 2)
    assert "ledger" not in affected(world.officer, NOW, NOW + timedelta(1)).groups


def test_a_file_has_a_purpose_and_no_more_than_so_many_people(world: World, monkeypatch: pytest.MonkeyPatch):
    for number in range(3):
        youth(world, f"А{number}")
    work_out()
    refused = file(world.officer, "csv", purpose="", kind="turns_18")
    assert refused.status_code == 422
    assert "error-summary" in text(refused)
    assert refused.context["chosen"].kind == "turns_18"
    assert not LogEntry.objects.filter(verb=Verb.EXPORTED).exists()
    monkeypatch.setattr("registry.falling.views.exports.kinds.numbers", lambda: NUMBERS)
    made = file(world.officer, "csv").content.decode()
    assert '"Lines";"2 of 3"' in made
    assert "А2" not in made


def test_the_card_of_a_line_is_opened_without_the_number(world: World):
    here, moved = youth(world, "Мұнда"), youth(world, "Көшкен")
    move(moved, world.other_polyclinic)
    client = client_of(world.registrar)
    assert client.post("/falling/card/", {"citizen": here.pk})["Location"] == "/desk/card/"
    assert "Мұнда" in text(client.get("/desk/card/"))
    entry = LogEntry.objects.get(verb=Verb.LOOKED_UP)
    assert (entry.citizen, entry.purpose) == (here, "reach_out")
    for wrong in (moved.pk, 0, "x", ""):
        assert client.post("/falling/card/", {"citizen": wrong}).status_code == 404
    assert client_of(world.officer).post("/falling/card/", {"citizen": here.pk}).status_code == 403


def test_all_pages_in_all_languages(world: World):
    world.application(world.known_citizen(surname="Сұраған"))
    crisis(world, "Картада")
    youth(world, "Мамыр")
    work_out()
    for language in ("kk", "ru", "en"):
        for address in ("/falling/", "/falling/unseen/", "/falling/on-paper/"):
            response = client_of(world.officer).get(address, headers={"accept-language": language})
            assert f'<html lang="{language}"' in text(response)
            assert len(response.context["part"].lines) >= 1


def test_without_a_known_law_nothing_is_said(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(year=2030))
    assert client_of(world.officer).get("/falling/unseen/").status_code == 503


def test_the_best_way_is_in_sight_and_the_others_are_folded(world: World):
    youth(world, "Мамыр")
    work_out()
    ways = CoverEnd.objects.get().routes
    text = client_of(world.officer).get("/falling/", headers={"accept-language": "en"}).content.decode()
    line = text.split('<ol class="falling-people"')[1].split("</ol>")[0]
    seen, folded = line.split("<details>")
    assert len(ways) > 1
    assert (seen.count("What would help:"), seen.count("<li>")) == (1, 0)
    assert f"<summary>More ways: {len(ways) - 1}<" in folded
    assert folded.count("<li>") == len(ways) - 1
