"""The calculator's page: its sums are the engine's, it keeps what was typed and gives nothing away."""

import logging
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from eligibility.answers import person as person_of_answers
from eligibility.calculator.counting import counted, facts_of, person
from eligibility.forms.calculator import GROWN_UP, WITH_ANSWERS
from eligibility.presentation import money
from eligibility.rules import law as law_module
from eligibility.rules.assess import assess
from eligibility.rules.decide import decide
from eligibility.texts import entry, words
from tests.eligibility.test_views import ANSWERED, NOTHING, Page, english, give, speak

pytestmark = [pytest.mark.django_db, pytest.mark.sessions_only]

LAW = law_module.load()
URL = "/calculator/"
TODAY = date(2026, 3, 16)
INCOME = 271_828
ADULT = {"subject": "self", "birth-date": "1987-11-23", "residence": "citizen", "status": NOTHING}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


def typed(*works: tuple[str, str], day: str = "", paid: str = "none", **more: Any) -> dict[str, Any]:
    """A form as a browser sends it; ``day`` as ISO text."""
    year, month, number = day.split("-") if day else ("", "", "")
    data: dict[str, Any] = {"day_day": number, "day_month": month, "day_year": year, "answer": paid}
    data |= {"months_for": (day or TODAY.isoformat())[:7], "kind_1": "none"}
    for place, (kind, income) in enumerate(works, start=1):
        data |= {f"kind_{place}": kind, f"income_{place}": income}
    return data | more


def result(client: Client, data: dict[str, Any]) -> str:
    """The text of the page after the form was sent."""
    response = client.post(URL, data)
    assert (response.status_code, response["Location"]) == (302, URL), Page(response).errors
    return text(client)


def text(client: Client) -> str:
    found = re.sub(r"(?s)<form id=.*?</form>", "", client.get(URL).content.decode())
    return unescape(re.sub(r"\s*\n\s*", "\n", strip_tags(found)))


def amounts(client: Client) -> list[str]:
    """The sums of the month as the page shows them, before the ways in."""
    found = client.get(URL).content.decode().split('id="ways"')[0]
    return re.findall(r'<p class="amount">(.*?)</p>', found)


def values(*works: tuple[str, int | None], day: str = "2026-03-16", paid: Any = "none") -> dict[str, Any]:
    listed = [{"kind": kind, "income": income} for kind, income in works]
    return {"day": day, "whom": GROWN_UP, "works": listed, "paid": paid}


# --- Sums ---

TABLE = [
    ((), ("2024-06-15", "2025-06-15", "2026-06-15"), [4_250]),
    ((("entrepreneur", ""),), ("2024-06-15", "2025-06-15", "2026-06-15"), [5_950]),
    ((("private_practice", ""),), ("2024-06-15", "2025-06-15", "2026-06-15"), [5_950]),
    ((("employee", "300 000 ₸"),), ("2024-06-15", "2025-06-15", "2026-06-15"), [6_000, 9_000]),
    ((("employee", "5000000"),), ("2024-06-15", "2025-12-31"), [17_000, 25_500]),
    ((("employee", "5000000"),), ("2026-01-01", "2026-12-31"), [34_000, 102_000]),
    ((("civil_contract", "5000000"),), ("2024-06-15", "2025-12-31"), [17_000]),
    ((("civil_contract", "5000000"),), ("2026-01-01",), [34_000]),
    ((("self_employed_regime", "1 297 500"),), ("2026-01-01", "2026-12-31"), [12_975]),
    ((("self_employed_regime", "9999999"),), ("2026-06-15",), [12_975]),
    ((("self_employed_regime", "1297500"),), ("2025-12-31",), [4_250]),
    ((("employee", "1500000"), ("employee", "4000000")), ("2026-06-15",), [34_000, 147_000]),
    ((("employee", "1500000"), ("civil_contract", "500000")), ("2026-06-15",), [30_000, 45_000, 4_000]),
    ((("employee", "1000000"), ("entrepreneur", "")), ("2026-06-15",), [20_000, 30_000, 5_950]),
]


@pytest.mark.parametrize(
    ("works", "on", "expected"),
    [(works, on, expected) for works, days, expected in TABLE for on in days],
    ids=str,
)
def test_the_sums_of_the_law(client: Client, works: tuple[tuple[str, str], ...], on: str, expected: list[int]) -> None:
    english(client)
    result(client, typed(*works, day=on))
    assert amounts(client) == [money(amount) for amount in expected]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_what_the_engine_says(client: Client, language: str) -> None:
    speak(client, language)
    page = result(client, typed(("employee", "2000000"), ("civil_contract", "100000"), day="2026-05-05"))
    entered = values(("employee", 2_000_000), ("civil_contract", 100_000), day="2026-05-05")
    monthly = assess(facts_of(entered, {}, LAW), LAW, date(2026, 5, 5).toordinal()).contribution.monthly
    assert amounts(client) == [money(due.amount) for due in monthly if due.amount is not None]
    with override(language):
        assert words(entry("parameters", "employee_cap")["name"]) in page
        assert gettext("From the employers") in page
    assert money(60_000 * 12) in page


def test_the_ways_cost_what_the_engine_says(client: Client) -> None:
    english(client)
    page = result(client, typed(day="2025-11-22"))
    found = assess(facts_of(values(day="2025-11-22"), {}, LAW), LAW, date(2025, 11, 22).toordinal()).contribution
    assert found.arrears is not None
    assert found.arrears.amount is not None
    assert found.advance.amount is not None
    first, ahead, at_once = re.findall(r'<p class="amount">(.*?)</p>', client.get(URL).content.decode())[1:]
    assert first == money(found.arrears.amount + 4_250)
    assert (ahead, at_once) == (money(found.advance.amount), money(found.advance.amount_from_this_month or 0))
    assert "13 separate payments: November 2024 – November 2025" in page


def test_the_arithmetic_is_shown(client: Client) -> None:
    english(client)
    page = result(client, typed(("employee", "1500000"), ("employee", "4000000"))).replace("\xa0", " ")
    assert "1 500 000 + 4 000 000 = 5 500 000 ₸" in page
    assert "20 × 85 000 ₸ = 1 700 000 ₸" in page
    assert "2 % × 1 700 000 ₸ = 34 000 ₸" in page
    assert "The limit is one for all jobs together and is counted once." in page
    assert "1. 3 % × 1 500 000 ₸ = 45 000 ₸" in page
    assert "2. 3 % × 3 400 000 ₸ = 102 000 ₸" in page
    assert "not later than 25 April 2026" in page


def test_what_the_law_says_of_a_private_practice(client: Client) -> None:
    english(client)
    page = result(client, typed(("private_practice", "")))
    with override("en"):
        assert words(entry("notes", "private_practice_rate")["text"]) in page
    assert "Likely" in page
    assert "1.4 × 85\xa0000\xa0₸ = 119\xa0000\xa0₸" in page


def test_the_regime_before_it_was_law(client: Client) -> None:
    english(client)
    assert "law only from 1\xa0January 2026" in result(client, typed(("self_employed_regime", "9"), day="2025-12-31"))
    assert "law only from" not in result(client, typed(("self_employed_regime", "9"), day="2026-01-01"))


def test_an_income_that_was_not_told_is_not_zero(client: Client) -> None:
    english(client)
    page = result(client, typed(("employee", "")))
    assert amounts(client) == ["not settled", "not settled"]
    assert "the income was not told" in page


# --- Payments, plans and mistakes ---


def test_payments_that_were_not_told_are_not_none(client: Client) -> None:
    english(client)
    page = result(client, typed(paid="unknown"))
    assert "Which months are paid was not told." in page
    assert "Not enough information" in page
    assert amounts(client) == [money(4_250)]  # the price is known all the same
    assert facts_of(values(paid=None), {}, LAW).paid is None
    assert "for somebody who has paid none" not in result(client, typed(paid="none"))


def test_only_the_missing_months_are_asked_for(client: Client) -> None:
    english(client)
    ticked = [f"2025-{number:02d}" for number in range(3, 13)]
    page = result(client, typed(paid="some", months=ticked, payer_some="self_payer"))
    assert "3 separate payments: January 2026 – March 2026" in page
    assert "Owed: January 2026 – February 2026" in page


def test_each_mistake_says_why(client: Client) -> None:
    english(client)
    result(client, typed())
    page = client.get(URL).content.decode()
    for code in ("lump_sum", "rest_of_year", "one_month"):
        card = strip_tags(page.split(f'id="mistake-{code}"')[1].split("</svg>")[0])
        assert "Insured: no, because:" in card
        assert "something is owed for the twelve months before it" in card
    assert "State Corporation" in strip_tags(page)


def test_the_table_says_what_the_engine_says(client: Client) -> None:
    english(client)
    result(client, typed(day="2025-06-10"))
    cells = re.findall(r'<td class="mark-(\w+)">', client.get(URL).content.decode())
    found = counted(values(day="2025-06-10"), {}, LAW)
    assert found.ways is not None
    assert found.ways.advance_now is not None
    expected = []
    for plan in (found.ways.kept, found.ways.advance_now):
        for item in plan.months:
            middle = date(item.month // 12, item.month % 12 + 1, 15).toordinal()
            expected.append(decide(plan.facts, LAW, middle).status)
    assert cells == expected


def test_who_is_employed_makes_no_payment(client: Client) -> None:
    english(client)
    page = result(client, typed(("employee", "300000")))
    assert "The person pays nothing separately." in page
    assert "Way A" not in page


@pytest.mark.parametrize("works", [(), (("entrepreneur", ""),), (("private_practice", ""),)], ids=str)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_sum_of_2027_is_made_up(client: Client, language: str, works: tuple[tuple[str, str], ...]) -> None:
    speak(client, language)
    page = result(client, typed(*works, day="2027-03-15")).replace("\xa0", "").replace(" ", "")
    for made_up in ("4250", "5950", "51000", "55250", "71400"):
        assert made_up not in page
    with override(language):
        assert gettext("not settled").replace(" ", "") in page


def test_months_that_depend_on_2027_are_named(client: Client) -> None:
    english(client)
    page = result(client, typed(day="2026-11-22"))
    assert "The price of these months is not settled: January 2027 – November 2027." in page
    assert "At today's price all payments together are 51\xa0000\xa0₸." in page
    rows = client.get(URL).content.decode().split('rowgroup">2027<')[1].split("</tbody>")[0]
    assert "4\xa0250" not in rows


# --- With the answers of the check ---


def test_the_answers_of_the_check_are_filled_in(client: Client) -> None:
    give(client, ANSWERED)
    assert {"kind_1=employee", f"income_1={INCOME}", "answer=none", "whom=answers"} <= Page(client.get(URL)).typed


def test_for_whom_the_state_pays_nothing_is_due(client: Client) -> None:
    english(client)
    give(client, {**ADULT, "status": {"yes": ["pension"], "rest": "no"}})
    page = result(client, typed(whom=WITH_ANSWERS))
    assert "Nothing: the state pays." in page
    assert amounts(client) == []
    assert "Way A" not in page
    assert "Nothing: the state pays." not in result(client, typed(whom=GROWN_UP))


def test_months_of_a_child_are_not_owed(client: Client) -> None:
    english(client)
    given = {**ADULT, "birth-date": "2007-12-20", "past": NOTHING}
    give(client, given)
    assert "3 separate payments: January 2026 – March 2026" in result(client, typed(whom=WITH_ANSWERS))
    told = person(values() | {"whom": WITH_ANSWERS}, given, LAW)
    assert told["birth_date"] == person_of_answers(given, TODAY)["birth_date"]


def test_a_past_that_was_not_told_is_asked_for(client: Client) -> None:
    english(client)
    give(client, {**ADULT, "birth-date": "1987-11-23"})
    assert "depends on answers that are missing" in result(client, typed(whom=WITH_ANSWERS))


def test_a_privileged_person_is_shown_the_way_to_the_check(client: Client) -> None:
    assert "/check/" in Page(client.get(URL)).attributes("href")
    result(client, typed())
    assert "/check/" in Page(client.get(URL)).attributes("href")


# --- The form ---


def test_today_is_the_day_unless_another_is_told(client: Client) -> None:
    assert {"day_day=16", "day_month=3", "day_year=2026"} <= Page(client.get(URL)).typed
    result(client, typed())
    assert client.session["calculator"]["values"]["day"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("data", "wrong", "kept"),
    [
        (typed(kind_1=""), "id_kind_1", "answer=none"),
        (typed(("employee", "much")), "id_income_1", "income_1=much"),
        (typed(income_2="5 000"), "id_kind_2", "income_2=5 000"),
        (typed(kind_3="entrepreneur"), "id_kind_1", "kind_3=entrepreneur"),
        (typed(("smith", "5")), "id_kind_1", "income_1=5"),
        (typed(paid="some"), "id_months_0", "answer=some"),
        (typed(paid="all"), "id_payer_all_0", "answer=all"),
        (typed(paid=""), "id_answer_0", "kind_1=none"),
        (typed(day="2028-01-01"), "id_day_day", "day_year=2028"),
        (typed(day="2023-12-31"), "id_day_day", "day_year=2023"),
        (typed(day_day="31", day_month="2", day_year="2026"), "id_day_day", "day_day=31"),
    ],
)
def test_a_wrong_form_is_shown_again_as_it_was_typed(
    client: Client, data: dict[str, Any], wrong: str, kept: str
) -> None:
    page = Page(client.post(URL, data))
    assert page.status == 422
    assert wrong in page.errors
    assert wrong in page.attributes("id")
    assert kept in page.typed
    assert "calculator" not in client.session


def test_months_ticked_for_another_day_are_asked_for_anew(client: Client) -> None:
    data = typed(day="2025-06-10", paid="some", months=["2026-02"], payer_some="self_payer", months_for="2026-03")
    response = client.post(URL, data)
    assert response.status_code == 422
    page = Page(response)
    assert page.errors == ["id_months_0"]
    assert "2025-06" in [box["value"] for box in page.all("input") if box.get("name") == "months"]
    client.post(URL, data | {"months": ["2025-05"], "months_for": "2025-06"})
    assert client.session["calculator"]["values"]["paid"]["months"] == ["2025-05"]


def test_what_was_counted_stands_in_the_form(client: Client) -> None:
    result(client, typed(("employee", "300 000"), ("civil_contract", ""), paid="all", payer_all="employee"))
    expected = {"kind_1=employee", "income_1=300000", "kind_2=civil_contract", "answer=all", "payer_all=employee"}
    assert expected <= Page(client.get(URL)).typed


def test_half_a_form_survives_a_change_of_language(client: Client) -> None:
    english(client)
    response = client.post(URL, typed(("employee", "much")) | {"language": "kk"})
    assert (response.status_code, response["Location"]) == (302, URL)
    page = Page(client.get(URL))
    assert page.language == "kk"
    assert {"kind_1=employee", "income_1=much"} <= page.typed
    assert page.errors == []


def test_a_form_without_its_cookie_is_shown_again_with_what_was_typed() -> None:
    page = Page(Client(enforce_csrf_checks=True).post(URL, typed(("employee", str(INCOME)))))
    assert page.status == 403
    assert {"kind_1=employee", f"income_1={INCOME}"} <= page.typed


def test_a_day_on_which_the_law_is_not_known(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2028, 1, 1))
    assert client.get(URL).status_code == 200
    page = Page(client.post(URL, typed(months_for="2028-01")))
    assert (page.status, page.errors) == (422, ["id_day_day"])


# --- What it never gives away ---


def test_nothing_typed_is_in_an_address_or_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("django", "eligibility"):
        caplog.set_level(logging.DEBUG, logger=name)
    answers = [
        client.post(URL, typed(("employee", str(INCOME)), day="2026-05-05")),
        client.get(URL),
        client.post(URL, typed(("employee", str(INCOME)), paid="")),
        client.post(URL, typed(("employee", str(INCOME))) | {"language": "ru"}),
    ]
    for response in answers:
        location = response.headers.get("Location", "")
        links = [*Page(response).attributes("href"), *Page(response).attributes("action")] if not location else []
        for address in (location, *links):
            assert str(INCOME) not in address
            assert "?" not in address
            assert "employee" not in address
    assert caplog.records
    for record in caplog.records:
        assert str(INCOME) not in record.getMessage()


def test_forgetting_leaves_nothing(client: Client) -> None:
    result(client, typed(("employee", str(INCOME))))
    client.post("/check/clear/")
    assert str(INCOME) not in client.get(URL).content.decode()


def test_looking_writes_nothing(client: Client) -> None:
    client.get(URL)
    assert settings.SESSION_COOKIE_NAME not in client.cookies
