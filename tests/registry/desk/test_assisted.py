"""Helping somebody with the questions, page by page: what is kept, for how long, and apart from whom."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from registry.assisted import helped
from registry.log import Verb
from registry.models import LogEntry
from tests.eligibility.test_views import give
from tests.registry.portal.applying import UNINSURED
from tests.registry.test_canaries import lines, watched  # noqa: F401 – fixtures
from tests.registry.world import NOW, TODAY, World, client_of

from .helping import fill, page_of

NOTHING = {"yes": [], "rest": "no"}
BIRTH, ILLNESS = "1987-11-23", {"yes": ["diabetes"], "rest": "no"}
CHILD = {"birth-date": "2015-05-05"}
WHOLE: dict[str, Any] = UNINSURED | {"birth-date": BIRTH, "illness": ILLNESS, "wellbeing": "C", "custody": "none"}
KEPT = re.compile(r"23 ноября 1987|1987-11-23|Сахарный диабет</strong>")
HEADLINE = re.compile(r'<p class="assisted-answer">(.*?)</p>', re.DOTALL)
STILL = re.compile(r"Still to ask: (\d+)")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def questions(client: Client) -> str:
    return client.get("/desk/assisted/").content.decode()


def english(client: Client) -> Client:
    client.cookies["kepil_language"] = "en"
    return client


# --- The page ---


def test_the_work_of_an_operator_begins_here(world: World) -> None:
    response = client_of(world.operator).get("/work/")
    assert response["Location"] == "/desk/assisted/"


def test_an_operator_reaches_nobody(world: World) -> None:
    client = client_of(world.operator)
    for address in ("/desk/", "/desk/card/", "/admin/registry/citizen/", "/admin/registry/logentry/"):
        assert client.get(address).status_code == 403, address


def test_the_answer_stands_on_top_after_each_sending(registrar: Client) -> None:
    english(registrar)
    assert "Nothing is answered yet." in questions(registrar)
    response = fill(registrar, {"wellbeing": "D"})
    assert (response.status_code, response["Location"]) == (302, "/desk/assisted/#still")
    first = questions(registrar)
    assert "We cannot tell yet" in HEADLINE.findall(first)[0]
    fill(registrar, {"wellbeing": "D", **CHILD})
    second = questions(registrar)
    assert "Insured" in HEADLINE.findall(second)[0]
    assert int(STILL.findall(second)[0]) < int(STILL.findall(first)[0])


def test_the_answer_can_be_asked_for_at_once(registrar: Client) -> None:
    response = fill(registrar, CHILD, to_answer="1")
    assert response["Location"] == "/desk/assisted/answer/"


def test_asked_for_without_an_answer_it_says_so_and_asks_about_whom(registrar: Client) -> None:
    response = registrar.get("/desk/assisted/")
    body = {"person": response.context["person"], "to_answer": "1"}
    shown = registrar.post("/desk/assisted/", body, follow=True, headers={"accept-language": "en"}).content.decode()
    assert "Nothing is answered yet. “I don&#x27;t know” is an answer as well." in shown
    assert 'id="q-subject" open' in shown


def test_without_answers_there_is_no_result(registrar: Client) -> None:
    for page in ("answer", "print", "apply", "sent"):
        assert registrar.get(f"/desk/assisted/{page}/")["Location"] == "/desk/assisted/", page


def test_what_is_wrong_is_said_with_its_question_and_everything_is_kept(registrar: Client) -> None:
    english(registrar)
    data = page_of(questions(registrar), {"residence": "citizen", "wellbeing": "D"})
    data |= {
        "birth-date-answer_day_day": "31",
        "birth-date-answer_day_month": "2",
        "birth-date-answer_day_year": "1990",
    }
    response = registrar.post("/desk/assisted/", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(r'href="#id_birth-date-answer_day_day">When were you born\? There is no such day', html)
    for box, value in (("birth-date-answer_day_day", "31"), ("birth-date-answer_day_year", "1990")):
        assert re.search(rf'name="{box}"[^>]*value="{value}"', html)
    assert re.search(r'name="wellbeing-answer" value="D" checked', html)
    assert re.search(r'name="residence-answer" value="citizen" checked', questions(registrar))


def test_a_change_of_language_keeps_what_is_typed(registrar: Client) -> None:
    english(registrar)
    data = page_of(questions(registrar), {"residence": "citizen"}) | {
        "birth-date-answer_day_day": "7",
        "language": "kk",
    }
    assert registrar.post("/desk/assisted/", data)["Location"] == "/desk/assisted/"
    html = questions(registrar)
    assert '<html lang="kk">' in html
    assert re.search(r'name="birth-date-answer_day_day"[^>]*value="7"', html)
    assert re.search(r'name="residence-answer" value="citizen" checked', html)
    assert "error-summary" not in html


# --- One person after the other ---


def test_nothing_of_one_person_is_seen_with_the_next(registrar: Client) -> None:
    fill(registrar, WHOLE)
    assert KEPT.search(questions(registrar))
    assert registrar.post("/desk/assisted/next/")["Location"] == "/desk/assisted/"
    assert not KEPT.search(questions(registrar))
    assert not re.search(r"checked", questions(registrar).replace('value="self" checked', ""))
    assert registrar.get("/desk/assisted/answer/").status_code == 302
    assert BIRTH not in str(registrar.session[helped.KEY])


def test_a_page_of_the_person_before_is_not_taken_for_the_next(registrar: Client) -> None:
    """Somebody presses "back" in the browser and sends the old page."""
    old = page_of(questions(registrar), WHOLE)
    registrar.post("/desk/assisted/next/")
    response = registrar.post("/desk/assisted/", old)
    assert response.status_code == 409
    assert not KEPT.search(response.content.decode())
    assert registrar.session[helped.KEY]["answers"] == {"subject": "self"}


def test_after_a_quarter_of_an_hour_it_is_forgotten(registrar: Client, clock: Callable[[datetime], None]) -> None:
    fill(registrar, WHOLE)
    for minutes in (14, 28):  # the session of the account goes on, and so does the help
        clock(NOW + timedelta(minutes=minutes))
        assert KEPT.search(questions(registrar))
    for minutes in (38, 43):
        clock(NOW + timedelta(minutes=minutes))
        assert registrar.get("/work/").status_code == 302
    assert not KEPT.search(questions(registrar))


def test_signing_out_forgets_it(registrar: Client, world: World) -> None:
    fill(registrar, WHOLE)
    key = registrar.session.session_key
    registrar.post("/account/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()


def test_another_account_in_the_same_browser_helps_somebody_else(registrar: Client, world: World) -> None:
    fill(registrar, WHOLE)
    state = helped.of(registrar.session, world.other_registrar, NOW)
    assert state.answers == {"subject": "self"}


def test_it_is_kept_apart_from_the_check_that_anybody_makes(registrar: Client) -> None:
    give(registrar, {"subject": "self", "birth-date": BIRTH})
    assert not KEPT.search(questions(registrar))
    fill(registrar, CHILD)
    assert registrar.session["people"] == [{"answers": {"subject": "self", "birth-date": BIRTH}, "drafts": {}}]
    registrar.post("/desk/assisted/next/")
    assert registrar.session["people"][0]["answers"]["birth-date"] == BIRTH


def test_a_person_in_hand_fills_in_nothing(registrar: Client, world: World, card: Callable[..., Any]) -> None:
    citizen = world.known_citizen(birth_date=date(1987, 11, 23), phone="+77019998877")
    card(registrar, citizen.iin)
    registrar.cookies["kepil_language"] = "ru"
    html = questions(registrar)
    assert not KEPT.search(html)
    assert citizen.surname not in html
    fill(registrar, WHOLE)
    form = registrar.get("/desk/assisted/apply/").content.decode()
    assert all(known not in form for known in (citizen.surname, citizen.iin, "9998877"))


def test_one_entry_a_person_without_anything_that_was_said(registrar: Client, world: World) -> None:
    questions(registrar)
    assert not LogEntry.objects.filter(verb=Verb.ASSISTED).exists()
    fill(registrar, WHOLE)
    fill(registrar, WHOLE)
    registrar.get("/desk/assisted/answer/")
    entry = LogEntry.objects.get(verb=Verb.ASSISTED)
    assert (entry.actor, entry.citizen, entry.details, entry.purpose) == (world.registrar, None, {}, "")
    registrar.post("/desk/assisted/next/")
    fill(registrar, CHILD)
    assert LogEntry.objects.filter(verb=Verb.ASSISTED).count() == 2


def test_no_answer_gets_into_a_log_line_or_an_address(
    registrar: Client,
    lines: Callable[[], str],  # noqa: F811
    watched: list[str],  # noqa: F811
) -> None:
    fill(registrar, WHOLE)
    for page in ("answer", "print", "apply"):
        registrar.get(f"/desk/assisted/{page}/")
    registrar.post("/desk/assisted/print/", {"reader": "self", "languages_self": ["ru"], "as_page": "1"})
    told = lines() + " ".join(watched)
    assert len(watched) > 5
    for canary in ("1987", "diabetes", "wellbeing", "residence", "citizen"):
        assert canary not in told, canary


# --- The answer, on the screen and on paper ---


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_result_says_what_the_citizens_page_says(registrar: Client, language: str) -> None:
    fill(registrar, WHOLE)
    anybody = Client()
    give(anybody, registrar.session[helped.KEY]["answers"])
    for client in (registrar, anybody):
        client.cookies["kepil_language"] = language
    mine = registrar.get("/desk/assisted/answer/").content.decode()
    his = anybody.get("/result/").content.decode() + anybody.get("/result/plan/").content.decode()
    for part in (r'<h1 id="verdict">(.*?)</h1>', r'<details class="[\w -]+" id="step-(\w+)"'):
        assert re.findall(part, mine), part
        assert set(re.findall(part, mine)) == set(re.findall(part, his)), part
    links = set(re.findall(r'(?:href|action)="(/[^"#?]*)', mine))
    assert links.isdisjoint({"/check/", "/result/", "/result/plan/", "/calculator/", "/family/", "/apply/"})


def test_the_paper_holds_the_illness_only_where_it_is_ticked(registrar: Client) -> None:
    fill(registrar, WHOLE)
    order = {"reader": "self", "languages_self": ["kk", "ru"], "as_page": "1"}
    without = registrar.post("/desk/assisted/print/", order).content.decode()
    assert re.findall(r'<article class="assisted-part" lang="(\w+)">', without) == ["kk", "ru"]
    assert "Сахарный диабет" not in without
    with_illness = registrar.post("/desk/assisted/print/", order | {"illness_self": "illness"}).content.decode()
    assert "Сахарный диабет" in with_illness


def test_the_paper_as_a_pdf(registrar: Client) -> None:
    fill(registrar, CHILD)
    response = registrar.post("/desk/assisted/print/", {"reader": "polyclinic", "languages_polyclinic": ["kk", "ru"]})
    assert response["Content-Type"] == "application/pdf"
    assert "Сақтандырылған" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert registrar.post("/desk/assisted/print/", {}).status_code == 422
