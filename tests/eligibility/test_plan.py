"""The plan: steps in the order of their days, what each day rests on, and what somebody does not want in it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from eligibility.plan import Plan, context, plan_of
from eligibility.presentation import long_date
from eligibility.rules.assess import assess
from eligibility.rules.routes import AFTER_CHILDHOOD, coming_of_age
from eligibility.texts import entry, words
from tests.eligibility.test_views import ANSWERED, LANGUAGES, NOTHING, Page, give, speak
from tests.rules.people import LAW, Json, day, facts_of, having, person, stranger

pytestmark = [pytest.mark.django_db, pytest.mark.sessions_only]

TODAY = date(2026, 3, 16)
URL = "/result/plan/"
ILL = [{"group": "cerebral_palsy"}]
CHILD: dict[str, Any] = {
    "subject": "child",
    "birth-date": "2008-08-10",
    "residence": "citizen",
    "status": NOTHING,
    "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
}
UNINSURED = ANSWERED | {"subject": "self", "wellbeing": "none", "work": NOTHING, "past": NOTHING}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


def made(who: Json, on: str = TODAY.isoformat()) -> Plan:
    facts = facts_of(who)
    return plan_of(facts, assess(facts, LAW, day(on)))


def child(birth: str = "2008-08-10", **facts: Any) -> Json:
    return stranger(birth_date=birth, residence="citizen", diagnoses=ILL, **facts)


def english(plan: Plan, left_out: list[str] | None = None) -> dict[str, Any]:
    with override("en"):
        return context(plan, left_out or [])


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- What it says ---


def test_steps_stand_in_the_order_of_their_days() -> None:
    steps = made(child()).steps([])
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert [step.code for step in steps][:2] == ["disability_assessment", "prove_study"]
    assert steps[-1].code == "ask_the_fund"
    assert steps[-1].due == ""


def test_a_step_says_by_when_why_and_on_what_that_rests() -> None:
    step = next(step for step in english(made(child()))["steps"] if step.code == "disability_assessment")
    assert plain(step.due) == "Not later than 31 May 2026"
    assert "31 August 2026" in plain(step.reason)
    assert "3 months" in step.basis
    assert "advice" in step.basis


def test_the_dates_are_in_order_with_the_birthday_and_the_end_of_cover() -> None:
    dates = english(made(child()))["dates"]
    days = [item.day for item in dates]
    assert days == sorted(days)
    assert (day("2026-08-10"), "18th birthday") in [(item.day, item.text) for item in dates]
    assert any(item.day == day("2026-08-31") and not item.code for item in dates)


def test_what_is_late_stands_first() -> None:
    page = english(made(child(), "2026-07-01"))
    assert page["steps"][0].code == "disability_assessment"
    assert page["steps"][0].late
    assert plain(page["dates"][0].when) == "Begin now: the day was 31 May 2026"


def test_without_cover_nothing_is_dated_and_the_best_way_stands_first(client: Client) -> None:
    plan = made(person(polyclinic_attached=True))
    page = english(plan)
    assert page["dates"] == []
    assert [step.code for step in page["steps"]] == list(plan.result.routes)
    assert {(step.due, step.basis, step.late) for step in page["steps"]} == {("", "", False)}
    speak(client, "en")
    give(client, UNINSURED)
    assert "so begin now" in client.get(URL).content.decode()


def test_nothing_to_do_is_a_plan_too() -> None:
    page = english(made(having("pension", True, polyclinic_attached=True)))
    assert page["steps"][0].code == "nothing_to_do"
    assert (page["dates"], page["free"], page["illnesses"], page["adult"]) == ([], [], [], None)


def test_ways_that_open_when_the_cover_ends_are_in_the_plan() -> None:
    who = having("full_time_study", {"from": "2022-09-01", "to": "2026-06-30"}, polyclinic_attached=True)
    plan = made(who)
    assert "register_as_unemployed" not in plan.result.routes
    step = next(step for step in english(plan)["steps"] if step.code == "register_as_unemployed")
    assert plain(step.due) == "Not before 1 July 2026"


# --- At 18 ---


@pytest.mark.parametrize(
    ("on", "shown"),
    [("2025-08-09", False), ("2025-08-10", True), ("2026-08-09", True), ("2026-08-31", True), ("2026-09-01", False)],
)
def test_the_18th_birthday_stands_first_from_a_year_before_it(on: str, shown: bool) -> None:
    assert (english(made(child(), on))["adult"] is not None) == shown
    turns = coming_of_age(facts_of(child()), LAW.at(day(on)), day(on))
    assert turns == (day("2026-08-10") if shown else None)


def test_each_way_after_18_has_its_first_and_its_last_day() -> None:
    adult = english(made(child()))["adult"]
    ways = {way["code"]: way for way in adult["ways"]}
    assert tuple(ways) == AFTER_CHILDHOOD
    assert ways["disability_assessment"]["first"] == "already now"
    assert plain(ways["disability_assessment"]["last"]) == "31 May 2026"
    assert plain(ways["register_as_unemployed"]["first"]) == "10 August 2026"
    assert plain(ways["pay_advance"]["last"]) == "26 August 2026"
    assert plain(ways["seek_care"]["first"]) == "1 September 2026"
    assert plain(adult["cover_ends"]) == "31 August 2026"


def test_no_ways_are_offered_where_the_cover_goes_on() -> None:
    page = english(made(child(circumstances={"disability": True})))
    assert page["adult"]["cover_ends"] == ""
    assert page["adult"]["ways"] == []
    assert page["free"] == []


def test_a_disability_that_ends_with_childhood_is_assessed_anew() -> None:
    page = english(made(child(circumstances={"disability": {"to": "2026-08-10"}})))
    assert plain(page["adult"]["cover_ends"]) == "31 August 2026"
    assert page["adult"]["ways"][0]["code"] == "disability_assessment"


def test_what_stays_free_and_what_does_not() -> None:
    page = english(made(child()))
    assert [item["package"] for item in page["illnesses"]] == ["osms"]
    with override("en"):
        assert words(entry("services", "ambulance")["name"]) in page["free"]
        assert words(entry("services", "rehabilitation")["name"]) not in page["free"]


# --- The page ---


def test_without_answers_there_is_no_plan(client: Client) -> None:
    assert client.get(URL)["Location"] == "/"
    assert client.post(URL)["Location"] == "/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [CHILD, UNINSURED], ids=["child", "uninsured"])
def test_the_page_in_every_language(client: Client, language: str, answers: dict[str, Any]) -> None:
    speak(client, language)
    give(client, answers)
    response = client.get(URL)
    page, text = Page(response), response.content.decode()
    assert page.status == 200
    assert page.language == language
    assert set(page.errors) <= set(page.attributes("id"))
    assert "tel:1414" in page.attributes("href")
    with override(language):
        name = words(entry("routes", "register_as_unemployed")["name"])
        assert (f"{long_date(date(2026, 5, 31))}" in text) == (answers is CHILD)
    assert escape(name) in text


def test_the_result_leads_to_the_plan(client: Client) -> None:
    give(client, CHILD)
    assert URL in Page(client.get("/result/")).attributes("href")


def test_channels_are_linked_on_the_result(client: Client) -> None:
    speak(client, "en")
    give(client, UNINSURED)
    page = client.get("/result/")
    assert {"https://egov.kz", "https://enbek.kz", "https://t.me/SaqtandyryBot"} <= set(Page(page).attributes("href"))
    assert "Registration of job seekers" in page.content.decode()


def test_everything_can_be_unfolded(client: Client) -> None:
    give(client, CHILD)
    folded, unfolded = client.get(URL).content.decode(), client.get(f"{URL}?unfolded").content.decode()
    assert len(re.findall(r"<details[^>]* open", folded)) == 1
    assert len(re.findall(r"<details[^>]* open", unfolded)) == unfolded.count("<details") > 5


def test_what_is_not_wanted_stays_out(client: Client) -> None:
    give(client, CHILD)
    kept = [code for code in made(child(), TODAY.isoformat()).codes if code not in ("pay_advance", "employer_pays")]
    response = client.post(URL, {"route": [*kept, "no_such_route"]})
    assert (response.status_code, response["Location"]) == (302, URL)
    page = Page(client.get(URL))
    assert "step-pay_advance" not in page.attributes("id")
    assert "step-prove_study" in page.attributes("id")
    assert {f"route={code}" for code in kept} == {
        f"{item['name']}={item['value']}"
        for item in page.all("input")
        if item.get("name") == "route" and "checked" in item
    }
    client.post("/check/polyclinic/", {"answer": "yes"})
    assert "step-pay_advance" not in Page(client.get(URL)).attributes("id")


def test_somebody_may_want_nothing(client: Client) -> None:
    speak(client, "en")
    give(client, CHILD)
    client.post(URL)
    text = client.get(URL).content.decode()
    assert "No way is chosen" in text
    assert client.get("/family/").status_code == 200
