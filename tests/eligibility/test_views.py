"""The pages of the check: what they show, what they keep, and what they never give away."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override

from eligibility.abbreviations import opened
from eligibility.open_law.contents import PAGES
from eligibility.presentation import long_date, money
from eligibility.questions import BY_SLUG, QUESTIONS, SUBJECTS
from eligibility.rules.law import load
from eligibility.views import asked

pytestmark = pytest.mark.django_db

Data = dict[str, Any]

TODAY = date(2026, 3, 16)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SLUGS = [question.slug for question in QUESTIONS]
NOTHING = {"yes": [], "rest": "no"}
# Canaries: values that stand nowhere else than in somebody's answers.
BIRTH = date(1987, 11, 23)
INCOME = 271_828
ICD = "E11.9"

# A right answer to every question, as a browser sends it.
VALID: dict[str, Data] = {
    "subject": {"answer": "child"},
    "birth-date": {"answer_day_day": "23", "answer_day_month": "11", "answer_day_year": "1987"},
    "residence": {"answer": "citizen"},
    "status": {
        "answer": ["disability"],
        "disability_until_day": "1",
        "disability_until_month": "5",
        "disability_until_year": "2027",
    },
    "work": {"answer": ["employee", "civil_contract"]},
    "family": {
        "answer": ["raising_child_under_3"],
        "child_birth_date_day": "4",
        "child_birth_date_month": "10",
        "child_birth_date_year": "2025",
    },
    "custody": {"answer": "none"},
    "wellbeing": {"answer": "D"},
    "polyclinic": {"answer": "yes"},
    "care": {"answer": "yes", "visit_day": "2", "visit_month": "3", "visit_year": "2026", "worked": "no"},
    "contributions": {"answer": "some", "months": ["2026-01", "2025-12"], "payer_some": "employee"},
    "five-years": {"answer": "no"},
    "past": {"answer": ["pregnancy"], "pregnancy_from": "2025-06", "pregnancy_to": "2025-12"},
    "pension-contributions": {"answer": "month", "month": "2026-02"},
    "income": {"employee": "271 828 ₸", "civil_contract": ""},
    "illness": {
        "answer": ["other", "stroke"],
        "icd10": "e11,9",
        "stroke_since_day": "1",
        "stroke_since_month": "2",
        "stroke_since_year": "2026",
    },
    "date": {"answer_day_day": "20", "answer_day_month": "4", "answer_day_year": "2026"},
}
# A wrong answer to every question; the values that must stand in the page again.
WRONG: dict[str, tuple[Data, set[str]]] = {
    "subject": ({"answer": "neighbour"}, set()),
    "birth-date": (
        {"answer_day_day": "31", "answer_day_month": "02", "answer_day_year": "1987"},
        {"answer_day_day=31", "answer_day_month=02", "answer_day_year=1987"},
    ),
    "residence": ({"answer": "moon"}, set()),
    "status": (
        {"answer": ["disability"], "disability_until_day": "30", "disability_until_year": "2030"},
        {"answer=disability", "disability_until_day=30", "disability_until_year=2030"},
    ),
    "work": ({"answer": ["employee", "none"]}, {"answer=employee", "answer=none"}),
    "family": (
        {"answer": ["raising_child_under_3", "pregnancy"]},
        {"answer=raising_child_under_3", "answer=pregnancy"},
    ),
    "custody": ({"answer": ""}, set()),
    "wellbeing": ({"answer": "Z"}, set()),
    "polyclinic": ({"answer": "perhaps"}, set()),
    "care": ({"answer": "yes", "visit_day": "7", "worked": "yes"}, {"answer=yes", "visit_day=7", "worked=yes"}),
    "contributions": ({"answer": "some", "payer_some": "employee"}, {"answer=some", "payer_some=employee"}),
    "five-years": ({"answer": "six"}, set()),
    "past": (
        {"answer": ["pregnancy"], "pregnancy_from": "2026-02", "pregnancy_to": "2025-12"},
        {"answer=pregnancy", "pregnancy_from=2026-02", "pregnancy_to=2025-12"},
    ),
    "pension-contributions": ({"answer": "month"}, {"answer=month"}),
    "income": ({"employee": "much"}, {"employee=much"}),
    "illness": ({"answer": ["other"], "icd10": "ZZ9"}, {"answer=other", "icd10=ZZ9"}),
    "date": (
        {"answer_day_day": "1", "answer_day_month": "1", "answer_day_year": "2031"},
        {"answer_day_day=1", "answer_day_month=1", "answer_day_year=2031"},
    ),
}
# What stands in the session when all of the check is done and every question was asked at some time.
ANSWERED: Data = {
    "subject": "child",
    "birth-date": BIRTH.isoformat(),
    "residence": "citizen",
    "status": NOTHING,
    "work": {"yes": ["employee"], "rest": "no"},
    "family": NOTHING,
    "custody": "none",
    "wellbeing": "D",
    "polyclinic": "yes",
    "care": {"visit": "2026-03-02", "worked": "no"},
    "contributions": "none",
    "five-years": "no",
    "past": {"yes": ["pregnancy"], "rest": "no", "pregnancy_from": "2025-06", "pregnancy_to": "2025-12"},
    "pension-contributions": {"month": "2026-02"},
    "income": {"employee": INCOME},
    "illness": {"yes": ["other"], "rest": "no", "icd10": ICD},
}


class Page(HTMLParser):
    """What the tests look at in a page."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.status = response.status_code
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.open.append(tag)
        if tag in ("h1", "title"):
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        for tag in set(self.open) & {"h1", "title"}:
            self.texts[tag][-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def attributes(self, name: str) -> list[str]:
        return [found[name] for _tag, found in self.elements if name in found]

    @property
    def language(self) -> str:
        return self.all("html")[0]["lang"]

    @property
    def title(self) -> str:
        return self.texts["title"][0]

    @property
    def heading(self) -> str:
        return self.texts["h1"][0]

    @property
    def errors(self) -> list[str]:
        """The ids that the error summary leads to."""
        return [link["href"][1:] for link in self.all("a") if link["href"].startswith("#") and link["href"] != "#main"]

    @property
    def back(self) -> str:
        return next(link["href"] for link in self.all("a") if link.get("class") == "back")

    @property
    def typed(self) -> set[str]:
        """name=value of every box that is filled or ticked, and of every choice of a list."""
        found = {
            f"{item['name']}={item.get('value', '')}"
            for item in self.all("input")
            if item.get("type", "text") == "text" or "checked" in item
        }
        name = ""
        for tag, item in self.elements:
            if tag == "select":
                name = item["name"]
            elif tag == "option" and "selected" in item:
                found.add(f"{name}={item['value']}")
        return {item for item in found if not item.endswith("=")}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


def url(slug: str) -> str:
    return f"/check/{slug}/"


def give(client: Client, answers: Data) -> None:
    """Have these answers in the session, as if they had been given one by one."""
    session = client.session
    session["people"] = [{"answers": answers, "drafts": {}}]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""


def given(client: Client) -> Data:
    people = client.session.get("people", [])
    return dict(people[0]["answers"]) if people else {}


def speak(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language


def english(client: Client) -> Client:
    speak(client, "en")
    return client


def without(*slugs: str) -> Data:
    return {slug: answer for slug, answer in ANSWERED.items() if slug not in slugs}


# --- The way through the check ---


def test_the_first_page_leads_to_the_first_question(client: Client) -> None:
    page = Page(client.get("/"))
    assert page.status == 200
    assert "/check/" in page.attributes("href")
    response = client.get("/check/")
    assert (response.status_code, response["Location"]) == (302, url("subject"))


def test_the_first_page_knows_of_a_check_that_was_begun(client: Client) -> None:
    assert "/check/clear/" not in Page(client.get("/")).attributes("action")
    client.post(url("subject"), VALID["subject"])
    assert "/check/clear/" in Page(client.get("/")).attributes("action")
    assert client.get("/check/")["Location"] == url("birth-date")


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asks_about_the_person_in_the_language_of_the_reader(
    client: Client, language: str, subject: str, slug: str
) -> None:
    speak(client, language)
    give(client, {"subject": subject, "work": ANSWERED["work"]})
    response = client.get(url(slug))
    page, text = Page(response), response.content.decode()
    asked = BY_SLUG[slug]
    with override(language):
        title, help_text, whom = str(asked.title(subject)), str(asked.help), str(SUBJECTS[subject])
    assert page.status == 200
    assert page.heading == title
    assert page.title.startswith(title)
    assert opened(f"<main>{escape(help_text)}", language).removeprefix("<main>") in text
    assert (f'<p class="subject">{escape(whom)}</p>' in text) == (slug != "subject")
    assert page.errors == []


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", SLUGS)
def test_a_question_that_nobody_answered_has_nothing_filled_in(client: Client, slug: str) -> None:
    give(client, {"subject": "child"})
    expected = {"answer_day_day=16", "answer_day_month=3", "answer_day_year=2026"} if slug == "date" else set()
    typed = {"answer=child"} if slug == "subject" else expected
    assert Page(client.get(url(slug))).typed == typed


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "income"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_answered(client: Client, language: str, slug: str) -> None:
    speak(client, language)
    give(client, {"subject": "child", "work": ANSWERED["work"]})
    before = given(client)
    page = Page(client.post(url(slug), {}))
    with override(language):
        assert page.title.startswith(gettext("Error:"))
    assert page.status == 422
    assert page.errors
    assert set(page.errors) <= set(page.attributes("id"))
    assert given(client) == before


def test_the_income_may_be_left_out(client: Client) -> None:
    give(client, without("income"))
    response = client.post(url("income"), {"employee": ""})
    assert response.status_code == 302
    assert given(client)["income"] is None


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", SLUGS)
def test_a_wrong_answer_is_shown_again_as_it_was_typed(client: Client, slug: str) -> None:
    english(client)
    give(client, {"subject": "child", "work": ANSWERED["work"]})
    before = given(client)
    data, kept = WRONG[slug]
    page = Page(client.post(url(slug), data))
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert page.errors
    assert set(page.errors) <= set(page.attributes("id"))
    assert page.typed == kept
    assert given(client) == before


@pytest.mark.parametrize("slug", SLUGS)
def test_a_right_answer_goes_on_and_is_shown_when_one_comes_back(client: Client, slug: str) -> None:
    """Also when the page is sent twice: by a second press of the button or a reload."""
    give(client, {"subject": "child", "work": ANSWERED["work"]})
    first = client.post(url(slug), VALID[slug])
    assert first.status_code == 302
    assert first["Location"] != url(slug)
    after = given(client)
    second = client.post(url(slug), VALID[slug])
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert given(client) == after
    assert slug in after
    shown = Page(client.get(url(slug)))
    assert shown.status == 200
    assert shown.errors == []
    sent = {f"{name}={one}" for name, value in VALID[slug].items() for one in _several(value) if one}
    amount = {"employee=271 828 ₸": "employee=271828", "icd10=e11,9": "icd10=E11.9"}
    assert shown.typed == {amount.get(item, item) for item in sent}


def _several(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def walk(client: Client, answers: dict[str, Data]) -> Iterator[str]:
    """Answers what is asked until nothing is; yields each question before it is answered."""
    response = client.get("/check/")
    while response["Location"] != url("answers"):
        slug = response["Location"].split("/")[2]
        yield slug
        response = client.post(url(slug), answers[slug])
        assert response.status_code == 302, Page(response).errors


def test_the_back_link_leads_to_the_question_before(client: Client) -> None:
    before = "/"
    for slug in walk(client, VALID | {"family": {"answer": "none"}, "status": {"answer": "none"}}):
        assert Page(client.get(url(slug))).back == before
        assert Page(client.post(url(slug), {"answer": "?", "employee": "?"})).back == before
        before = url(slug)
    assert Page(client.get(url("date"))).back == before


def test_the_back_link_never_leads_forward(client: Client) -> None:
    give(client, without("polyclinic", "care"))
    assert Page(client.get(url("polyclinic"))).back == url("wellbeing")
    give(client, {"subject": "self", "work": NOTHING})
    assert Page(client.get(url("birth-date"))).back == url("subject")


def test_the_last_question_leads_to_the_answers(client: Client) -> None:
    asked = list(walk(client, VALID | {"family": {"answer": "none"}, "status": {"answer": "none"}}))
    assert asked == [slug for slug in SLUGS if slug in asked]
    assert client.get("/check/")["Location"] == url("answers")
    assert Page(client.get(url("answers"))).status == 200


# --- Several tabs, old pages, forged addresses ---


def test_a_question_that_is_answered_twice_keeps_the_last_answer(client: Client) -> None:
    give(client, ANSWERED)
    client.post(url("residence"), {"answer": "citizen"})
    client.post(url("residence"), {"answer": "refugee"})
    assert given(client) == ANSWERED | {"residence": "refugee"}


def test_a_question_that_is_asked_no_longer_may_still_be_answered(client: Client) -> None:
    give(client, ANSWERED | {"wellbeing": "none", "work": NOTHING})
    for slug in ("polyclinic", "care", "five-years", "income"):
        assert client.get(url(slug)).status_code == 200
        assert client.post(url(slug), VALID[slug]).status_code == 302
    assert set(given(client)) == set(ANSWERED)
    assert client.get("/result/").status_code == 200


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "subject"])
def test_a_later_question_may_be_answered_first(client: Client, slug: str) -> None:
    """As after a lost session: the answer is kept, and the check begins with its first question."""
    response = client.post(url(slug), VALID[slug])
    assert (response.status_code, response["Location"]) == (302, url("subject"))
    assert list(given(client)) == [slug]
    client.post(url("subject"), VALID["subject"])
    assert set(given(client)) == {"subject", slug}
    assert client.get("/result/").status_code == 200


def test_a_session_that_is_lost_on_the_way(client: Client) -> None:
    give(client, without("custody", "past"))
    Session.objects.all().delete()
    response = client.post(url("custody"), VALID["custody"])
    assert (response.status_code, response["Location"]) == (302, url("subject"))
    assert given(client) == {"custody": "none"}
    asked = list(walk(client, VALID))
    assert asked[:3] == ["subject", "birth-date", "residence"]
    assert "custody" not in asked


@pytest.mark.parametrize("where", ["/check/answers/", "/result/"])
def test_without_answers_there_is_nothing_to_show(client: Client, where: str) -> None:
    response = client.get(where)
    assert response.status_code == 302
    assert response["Location"] in ("/", "/check/")


@pytest.mark.parametrize("path", ["/check/name/", "/check/birth_date/", "/check/%3Cscript%3E/", "/check/a/b/", "/x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_address_leads_nowhere(client: Client, method: str, path: str) -> None:
    page = Page(getattr(client, method)(path))
    assert page.status == 404
    assert "/check/" in page.attributes("href")


@pytest.mark.parametrize("path", ["/check/clear/", "/language/"])
def test_what_changes_something_wants_a_form(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405


def test_a_stored_answer_that_another_day_makes_impossible(client: Client) -> None:
    """The day of the check moves to before the birth: the pages say something, and nothing is lost."""
    give(client, ANSWERED | {"subject": "child", "birth-date": "2025-05-05"})
    data = {"answer_day_day": "1", "answer_day_month": "6", "answer_day_year": "2024"}
    response = client.post(url("date"), data)
    assert response.status_code in (302, 422)
    for path in ("/check/", "/check/answers/", "/result/", url("birth-date"), url("date")):
        assert client.get(path).status_code in (200, 302)
    assert given(client)["birth-date"] == "2025-05-05"


@pytest.mark.parametrize("day", ["2024-01-01", "2024-12-31", "2025-12-01", "2026-01-01", "2026-03-01", "2027-12-31"])
def test_the_answers_given_for_one_day_serve_another(client: Client, day: str) -> None:
    give(client, ANSWERED)
    year, month, number = day.split("-")
    data = {"answer_day_day": number, "answer_day_month": month, "answer_day_year": year}
    assert client.post(url("date"), data).status_code == 302
    assert client.get("/check/").status_code == 302
    assert client.get(url("answers")).status_code == 200
    assert client.get("/result/").status_code == 200


def test_what_began_and_ended_this_month(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the first day of a month it is in the list of months, but no day of it has passed."""
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 3, 1))
    give(client, without("past"))
    data = {"answer": ["pregnancy"], "pregnancy_from": "2026-03", "pregnancy_to": "2026-03"}
    assert client.post(url("past"), data).status_code in (302, 422)
    assert client.get("/check/").status_code == 302
    assert client.get("/result/").status_code == 200


# --- The form's cookie is gone ---


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_without_its_cookie_is_shown_again_with_what_was_typed(slug: str) -> None:
    client = english(Client(enforce_csrf_checks=True))
    give(client, {"subject": "child", "work": ANSWERED["work"]})
    page = Page(client.post(url(slug), VALID[slug]))
    assert page.status == 403
    assert page.heading == str(BY_SLUG[slug].title("child"))
    assert page.typed == {f"{name}={one}" for name, value in VALID[slug].items() for one in _several(value) if one}
    assert page.errors == []
    assert set(given(client)) == {"subject", "work"}
    token = next(item["value"] for item in page.all("input") if item["name"] == "csrfmiddlewaretoken")
    assert client.post(url(slug), VALID[slug] | {"csrfmiddlewaretoken": token}).status_code == 302
    assert slug in given(client)


@pytest.mark.parametrize("path", ["/check/clear/", "/language/"])
def test_other_forms_without_their_cookie_say_what_to_do(path: str) -> None:
    client = english(Client(enforce_csrf_checks=True))
    give(client, ANSWERED)
    page = Page(client.post(path, {"language": "kk", "next": "/"}))
    assert (page.status, page.heading) == (403, "The page was open for too long")
    assert given(client) == ANSWERED


def test_a_form_with_its_cookie_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    page = Page(client.get(url("subject")))
    token = next(item["value"] for item in page.all("input") if item["name"] == "csrfmiddlewaretoken")
    assert client.post(url("subject"), VALID["subject"] | {"csrfmiddlewaretoken": token}).status_code == 302


# --- The list of answers, changing one, the result, forgetting ---


def test_the_list_shows_every_answer(client: Client) -> None:
    english(client)
    give(client, ANSWERED)
    response = client.get(url("answers"))
    text = response.content.decode()
    for slug in [*ANSWERED, "date"]:
        assert escape(str(BY_SLUG[slug].title("child"))) in text
        assert f'href="/check/{slug}/?back=answers"' in text
    with override("en"):
        for shown in (long_date(BIRTH), money(INCOME), long_date(TODAY), "February 2026", long_date(date(2026, 3, 2))):
            assert shown in text.replace("&nbsp;", "\xa0"), shown


@pytest.mark.sessions_only
@pytest.mark.parametrize(
    ("slug", "typed", "shown"),
    [
        ("illness", VALID["illness"], [ICD, "1 February 2026"]),
        ("status", VALID["status"], ["1 May 2027"]),
        ("family", VALID["family"], ["4 October 2025"]),
        ("past", VALID["past"], ["June 2025", "December 2025"]),
        ("care", VALID["care"], ["2 March 2026"]),
        ("contributions", VALID["contributions"], ["January 2026", "December 2025"]),
        ("pension-contributions", VALID["pension-contributions"], ["February 2026"]),
        ("income", VALID["income"], ["271 828"]),
    ],
)
def test_the_list_shows_what_stands_beneath_an_answer(client: Client, slug: str, typed: Data, shown: list[str]) -> None:
    """Whatever was entered can be checked without opening the question again."""
    english(client)
    give(client, ANSWERED | {"past": NOTHING} | {"pension-contributions": None, "illness": NOTHING, "care": "no"})
    client.post(url(slug), typed)
    text = client.get(url("answers")).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    assert [item for item in shown if item not in text] == []


@pytest.mark.parametrize("slug", [*ANSWERED, "date"])
def test_an_answer_is_changed_in_one_step(client: Client, slug: str) -> None:
    done = dict(ANSWERED)
    give(client, done)
    list(walk(client, VALID))  # nothing is missing
    page = Page(client.get(f"{url(slug)}?back=answers"))
    assert page.back == url("answers")
    assert {"type": "hidden", "name": "back", "value": "answers"} in page.all("input")
    sent: Data = {}
    for item in page.typed:
        name, _, value = item.partition("=")
        sent.setdefault(name, []).append(value)
    response = client.post(url(slug), sent | {"back": "answers"})
    assert (response.status_code, response["Location"]) == (302, url("answers"))


def test_a_wrong_change_still_leads_back_to_the_answers(client: Client) -> None:
    give(client, ANSWERED)
    page = Page(client.post(url("residence"), {"answer": "", "back": "answers"}))
    assert page.status == 422
    assert page.back == url("answers")
    assert {"type": "hidden", "name": "back", "value": "answers"} in page.all("input")


def test_a_change_that_opens_a_question_leads_there_first(client: Client) -> None:
    give(client, without("polyclinic", "care") | {"wellbeing": "none", "work": NOTHING})
    response = client.post(url("wellbeing"), {"answer": "D", "back": "answers"})
    assert response["Location"] == url("polyclinic")


def test_only_the_list_of_answers_is_a_place_to_go_back_to(client: Client) -> None:
    give(client, ANSWERED)
    for back in ("//evil.example", "https://evil.example/", "javascript:alert(1)", '"><script>'):
        page = Page(client.get(url("birth-date"), {"back": back}))
        assert page.back == url("subject")
        assert "back" not in [item["name"] for item in page.all("input")]
        response = client.post(url("birth-date"), VALID["birth-date"] | {"back": back})
        assert urlsplit(response["Location"]).netloc == ""


def test_a_changed_answer_changes_the_result(client: Client) -> None:
    english(client)
    give(client, ANSWERED | {"wellbeing": "none", "work": NOTHING, "past": NOTHING, "contributions": "none"})
    assert Page(client.get("/result/")).heading == "Not insured"
    client.post(url("status"), {"answer": ["pension"], "back": "answers"})
    assert Page(client.get("/result/")).heading == "Insured"
    client.post(url("status"), {"answer": ["none"], "back": "answers"})
    assert Page(client.get("/result/")).heading == "Not insured"


def test_the_result_of_few_answers_says_what_is_missing(client: Client) -> None:
    english(client)
    give(client, {"subject": "self"})
    page = Page(client.get("/result/"))
    assert page.heading == "We cannot tell yet"
    assert "/check/" in page.attributes("href")


def test_forgetting_leaves_nothing(client: Client) -> None:
    give(client, ANSWERED)
    assert Session.objects.count() == 1
    response = client.post("/check/clear/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert Session.objects.count() == 0
    assert client.get("/result/")["Location"] == "/"
    assert client.get("/check/")["Location"] == url("subject")


def test_looking_writes_nothing(client: Client) -> None:
    paths = ["/", "/check/", "/check/answers/", "/result/", *map(url, SLUGS)]
    for path in paths:
        client.get(path)
        client.head(path)
    assert Session.objects.count() == 0
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    give(client, ANSWERED)
    before = list(Session.objects.values())
    for path in paths:
        client.get(path)
    assert list(Session.objects.values()) == before


def test_answers_are_deleted_within_a_day(client: Client) -> None:
    response = client.post(url("subject"), VALID["subject"])
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 24 * 60 * 60
    assert cookie["httponly"]
    left = Session.objects.get().expire_date - timezone.now()
    assert left.total_seconds() <= 24 * 60 * 60


# --- Languages ---


@pytest.mark.sessions_only
@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("kk", "kk"),
        ("kk-KZ,kk;q=0.9,ru;q=0.8", "kk"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("uz", "ru"),
        ("*", "ru"),
        ("", "ru"),
        (";;;,=", "ru"),
    ],
)
def test_the_language_of_the_browser(client: Client, accepted: str, language: str) -> None:
    assert Page(client.get("/", headers={"accept-language": accepted})).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_language_goes_before_the_one_of_the_browser(client: Client, language: str) -> None:
    client.post("/language/", {"language": language, "next": "/"})
    for accepted in ("kk", "ru", "en"):
        assert Page(client.get("/", headers={"accept-language": accepted})).language == language


# Half a page: what was typed, before it is right.
HALF: dict[str, tuple[Data, set[str]]] = {
    "birth-date": ({"answer_day_day": "31", "answer_day_year": "19x"}, {"answer_day_day=31", "answer_day_year=19x"}),
    "status": (
        {"answer": ["disability", "none"], "disability_until_year": "2"},
        {"answer=disability", "answer=none", "disability_until_year=2"},
    ),
    "contributions": ({"answer": "some", "months": ["2026-01"]}, {"answer=some", "months=2026-01"}),
    "past": ({"answer": ["remand"], "remand_from": "2026-01"}, {"answer=remand", "remand_from=2026-01"}),
    "income": ({"employee": "27<1"}, {"employee=27<1"}),
    "illness": ({"answer": ["other"], "icd10": "Ж"}, {"answer=other", "icd10=Ж"}),
}


@pytest.mark.parametrize("slug", HALF)
def test_half_a_page_survives_a_change_of_language(client: Client, slug: str) -> None:
    english(client)
    give(client, {"subject": "child", "work": ANSWERED["work"]})
    before = given(client)
    data, typed = HALF[slug]
    for language in ("kk", "ru", "en"):
        response = client.post(url(slug), data | {"language": language})
        assert (response.status_code, response["Location"]) == (302, url(slug))
        page = Page(client.get(url(slug)))
        assert (page.status, page.language, page.errors) == (200, language, [])
        with override(language):
            assert page.title.startswith(str(BY_SLUG[slug].title("child")))
        assert "aria-invalid" not in " ".join(name for _tag, found in page.elements for name in found)
        assert page.typed == typed
        assert given(client) == before
    assert client.post(url(slug), VALID[slug]).status_code == 302
    assert Page(client.get(url(slug))).typed != typed
    assert slug not in client.session["people"][0]["drafts"]


def test_an_answer_changed_half_way_keeps_its_way_back_in_another_language(client: Client) -> None:
    give(client, ANSWERED)
    data = {"answer": "refugee", "back": "answers", "language": "kk"}
    page = Page(client.get(client.post(url("residence"), data)["Location"]))
    assert page.language == "kk"
    assert page.back == url("answers")
    assert given(client) == ANSWERED


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    for data in ({"language": "xx", "next": "/"}, {"next": "/"}, {"language": "../etc", "next": "/"}):
        response = client.post("/language/", data)
        assert (response.status_code, response["Location"]) == (302, "/")
        assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    response = client.post(url("residence"), {"language": "xx", "answer": "citizen"})
    assert (response.status_code, response["Location"]) == (302, url("residence"))


@pytest.mark.parametrize("path", ["/", "/check/answers/", "/result/"])
def test_the_language_of_the_other_pages(client: Client, path: str) -> None:
    give(client, ANSWERED)
    for language in LANGUAGES:
        page = Page(client.get(path))
        where = next(item["value"] for item in page.all("input") if item["name"] == "next")
        response = client.post("/language/", {"language": language, "next": where})
        assert (response.status_code, response["Location"]) == (302, path)
        assert Page(client.get(path)).language == language
    assert given(client) == ANSWERED


@pytest.mark.sessions_only
@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://evil.example",
        "http://[::1",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "\x00//evil.example",
        "\t//evil.example",
        " //evil.example",
        "/%0d%0aSet-Cookie:x=1",
        "/\r\nSet-Cookie: x=1",
        "",
        "start",
        "question",
        "nowhere",
        "/" + "x" * 20_000,
    ],
)
def test_a_change_of_language_never_leads_to_another_host(client: Client, where: str) -> None:
    response = client.post("/language/", {"language": "kk", "next": where})
    assert response.status_code in (302, 400)
    target = urlsplit(response.headers.get("Location", "/"))
    assert (target.scheme, target.netloc) == ("", "")
    assert "x" not in response.cookies


# --- What no page and no log line may hold ---


CHANNELS = {channel["link"] for channel in load().tables["channels"].values() if "link" in channel}
"""Where the law files lead to: the only places outside of the portal that a page may link."""


def every_page(client: Client) -> Iterator[tuple[str, Any]]:
    """Every page in every state: first seen, wrong, answered, refused, missing."""
    yield "/", client.get("/")
    for slug in SLUGS:
        give(client, {"subject": "parent", "work": ANSWERED["work"]})
        yield f"{slug} first", client.get(url(slug))
        yield f"{slug} wrong", client.post(url(slug), WRONG[slug][0])
        give(client, ANSWERED)
        yield f"{slug} answered", client.get(f"{url(slug)}?back=answers")
    yield "answers", client.get(url("answers"))
    yield "result", client.get("/result/")
    yield "plan", client.get("/result/plan/")
    yield "family", client.get("/family/")
    yield "print", client.get("/result/print/")
    yield "print wrong", client.post("/result/print/", {})
    yield "no such page", client.get("/no-such-page/")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    yield "expired question", strict.post(url("birth-date"), VALID["birth-date"])
    yield "expired form", strict.post("/check/clear/")


@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole(client: Client, language: str) -> None:
    speak(client, language)
    for name, response in every_page(client):
        page, text = Page(response), response.content.decode()
        assert page.language == language, name
        assert len(page.texts["h1"]) == 1, name
        assert page.heading.strip(), name
        assert "tel:1414" in page.attributes("href"), name
        assert page.all("script") == [], name
        assert page.attributes("style") == [], name
        assert page.all("style") == [], name
        assert not [attribute for _tag, found in page.elements for attribute in found if attribute.startswith("on")]
        own = [address for address in page.attributes("href") if address not in CHANNELS]
        for address in [*own, *page.attributes("src"), *page.attributes("action")]:
            parts = urlsplit(address)
            assert parts.netloc == "", f"{name}: {address}"
            assert parts.scheme in ("", "tel"), f"{name}: {address}"
        ids = page.attributes("id")
        assert len(ids) == len(set(ids)), name
        assert {word for item in page.attributes("aria-describedby") for word in item.split()} <= set(ids), name
        assert set(page.attributes("for")) <= set(ids), name
        assert response.headers["Cache-Control"] == "no-store", name
        assert "script-src 'none'" in response.headers["Content-Security-Policy"], name
        assert "{{" not in text, name
        assert "{%" not in text, name


QUERIES = {"", "back=answers", "unfolded"}
ANCHOR = re.compile(r"[A-Za-z0-9_.-]*")


def is_a_place(address: str) -> bool:
    """Whether the address is one of the portal's own, or of a channel of the law, and says nothing of a person."""
    parts = urlsplit(address)
    if address in CHANNELS or address.startswith("/static/"):
        return True
    if parts.scheme or parts.netloc or not ANCHOR.fullmatch(parts.fragment) or parts.query not in QUERIES:
        return False
    return not parts.path or set(resolve(parts.path).kwargs.values()) <= {*SLUGS, *PAGES}


def test_no_answer_is_ever_in_an_address(client: Client) -> None:
    answers = VALID | {"family": {"answer": "none"}, "status": {"answer": "none"}}
    seen = []
    for slug in walk(client, answers):
        seen += [client.get(url(slug)), client.post(url(slug), WRONG[slug][0]), client.post(url(slug), answers[slug])]
    pages = (url("answers"), "/result/", "/result/plan/", "/result/what-if/", "/family/")
    seen += [client.get(path) for path in pages]
    seen += [client.post("/result/what-if/", {"what_if": "full_time_study"}), client.post("/check/clear/")]
    for response in seen:
        page = Page(response)
        links = [*page.attributes("href"), *page.attributes("action"), *page.attributes("src")]
        for address in [*links, response.headers.get("Location", "/")]:
            assert is_a_place(address), address


CANARIES = ("1987", "23.11", "271828", "271 828", "E11.9", "e11,9", "wellbeing_level", "'D'", '"D"')


def test_no_answer_is_ever_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "django", "django.request", "django.security", "django.db.backends", "eligibility"):
        caplog.set_level(logging.DEBUG, logger=name)
    for slug in walk(client, VALID | {"family": {"answer": "none"}, "status": {"answer": "none"}}):
        client.post(url(slug), WRONG[slug][0] | {"employee": "271828x"})
        client.post(url(slug), VALID[slug] | {"language": "kk"})
    for path in (url("answers"), "/result/", "/result/plan/", "/family/", "/no-such-page/"):
        client.get(path)
    strict = Client(enforce_csrf_checks=True)
    strict.post(url("birth-date"), VALID["birth-date"])
    strict.post(url("wellbeing"), VALID["wellbeing"])
    assert caplog.records  # the 403 and the 404 are logged
    for record in caplog.records:
        if record.name != "django.template":
            line = record.getMessage()
            assert not [canary for canary in CANARIES if canary in line], line


def broken(*_args: Any) -> Any:
    raise ValueError(f"cannot judge {BIRTH.isoformat()} with {INCOME} and {ICD} at level {ANSWERED['wellbeing']!r}")


@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_breaks_tells_nothing_about_the_person(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, language: str
) -> None:
    settings.DEBUG = False
    client.raise_request_exception = False
    speak(client, language)
    give(client, ANSWERED)
    console = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(console, "stream", written)
    monkeypatch.setattr(asked, "assess", broken)
    response = client.get("/result/")
    page = Page(response)
    with override(language):
        expected = gettext("Something went wrong on our side")
    assert (page.status, page.language, page.heading) == (500, language, expected)
    assert len(page.texts["h1"]) == 1
    assert "tel:1414" in page.attributes("href")
    assert page.all("script") == []
    assert response.headers["Cache-Control"] == "no-store"
    assert "Internal Server Error: /result/" in written.getvalue()
    assert "in broken" in written.getvalue()
    for canary in (BIRTH.isoformat(), str(INCOME), ICD, "'D'"):
        assert canary not in response.content.decode()
        assert canary not in written.getvalue()
    assert given(client) == ANSWERED


def test_a_request_that_cannot_be_read(client: Client, settings: Any) -> None:
    settings.DEBUG = False
    english(client)
    page = Page(client.post(url("residence"), {f"field{number}": "x" for number in range(2_000)}))
    assert (page.status, page.heading) == (400, "The request could not be read")


# --- Hostile input ---

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "</title><h1>x</h1>",
    "<!--",
    "]]>",
    "{{ 7*7 }}",
    "{% load i18n %}",
    "%(date)s",
    "%s%s%n",
    "${7*7}",
    "' OR 1=1 --",
    "'; DROP TABLE django_session; --",
    "1; SELECT pg_sleep(9)",
    "../../etc/passwd",
    "file:///etc/passwd",
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: x=1",
    "\x1b[31mred",
    "\u202e123",
    "\u200b\u200b",
    "\ufeff1",
    "\ufffe",
    "\U0001f600" * 5,
    "é" * 50,
    "e\u0301" * 50,
    "١٢",
    "²",
    "Ⅷ",
    "１９",
    "-1",
    "+1",
    "1e9",
    "0x10",
    "1_0",
    "NaN",
    "9" * 30,
    "9" * 5_000,
    "x" * 100_000,
    "0",
    "None",
    "[]",
    "&lt;b&gt;&amp;amp;",
)
TEXTS: dict[str, list[str]] = {
    "birth-date": ["answer_day"],
    "status": ["disability_until", "study_until"],
    "family": ["child_birth_date"],
    "care": ["visit"],
    "income": ["employee", "civil_contract"],
    "illness": ["icd10", "infarction_since", "stroke_since"],
    "date": ["answer_day"],
}
TICKED: dict[str, Data] = {
    "status": {"answer": ["disability", "full_time_study"]},
    "family": {"answer": ["raising_child_under_3"]},
    "care": {"answer": "yes", "worked": "no"},
    "illness": {"answer": ["other", "stroke", "myocardial_infarction"]},
}
DAY = ("day", "month", "year")
BIRTHDAY = dict(zip((f"answer_day_{part}" for part in DAY), ("2", "3", "2026"), strict=True))


def boxes(slug: str) -> list[tuple[str, ...]]:
    """The text boxes of a form that get the text together: those of one day, which are alone only in the first form,
    for all days are read by the same field."""
    found: list[tuple[str, ...]] = []
    for name in TEXTS[slug]:
        day = tuple(f"{name}_{part}" for part in DAY)
        if name in ("icd10", "employee", "civil_contract"):
            found.append((name,))
        else:
            found += [(box,) for box in day] if slug == "birth-date" else [day]
    return found


@pytest.mark.sessions_only
@pytest.mark.parametrize(("slug", "names"), [(slug, names) for slug in TEXTS for names in boxes(slug)])
def test_hostile_text_is_only_text(client: Client, slug: str, names: tuple[str, ...]) -> None:
    assert len(HOSTILE) >= 40
    others = TICKED.get(slug, {}) | (BIRTHDAY if slug == "birth-date" else {})
    start = {
        "subject": "self",
        "birth-date": "1990-01-01",
        "work": {"yes": ["employee", "civil_contract"], "rest": "no"},
    }
    give(client, start)
    broken: list[str] = []
    client.raise_request_exception = False
    for text in HOSTILE:
        response = client.post(url(slug), others | dict.fromkeys(names, text))
        if response.status_code == 422:
            page = Page(response)
            for name in names:
                shown = next(item["value"] for item in page.all("input") if item["name"] == name).strip()
                assert shown in (text.replace("\r\n", "\n").strip(), text.strip()), text[:40]
            assert len(page.texts["h1"]) == 1
            assert page.all("script") == []
            assert "onerror" not in " ".join(name for _tag, found in page.elements for name in found)
        elif response.status_code == 302:
            followed = [client.get(path).status_code for path in (url(slug), url("answers"), "/result/", "/check/")]
            assert followed == [200, 200, 200, 302], text[:40]
            give(client, start)
        else:
            broken.append(f"{response.status_code} {text[:40]!r}")
        assert "x" not in response.cookies
    assert broken == []


@pytest.mark.sessions_only
@pytest.mark.parametrize("slug", SLUGS)
def test_hostile_choices_are_refused(client: Client, slug: str) -> None:
    """In radio buttons, boxes to tick, lists, each alone; and in the fields that this form has not, all at once."""
    give(client, {"subject": "self", "work": ANSWERED["work"]})
    before = given(client)
    names = ("answer", "month", "months", "payer_some", "pregnancy_to", "worked", "back", "answer_day")
    read = set(Page(client.get(url(slug))).attributes("name"))
    strange = [name for name in names if name not in read]
    assert strange
    for text in HOSTILE[:36]:
        for several in [strange, *([name] for name in names if name in read)]:
            data = VALID[slug] | {name: [text, text] for name in several}
            response = client.post(url(slug), data)
            assert response.status_code in (302, 422), (several, text)
            assert text not in response.headers.get("Location", "")
            if text.startswith(("<s", '"')):
                assert text not in response.content.decode()
            give(client, before)


@pytest.mark.sessions_only
def test_hostile_languages_and_addresses(client: Client) -> None:
    client.raise_request_exception = False
    broken: list[str] = []
    for text in HOSTILE[:37]:
        for data in ({"language": text, "next": "/"}, {"language": "kk", "next": text}):
            response = client.post("/language/", data)
            if response.status_code not in (302, 400) or urlsplit(response.headers.get("Location", "/")).netloc:
                broken.append(f"{response.status_code} {data}")
        response = client.post(url("subject"), {"language": text, "answer": text})
        assert (response.status_code, response["Location"]) == (302, url("subject"))
        assert client.get(url("subject")).status_code == 200
        header = text.encode().decode("latin-1")  # as a server hands its bytes on
        speak(client, re.sub(r"[\r\n\0]", "", header)[:100])
        assert client.get("/", headers={"accept-language": header}).status_code == 200, text
    assert broken == []


def test_the_same_option_ticked_twice_is_one_answer(client: Client) -> None:
    give(client, {"subject": "self", "birth-date": "1990-01-01"})
    client.post(url("work"), {"answer": ["employee", "employee"]})
    assert Page(client.get(url("income"))).status == 200
    assert client.get("/result/").status_code == 200
