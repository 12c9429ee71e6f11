"""The what-if pages: one press on the result, the engine's own numbers, and nothing in an address."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from eligibility.answers import facts
from eligibility.presentation import long_date, money, short_date
from eligibility.rules import law as law_module
from eligibility.rules.assess import Assessment, assess
from eligibility.rules.facts import Facts
from eligibility.rules.what_if import WHAT_IFS, offered, what_if
from eligibility.texts import term

pytestmark = [pytest.mark.django_db, pytest.mark.sessions_only]

LAW = law_module.load()
TODAY = date(2026, 11, 22)
ON = TODAY.toordinal()
URL = "/result/what-if/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOTHING = {"yes": [], "rest": "no"}
UNINSURED: dict[str, Any] = {
    "subject": "child",
    "birth-date": "1990-06-10",
    "residence": "citizen",
    "status": NOTHING,
    "work": NOTHING,
    "family": NOTHING,
    "custody": "none",
    "wellbeing": "none",
    "polyclinic": "yes",
    "care": "no",
    "contributions": "none",
    "five-years": "no",
    "past": NOTHING,
    "pension-contributions": "none",
    "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
}
EMPLOYED = UNINSURED | {
    "work": {"yes": ["employee"], "rest": "no"},
    "income": {"employee": 271_828},
    "contributions": {"choice": "all", "payer": "employee"},
}
STUDENT = UNINSURED | {"status": {"yes": ["full_time_study"], "rest": "no"}}
CHILD = UNINSURED | {"birth-date": "2019-12-05"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def client(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def give(client: Client, answers: dict[str, Any]) -> None:
    session = client.session
    session["people"] = [{"answers": answers, "drafts": {}}]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""


def ask(client: Client, code: str, **data: str) -> str:
    """Press the button of a what-if and read the page that it leads to."""
    response = client.post(URL, {"what_if": code, **data})
    assert (response.status_code, response["Location"]) == (302, URL)
    return client.get(URL).content.decode()


def changed(answers: dict[str, Any], code: str, income: int | None = None) -> Facts:
    return what_if(code, facts(answers, LAW, TODAY), LAW, ON, income)


def cells(html: str, table: str) -> dict[str, list[str]]:
    """The rows of a table by their heading: the text of the other cells."""
    body = html[html.index(f'class="beside {table}"') :].split("<tbody", 1)[1].split("</tbody>", 1)[0]
    found = {}
    for row in body.split("<tr")[1:]:
        head, *others = [
            unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        found[head] = others
    return found


def said(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# --- The result leads to it ---


def test_the_result_offers_what_the_engine_offers(client: Client) -> None:
    give(client, UNINSURED)
    html = client.get("/result/").content.decode()
    assert tuple(re.findall(r'name="what_if" value="(\w+)"', html)) == offered(facts(UNINSURED, LAW, TODAY), LAW, ON)
    for code in offered(facts(UNINSURED, LAW, TODAY), LAW, ON):
        assert escape(term("what_ifs", code)) in html


def test_nothing_is_offered_where_nothing_would_change(client: Client) -> None:
    give(client, CHILD)
    assert 'name="what_if"' not in client.get("/result/").content.decode()
    page = client.get(URL)
    assert page.status_code == 200
    assert 'name="what_if"' not in page.content.decode()


def test_a_student_finds_no_registering_and_a_child_no_paying(client: Client) -> None:
    give(client, STUDENT)
    assert 'value="register_as_unemployed"' not in client.get("/result/").content.decode()
    give(client, UNINSURED | {"birth-date": "2009-01-10"})
    assert 'value="pay_' not in client.get("/result/").content.decode()


def test_without_answers_one_begins_at_the_beginning(client: Client) -> None:
    for response in (client.get(URL), client.post(URL, {"what_if": "take_job"})):
        assert (response.status_code, response["Location"]) == (302, "/")


# --- What the page says is what the engine says ---


@pytest.mark.parametrize("code", offered(facts(UNINSURED, LAW, TODAY), LAW, ON))
def test_the_page_repeats_the_engine(client: Client, code: str) -> None:
    give(client, UNINSURED)
    html = ask(client, code)
    base = assess(facts(UNINSURED, LAW, TODAY), LAW, ON)
    wage = int(LAW.at(ON).values["minimum_wage"].amount or 0)
    with override("en"):
        shown = cells(html, "differences")
        first = date(2026, 12, 1).toordinal() if code == "pay_year_ahead" else ON
        then = assess(changed(UNINSURED, code, wage), LAW, first)
        assert said(f"Insured from {long_date(first)}.") in said(html)
        assert shown["Status"] == [term("statuses", base.status), term("statuses", then.status)]
        assert shown["Who pays"] == ["–", term("payers", then.payer or "")]
        assert shown["Last day of the insurance"][1] == last_day(then)
        assert shown["Cerebral palsy"] == [
            term("covered", base.diagnoses[0].covered),
            term("covered", then.diagnoses[0].covered),
        ]
        assert shown["Kinds of care open to the person"] == [open_services(base), open_services(then)]
        assert said(shown["The person pays each month"][1]) == monthly(then, code)
        assert said(shown.get("To pay once", ["–", "–"])[1]) == once(base, code)


def last_day(answer: Assessment) -> str:
    return said(short_date(answer.until)) if answer.until else "no end is in sight"


def open_services(answer: Assessment) -> str:
    return f"{sum(item.covered == 'yes' for item in answer.services)} of {len(answer.services)}"


def monthly(answer: Assessment, code: str) -> str:
    """Of a self-payer only where he goes on paying every month."""
    if code in ("pay_year_ahead", "pay_year_and_this_month"):
        return "–"
    own = [due.amount for due in answer.contribution.monthly if due.who != "employer" and due.amount is not None]
    return said(money(sum(own))) if own else "–"


def once(answer: Assessment, code: str) -> str:
    """The sums of the answer without the change."""
    ways = answer.contribution
    assert ways.arrears is not None
    sums = {
        "pay_missed_months": ways.arrears.amount,
        "pay_year_ahead": ways.advance.amount,
        "pay_year_and_this_month": ways.advance.amount_from_this_month,
    }
    amount = sums.get(code)
    return said(money(amount)) if amount is not None else "–"


def test_all_changes_stand_beside_one_another(client: Client) -> None:
    give(client, UNINSURED)
    html = client.get(URL).content.decode()
    rows = cells(html, "compare")
    with override("en"):
        assert set(rows) == {term("what_ifs", code) for code in offered(facts(UNINSURED, LAW, TODAY), LAW, ON)}
        assert [said(cell) for cell in rows["Pay a year ahead, from next month on"]] == [
            "From 1 Dec 2026",
            "29 Feb 2028",
            "Once: 51 000 ₸",
            "The person",
        ]
        assert [said(cell) for cell in rows["Take an official job"]][2] == (
            "Each month: 1 700 ₸ the employer each month: 2 550 ₸"
        )
    assert list(rows)[-1] == "Pay a year ahead, from next month on"


def test_what_is_lost_is_said(client: Client) -> None:
    give(client, EMPLOYED)
    html = ask(client, "lose_work")
    assert said("The insurance ends on 28 February 2027.") in said(html)
    assert "verdict-no" in html
    assert cells(html, "differences")["Status"] == ["Insured", "Not insured"]


def test_prices_that_nobody_knows_are_not_invented(client: Client) -> None:
    give(client, UNINSURED | {"date": "2027-02-01"})
    rows = cells(ask(client, "pay_year_ahead"), "compare")
    assert rows["Pay a year ahead, from next month on"][2] == "Once: sum not settled"
    assert rows["Become an individual entrepreneur (ИП)"][2] == "Each month: sum not settled"
    assert "₸" not in rows["Pay the missed months and go on paying"][2]


def test_an_open_answer_says_what_is_missing(client: Client) -> None:
    silent = {slug: answer for slug, answer in UNINSURED.items() if slug != "pension-contributions"}
    give(client, silent)
    html = ask(client, "level_confirmed_and_care")
    assert "verdict-unknown" in html
    assert term("facts", "last_pension_contribution") in html
    assert cells(html, "compare")["Have level D or E and go for care"][1:] == ["–", "–", "–"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code in WHAT_IFS if code != "register_pregnancy"])
def test_the_page_speaks_the_language_of_the_reader(client: Client, language: str, code: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    give(client, EMPLOYED if code == "lose_work" else UNINSURED)
    html = unescape(ask(client, code))
    with override(language):
        assert f'<h1 id="verdict">{term("what_ifs", code)}</h1>' in html
        assert term("what_ifs_about", code) in html
        assert html.index('class="cover-label"') > 0


# --- The income ---


def test_the_income_can_be_changed(client: Client) -> None:
    give(client, UNINSURED)
    html = ask(client, "take_job")
    assert 'name="income"' in html
    assert 'value="85000"' in html
    html = ask(client, "take_job", income="150 000 ₸")
    then = assess(changed(UNINSURED, "take_job", 150_000), LAW, ON)
    own, employer = (due.amount for due in then.contribution.monthly)
    shown = cells(html, "differences")
    assert own is not None
    assert employer is not None
    assert said(shown["The person pays each month"][1]) == said(money(own))
    assert said(shown["The employer pays each month"][1]) == said(money(employer))
    assert 'value="150000"' in ask(client, "take_job")


def test_the_income_told_before_is_where_one_begins(client: Client) -> None:
    unpaid = EMPLOYED | {"contributions": "none"}
    give(client, unpaid)
    assert 'value="271828"' in ask(client, "take_job")


@pytest.mark.parametrize("typed", ["much", "", "-5", "1e6"])
def test_a_wrong_income_is_shown_again(client: Client, typed: str) -> None:
    give(client, UNINSURED)
    before = ask(client, "take_job")
    response = client.post(URL, {"what_if": "take_job", "income": typed})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in html
    assert 'href="#id_income"' in html
    assert f'value="{typed}"' in html
    assert 'aria-invalid="true"' in html
    assert client.get(URL).content.decode().count("error-summary") == before.count("error-summary") == 0


def test_only_work_asks_for_an_income(client: Client) -> None:
    give(client, UNINSURED)
    assert 'name="income"' not in ask(client, "pay_year_ahead", income="nonsense")


# --- What is kept, and what is not ---


@pytest.mark.parametrize("code", ["", "win_the_lottery"])
def test_an_unknown_what_if_changes_nothing(client: Client, code: str) -> None:
    give(client, UNINSURED)
    ask(client, "take_job")
    assert '<h1 id="verdict">Take an official job</h1>' in ask(client, code)


def test_a_what_if_that_is_closed_is_not_shown(client: Client) -> None:
    give(client, STUDENT)
    html = ask(client, "register_as_unemployed")
    assert "<h1>What if…</h1>" in html
    assert 'id="verdict"' not in html


def test_what_was_supposed_is_dropped_with_the_next_answer(client: Client) -> None:
    give(client, UNINSURED)
    ask(client, "take_job", income="150000")
    client.post("/check/wellbeing/", {"answer": "none"})
    assert "<h1>What if…</h1>" in client.get(URL).content.decode()


def test_what_is_supposed_is_no_answer(client: Client) -> None:
    give(client, UNINSURED)
    before = client.get("/result/").content
    ask(client, "disability_confirmed")
    ask(client, "take_job", income="150000")
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub(b"", client.get("/result/").content) == strip.sub(b"", before)


def test_an_address_cannot_choose(client: Client) -> None:
    give(client, UNINSURED)
    assert "<h1>What if…</h1>" in client.get(URL, {"what_if": "take_job"}).content.decode()
