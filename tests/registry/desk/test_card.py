"""The card: the same for nobody and for one of whom nothing is known, and silent about what a desk may not know."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from django.utils.translation import override

from eligibility.rules import law as law_module
from registry.log import Verb
from registry.models import Attachment, Citizen, Diagnosis, LogEntry, Visit
from registry.portal.readings import why
from tests.registry.world import NOW, TODAY, World, client_of

UNLIKE = re.compile(r'(name="csrfmiddlewaretoken" value|name="person" value|nonce)="[^"]+"')
"""What is another one in every answer."""
MOST_QUERIES = 12
MOST_BYTES = 60_000
LANGUAGES = ("kk", "ru", "en")
Ask = Callable[..., Any]


def body(response: Any) -> str:
    return UNLIKE.sub("", response.content.decode())


def strangers(world: World) -> list[str]:
    """Numbers of people that have to be answered alike."""
    blocked = world.known_citizen(blocked=True)
    world.ground(blocked, "disability", date(2026, 1, 1))
    ill = world.citizen("Науқас", "Адам", phone="+77010000000")
    Diagnosis.objects.create(citizen=ill, polyclinic=world.other_polyclinic, icd10="B20")
    return [next(world.numbers), world.citizen().iin, ill.iin, blocked.iin]


@pytest.mark.parametrize("language", LANGUAGES)
def test_found_and_not_found_look_the_same(world: World, registrar: Client, card: Ask, language: str):
    pages = {body(card(registrar, number, language)) for number in strangers(world)}
    assert len(pages) == 1
    again = {
        body(registrar.get(url)) for number in strangers(world) if card(registrar, number) for url in ("/desk/print/",)
    }
    assert len(again) == 1


def queries(client: Client, number: str) -> tuple[int, ...]:
    counts = []
    for ask in (
        lambda: client.post("/desk/", {"iin": number, "purpose": "visit"}),
        lambda: client.get("/desk/card/"),
        lambda: client.get("/desk/card/"),
        lambda: client.get("/desk/print/"),
    ):
        with CaptureQueriesContext(connection) as asked:
            ask()
        counts.append(len([query for query in asked if "SAVEPOINT" not in query["sql"]]))
    return tuple(counts)


def test_found_and_not_found_ask_the_same(world: World, registrar: Client):
    full = world.known_citizen()
    world.ground(full, "wellbeing_crisis", date(2026, 1, 1))
    Attachment.objects.filter(citizen=full).update(polyclinic=world.other_polyclinic)
    counts = {queries(registrar, number) for number in (*strangers(world), full.iin)}
    assert len(counts) == 1
    assert max(*counts.pop()) <= MOST_QUERIES


def test_the_card_is_light_and_keyboards_begin_at_the_answer(world: World, registrar: Client, card: Ask):
    citizen = world.known_citizen()
    world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
    citizen.attachments.all().delete()
    for language in LANGUAGES:
        response = card(registrar, citizen.iin, language)
        assert len(response.content) <= MOST_BYTES
        assert re.findall(r"<(\w+)[^>]* autofocus", response.content.decode()) == ["h1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_said_in_words(world: World, registrar: Client, card: Ask, language: str):
    """Not by colour alone, and never in the words of another answer."""
    covered = world.known_citizen()
    world.ground(covered, "disability", date(2026, 1, 1), date(2026, 6, 30))
    bare = world.known_citizen(wellbeing_level="A")
    foreign = world.known_citizen(residence="foreigner")
    world.ground(foreign, "disability", date(2026, 1, 1))
    marks, headlines = [], set()
    for person in (covered, bare, foreign, world.citizen()):
        page = body(card(registrar, person.iin, language))
        marks += re.findall(r'class="verdict verdict-(\w+)"', page)
        headlines |= set(re.findall(r"<h1[^>]*>([^<]+)</h1>", page))
    assert marks == ["yes", "no", "unclear", "unknown"]
    assert len(headlines) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_condition_has_its_cure(world: World, registrar: Client, card: Ask, language: str):
    citizen = world.known_citizen(last_pension_month=2026 * 12)
    world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
    citizen.attachments.all().delete()
    page = body(card(registrar, citizen.iin, language))
    terms = law_module.load().tables["terms"]["conditions"]
    section = page.partition('aria-labelledby="lacking"')[2].partition("</section>")[0]
    assert [code for code in terms if terms[code][language] in section] == ["pension_free", "attached"]
    assert "2026" in section


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_covered_is_told_for_what_and_not_to_ask_about_it(
    world: World, registrar: Client, card: Ask, language: str
):
    citizen = world.known_citizen()
    world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 6, 30))
    page, printed = body(card(registrar, citizen.iin, language)), body(registrar.get("/desk/print/"))
    assert 'class="verdict verdict-yes"' in page
    for html in (page, printed):
        assert "<li" not in html.partition('id="todo"' if html is page else "desk-told")[2]
    with override(language):
        said = _("The insurance pays for specialists, examinations, hospital care and other planned treatment.")
    assert said in page
    assert page.index(said) < page.index("<dl")


@pytest.mark.parametrize(("here", "offered"), [(True, "history"), (False, "new")])
def test_whoever_is_attached_here_is_not_attached_again(
    world: World, registrar: Client, card: Ask, here: bool, offered: str
):
    citizen = world.known_citizen()
    if not here:
        Attachment.objects.filter(citizen=citizen).update(polyclinic=world.other_polyclinic)
    assert re.findall(r"/desk/attachments/(new|history)/", body(card(registrar, citizen.iin))) == [offered]


@pytest.mark.parametrize(("role", "ways"), [("registrar", 1), ("clinician", 0)])
def test_the_lacking_attachment_leads_to_its_form(world: World, card: Ask, role: str, ways: int):
    citizen = world.known_citizen()
    world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
    citizen.attachments.all().delete()
    section = body(card(client_of(getattr(world, role)), citizen.iin)).partition('id="lacking"')[2]
    assert section.partition("</section>")[0].count("/desk/attachments/new/") == ways


@pytest.mark.parametrize("url", ["/desk/visit/strike/", "/desk/diagnoses/", "/desk/certificate/"])
def test_keyboards_begin_at_the_heading_above_the_form(world: World, card: Ask, url: str):
    client, citizen = client_of(world.clinician if "diagnoses" in url else world.registrar), world.known_citizen()
    Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY, recorded_at=NOW)
    card(client, citizen.iin)
    assert re.findall(r"<(\w+)[^>]* autofocus", body(client.get(url))) == ["h1"]


# What a desk may not know


ICD = ("A15.0", "B20", "F20.0", "C50", "E10", "I21", "I63", "K74", "M05", "G35", "N18")
GROUND_WORDS = {
    "disability": ("disabilit", "инвалид", "мүгедек"),
    "full_time_student": ("student", "студент", "учёб", "оқу"),
    "pregnant": ("pregnan", "беремен", "жүкті"),
    "convict": ("prison", "осуж", "сотталған"),
}


@pytest.mark.parametrize("role", ["registrar", "clinician"])
@pytest.mark.parametrize("code", GROUND_WORDS)
def test_the_ground_has_no_name_at_the_desk(world: World, card: Ask, code: str, role: str):
    citizen = world.known_citizen()
    world.ground(citizen, code, date(2026, 1, 1), date(2026, 11, 30))
    ground = citizen.confirmed_grounds.get()
    ground.evidence = "Қағаз № 77-бірегей"
    ground.save()
    client = client_of(getattr(world, role))
    for language in LANGUAGES:
        page = (body(card(client, citizen.iin, language)) + body(client.get("/desk/print/"))).lower()
        assert "verdict-yes" in page
        found = [word for word in (code, "бірегей", *GROUND_WORDS[code]) if word in page]
        assert found == []


def test_every_illness_that_is_free_gives_one_and_the_same_card(world: World, registrar: Client, card: Ask):
    citizen = world.known_citizen()
    plain = body(card(registrar, citizen.iin))
    pages = set()
    for icd in ICD:
        row = Diagnosis.objects.create(citizen=citizen, polyclinic=world.other_polyclinic, icd10=icd, since=TODAY)
        page = body(card(registrar, citizen.iin))
        if page != plain:
            pages.add(page)
        assert icd not in page
        row.delete()
    assert len(pages) == 1
    assert "GOBMP" in pages.pop()


def test_no_number_is_told_but_by_who_types_it(
    world: World, registrar: Client, card: Ask, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    known, unknown = world.known_citizen(), next(world.numbers)
    for number in (known.iin, unknown):
        response = card(registrar, number)
        assert number not in response.content.decode()
        assert number not in registrar.get("/desk/print/").content.decode()
        assert number not in str(response.headers)
        assert number[4:] not in response.request["PATH_INFO"]
        requests = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
        assert [line for line in requests if number in line] == []
    assert unknown not in str(list(LogEntry.objects.values()))


def test_the_name_is_for_whoever_treats(world: World, registrar: Client, card: Ask):
    own, other = world.known_citizen(surname="Өзіміздікі"), world.known_citizen(surname="Өзгенікі")
    Attachment.objects.filter(citizen=other).update(polyclinic=world.other_polyclinic)
    assert "Өзіміздікі" in body(card(registrar, own.iin))
    assert "Өзгенікі" not in body(card(registrar, other.iin))
    Visit.objects.create(citizen=other, polyclinic=world.polyclinic, day=TODAY)
    assert "Өзгенікі" in body(card(registrar, other.iin))
    assert "Өзгенікі" not in body(registrar.get("/desk/print/"))


# What is written down


def test_each_reading_is_one_entry(world: World, registrar: Client, card: Ask):
    citizen = world.citizen()
    card(registrar, citizen.iin)
    registrar.head("/desk/card/")
    registrar.get("/desk/card/")
    registrar.get("/desk/print/")
    entries = list(LogEntry.objects.order_by("pk").values_list("verb", "citizen", "purpose", "details"))
    again = (Verb.LOOKED_UP, citizen.pk, "visit", {"again": True})
    assert entries == [(Verb.LOOKED_UP, citizen.pk, "visit", {}), again, again]
    with override("ru"):
        assert why("visit") == "Человек пришёл в поликлинику"


def test_who_is_blocked_while_in_hand_is_gone(world: World, registrar: Client, card: Ask):
    citizen = world.known_citizen()
    card(registrar, citizen.iin)
    Citizen.objects.filter(pk=citizen.pk).update(blocked=True)
    page = body(registrar.get("/desk/card/"))
    assert "verdict-unknown" in page
    assert citizen.surname not in page
    assert LogEntry.objects.order_by("pk").last().verb == Verb.REJECTED_ATTEMPT  # type: ignore[union-attr]


def test_a_day_without_law_is_said_to_be_so(world: World, card: Ask, clock: Callable[[datetime], None]):
    clock(datetime(2199, 3, 16, 5, tzinfo=UTC))
    client = client_of(world.registrar)
    client.post("/desk/", {"iin": world.known_citizen().iin, "purpose": "visit"})
    response = client.get("/desk/card/")
    assert response.status_code == 503
    assert "verdict" not in body(response)
    assert "2199" in body(response)


# What is handed over


def test_what_is_handed_over_is_in_both_languages(world: World, registrar: Client, card: Ask):
    citizen = world.known_citizen(wellbeing_level="A")
    card(registrar, citizen.iin, "en")
    page = body(registrar.get("/desk/print/"))
    assert re.findall(r'<article class="desk-told" lang="(\w+)"', page) == ["kk", "ru"]
    routes = law_module.load().tables["routes"]
    for language in ("kk", "ru"):
        part = page.partition(f'<article class="desk-told" lang="{language}"')[2].partition("</article>")[0]
        assert routes["pay_advance"]["name"][language] in part
        assert "1414" in part
