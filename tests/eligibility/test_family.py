"""Several people in one sitting: one page for all, and never the answers of one on the page of another."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from eligibility.presentation import long_date
from eligibility.sitting import MOST_PEOPLE
from tests.eligibility.test_plan import CHILD, TODAY, UNINSURED
from tests.eligibility.test_views import LANGUAGES, Page, give, speak

pytestmark = [pytest.mark.django_db, pytest.mark.sessions_only]

URL = "/family/"
Data = dict[str, Any]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


def sit(client: Client, *people: Data) -> None:
    """Have all of them in the sitting; the first one is in hand."""
    give(client, people[0])
    session = client.session
    session["people"] = [{"answers": answers, "drafts": {}} for answers in people]
    session.save()


def press(client: Client, **button: Any) -> str:
    """Press a button of the page as it is now; the address that follows."""
    data = {"people": len(client.session.get("people", [])), **button}
    return str(client.post(URL, data)["Location"])


def subjects(client: Client) -> list[str]:
    return [person["answers"].get("subject", "") for person in client.session["people"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_is_on_the_page(client: Client, language: str) -> None:
    speak(client, language)
    sit(client, CHILD, UNINSURED, {})
    response = client.get(URL)
    page, text = Page(response), response.content.decode()
    assert page.status == 200
    with override(language):
        assert long_date(date(2008, 8, 10)) in text
        assert long_date(date(1987, 11, 23)) in text
    places = {button["value"] for button in page.all("button") if button.get("name") == "open"}
    assert places == {"0", "1"}
    assert {button["value"] for button in page.all("button") if button.get("name") == "remove"} == {"0", "1", "2"}
    assert "2" in {button["value"] for button in page.all("button") if button.get("name") == "go_on"}


def test_the_days_of_all_are_in_one_list(client: Client) -> None:
    speak(client, "en")
    sit(client, CHILD, CHILD | {"birth-date": "2008-11-05"})
    text = client.get(URL).content.decode().replace("\u00a0", " ")
    listed = text[text.index("All dates") :]
    first = listed.index("Not later than 31 May 2026")
    assert first < listed.index("Not later than 31 August 2026") < listed.index("30 November 2026")
    assert "born 5 November 2008" in listed


def test_another_person_begins_with_nothing(client: Client) -> None:
    sit(client, CHILD)
    assert press(client, add="1") == "/check/"
    assert client.get("/check/")["Location"] == "/check/subject/"
    assert subjects(client) == ["child", ""]
    client.post("/check/subject/", {"answer": "parent"})
    assert subjects(client) == ["child", "parent"]


def test_one_is_opened_and_another_gone_on_with(client: Client) -> None:
    speak(client, "en")
    sit(client, CHILD, UNINSURED, {"subject": "parent"})
    assert press(client, open="1") == "/result/"
    assert "Person 2 of 3" in client.get("/result/").content.decode()
    assert press(client, go_on="2") == "/check/"
    assert "Person 3 of 3" in client.get("/check/birth-date/").content.decode()
    client.post("/check/birth-date/", {"answer_day_day": "1", "answer_day_month": "2", "answer_day_year": "1950"})
    assert [person["answers"].get("birth-date") for person in client.session["people"]] == [
        "2008-08-10",
        "1987-11-23",
        "1950-02-01",
    ]


def test_one_person_is_not_counted(client: Client) -> None:
    speak(client, "en")
    sit(client, CHILD)
    assert "Person 1" not in client.get("/result/").content.decode()
    assert '<p class="subject">About my child</p>' in client.get("/check/birth-date/").content.decode()


def test_one_is_removed_and_the_others_stay(client: Client) -> None:
    sit(client, CHILD, UNINSURED)
    assert press(client, remove="0") == URL
    assert subjects(client) == ["self"]
    assert press(client, remove="0") == URL
    assert Page(client.get(URL)).status == 200
    assert client.get("/result/").status_code == 302


def test_a_page_of_before_does_nothing(client: Client) -> None:
    """Two tabs: on the older one the places stand for other people."""
    sit(client, CHILD, UNINSURED)
    old = {"people": 3, "remove": "0"}
    assert client.post(URL, old)["Location"] == URL
    assert subjects(client) == ["child", "self"]


@pytest.mark.parametrize("button", [{"open": "7"}, {"remove": "-1"}, {"go_on": "x"}, {}])
def test_a_button_that_is_not_there_does_nothing(client: Client, button: Data) -> None:
    sit(client, CHILD, UNINSURED)
    assert press(client, **button) == URL
    assert subjects(client) == ["child", "self"]


def test_there_is_room_for_so_many(client: Client) -> None:
    speak(client, "en")
    sit(client, *[CHILD] * (MOST_PEOPLE - 1))
    assert {"add"} <= {button.get("name") for button in Page(client.get(URL)).all("button")}
    assert press(client, add="1") == "/check/"
    response = client.get(URL)
    assert "add" not in {button.get("name") for button in Page(response).all("button")}
    assert f"There is room for {MOST_PEOPLE} people" in response.content.decode()
    assert press(client, add="1") == URL
    assert len(client.session["people"]) == MOST_PEOPLE


def test_deleting_forgets_everybody(client: Client) -> None:
    sit(client, CHILD, UNINSURED)
    client.post("/check/clear/")
    assert "people" not in client.session
    page = Page(client.get(URL))
    assert {button.get("name") for button in page.all("button")} & {"open", "remove"} == set()
    assert "/check/clear/" not in page.attributes("action")


def test_the_pages_lead_there(client: Client) -> None:
    assert URL not in Page(client.get("/")).attributes("href")
    sit(client, CHILD, {})
    assert URL in Page(client.get("/result/")).attributes("href")
    press(client, go_on="1")
    assert URL in Page(client.get("/")).attributes("href")


def test_left_out_ways_are_each_persons_own(client: Client) -> None:
    sit(client, CHILD, CHILD)
    client.post("/result/plan/", {"route": ["ask_the_fund"]})
    assert "step-prove_study" not in Page(client.get("/result/plan/")).attributes("id")
    press(client, open="1")
    assert "step-prove_study" in Page(client.get("/result/plan/")).attributes("id")


def test_nothing_of_a_person_is_in_an_address(client: Client) -> None:
    sit(client, CHILD, UNINSURED)
    pages = [Page(client.get(path)) for path in (URL, "/result/", "/result/plan/")]
    addresses = [address for page in pages for name in ("href", "action") for address in page.attributes(name)]
    assert {address for address in addresses if "?" in address} == {"/result/plan/?unfolded#steps"}
