"""The page of the comparison: it shows exactly what differs, for the days chosen, and keeps what was typed."""

import re
from datetime import date
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from eligibility import answers, compare, compare_sides
from eligibility.rules import law as law_module
from eligibility.rules.assess import assess
from eligibility.rules.comparison import Comparison, Difference
from eligibility.rules.comparison import compare as compared
from eligibility.rules.facts_json import parse
from eligibility.texts import entry, source, term, words
from eligibility.views import page as page_module
from tests.eligibility.test_translations import Words, foreign
from tests.eligibility.test_views import ANSWERED, NOTHING, Page, give, speak

pytestmark = [pytest.mark.django_db, pytest.mark.sessions_only]

Data = dict[str, Any]

URL = "/result/compare/"
TODAY = date(2026, 3, 16)
BEFORE = date(2025, 12, 31)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LAW = law_module.load()
PLAIN: Data = ANSWERED | {"wellbeing": "none", "work": NOTHING, "past": NOTHING, "care": "no", "illness": NOTHING}
LEVEL_D = PLAIN | {
    "wellbeing": "D",
    "care": {"visit": "2026-03-02", "worked": "no"},
    "pension-contributions": "never",
    "illness": {"yes": ["cerebral_palsy", "epilepsy"], "rest": "no"},
}
PEOPLE: dict[str, Data] = {
    "level D": LEVEL_D,
    "nothing": PLAIN,
    "unemployed": PLAIN | {"status": {"yes": ["registered_unemployed"], "rest": "no"}},
    "high wage": PLAIN
    | {
        "work": {"yes": ["employee"], "rest": "no"},
        "contributions": {"choice": "all", "payer": "employee"},
        "five-years": "yes",
        "income": {"employee": 3_000_000},
    },
    "stranger": {"subject": "self"},
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    monkeypatch.setattr(page_module, "opened", lambda html, language: html)  # the texts as the law files have them
    return TODAY


def days(first: tuple[str, str, str], second: tuple[str, str, str]) -> Data:
    parts = ("day", "month", "year")
    typed = {f"first_{part}": text for part, text in zip(parts, first, strict=True)}
    return typed | {f"second_{part}": text for part, text in zip(parts, second, strict=True)}


def comparison_of(given: Data, first: date = BEFORE, second: date = TODAY) -> Comparison:
    facts = answers.facts(given, LAW, TODAY)
    return compared(facts, LAW, TODAY.toordinal(), first.toordinal(), second.toordinal())


class Shown(NamedTuple):
    """One difference on the page: what it is about, both sides, and all of its text."""

    names: list[str]
    sides: list[str]
    text: str


def shown(response: Any) -> list[Shown]:
    blocks = response.content.decode().split('<div class="difference ')[1:]
    return [_block(unescape(block.split("</section>")[0])) for block in blocks]


def _block(html: str) -> Shown:
    heading, *names = re.findall(r"<h3>(.*?)</h3>", html) + re.findall(r'<p class="difference-names">(.*?)</p>', html)
    listed = names[0].split(" · ") if names else [heading]
    return Shown(listed, re.findall(r"<dd>(.*?)</dd>", html), re.sub(r"<[^>]+>", "", html))


def listed(comparison: Comparison) -> list[Difference]:
    """The differences that stand by themselves: the end of a status that differs is said with the status."""
    kinds = {item.kind for item in comparison.differences}
    return [item for item in comparison.differences if not (item.kind == "until" and "status" in kinds)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_page_shows_exactly_the_differences(client: Client, name: str, language: str) -> None:
    speak(client, language)
    give(client, PEOPLE[name])
    blocks = shown(client.get(URL))
    comparison = comparison_of(PEOPLE[name])
    with override(language):
        expected = {
            compare_sides.title(comparison, item): (
                [
                    compare_sides.side(item.kind, comparison.first, item.before),
                    compare_sides.side(item.kind, comparison.second, item.after),
                ],
                source(item.act, item.article),
                item.certainty if item.certainty == "sure" else term("certainties", item.certainty),
            )
            for item in listed(comparison)
        }
    assert sorted(title for block in blocks for title in block.names) == sorted(expected)
    for block in blocks:
        for title in block.names:
            sides, act, certainty = expected[title]
            assert block.sides == sides
            assert act in block.text
            assert certainty == "sure" or certainty in block.text


def test_what_is_equal_is_counted(client: Client) -> None:
    speak(client, "en")
    give(client, LEVEL_D)
    comparison = comparison_of(LEVEL_D)
    differing = sum(1 for item in comparison.differences if item.kind == "service")
    assert differing > 0
    text = client.get(URL).content.decode()
    assert f"<li>{len(comparison.second.services) - differing} services</li>" in text


def test_the_two_sides_are_named_by_their_days(client: Client) -> None:
    speak(client, "en")
    give(client, LEVEL_D)
    terms = re.findall(r"<dt>(.*?)</dt>", client.get(URL).content.decode())
    assert terms
    assert set(terms[::2]) == {"Law of 31\u00a0December 2025"}
    assert set(terms[1::2]) == {"Law of 16\u00a0March 2026"}


def test_the_main_differences_come_first(client: Client) -> None:
    speak(client, "en")
    give(client, LEVEL_D)
    summary = client.get(URL).content.decode().split("</ul>")[0]
    assert "“Insured, until 31\u00a0December 2026” instead of “Not insured”" in summary
    assert "Cerebral palsy: the insurance pays and no longer free care. There is insurance." in summary
    assert "Epilepsy: free care pays, insurance is not needed." in summary
    assert "5 services are gained." in summary


def test_grounds_that_hold_under_neither_law_are_no_main_difference(client: Client) -> None:
    """A child's work and level are not asked, so the grounds that are new in 2026 are unknown, and of no weight."""
    speak(client, "en")
    give(
        client, {"subject": "child", "birth-date": "2012-01-01", "residence": "citizen", "illness": LEVEL_D["illness"]}
    )
    page = client.get(URL).content.decode()
    summary = page.split("</ul>")[0]
    assert "Cerebral palsy" in summary
    assert "Not in this law" not in summary
    assert "Not in this law" in page


def test_a_note_is_said_once(client: Client) -> None:
    give(client, LEVEL_D)
    speak(client, "en")
    text = unescape(client.get(URL).content.decode())
    assert text.count(words_of_note("wellbeing_end", "en")) == 1


def words_of_note(code: str, language: str) -> str:
    with override(language):
        return str(words(entry("notes", code)["text"]))


def test_one_law_with_itself_differs_in_nothing_and_says_so(client: Client) -> None:
    speak(client, "en")
    give(client, LEVEL_D)
    choose(client, ("1", "1", "2026"), ("31", "12", "2026"))
    response = client.get(URL)
    assert "Nothing is different for this person" in response.content.decode()
    assert shown(response) == []


def test_what_is_not_known_stays_unknown(client: Client) -> None:
    speak(client, "en")
    give(client, PEOPLE["stranger"])
    text = client.get(URL).content.decode()
    assert "What is not known stays unknown under both laws." in text
    assert "Status: Not enough information" in text
    assert not any("Nothing" in block.sides for block in shown(client.get(URL)))


def choose(client: Client, first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    response = client.post(URL, days(first, second))
    assert (response.status_code, response["Location"]) == (302, URL)


def test_other_days_are_kept_in_the_session_and_not_in_the_address(client: Client) -> None:
    give(client, PLAIN)
    choose(client, ("1", "1", "2027"), ("16", "3", "2026"))
    page = Page(client.get(URL))
    assert {"first_day=16", "first_month=3", "first_year=2026"} <= page.typed
    assert {"second_day=1", "second_month=1", "second_year=2027"} <= page.typed
    titles = {title for block in shown(client.get(URL)) for title in block.names}
    assert len(titles) == len(listed(comparison_of(PLAIN, TODAY, date(2027, 1, 1)))) == 4
    client.post("/check/clear/")
    give(client, PLAIN)
    assert "first_year=2025" in Page(client.get(URL)).typed


def test_the_buttons_offer_the_law_of_other_times(client: Client) -> None:
    give(client, PLAIN)
    offered = re.findall(r'<form class="preset".*?</form>', client.get(URL).content.decode(), re.DOTALL)
    assert len(offered) == 2
    for form in offered:
        data = dict(re.findall(r'name="(\w+)" value="(\d+)"', form))
        assert client.post(URL, data).status_code == 302
        assert f"first_year={data['first_year']}" in Page(client.get(URL)).typed
        assert shown(client.get(URL))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        (("31", "2", "2026"), ("1", "1", "2027"), "id_first_day"),
        (("31", "12", "2025"), ("", "", ""), "id_second_day"),
        (("31", "12", "2023"), ("1", "1", "2027"), "id_first_day"),
        (("1", "1", "2024"), ("1", "1", "2028"), "id_second_day"),
        (("5", "5", "2026"), ("05", "05", "2026"), "id_second_day"),
    ],
)
def test_wrong_days_are_said_and_kept(
    client: Client, language: str, first: tuple[str, str, str], second: tuple[str, str, str], wrong: str
) -> None:
    speak(client, language)
    give(client, PLAIN)
    response = client.post(URL, days(first, second))
    page = Page(response)
    assert page.status == 422
    assert page.errors == [wrong]
    assert {item for item in page.typed if "=" in item} == {
        f"{name}={text}" for name, text in days(first, second).items() if text
    }
    assert "compared_days" not in client.session
    assert shown(response)


def test_the_edges_of_the_law_are_accepted(client: Client) -> None:
    give(client, PLAIN)
    choose(client, ("1", "1", "2024"), ("31", "12", "2027"))
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(("text", "pair"), [("2025-06-01", ("2025-06-01", "2026-01-01")), ("2026-01-01", None)])
def test_the_days_at_first_lie_on_both_sides_of_the_reform(text: str, pair: tuple[str, str] | None) -> None:
    on = date.fromisoformat(text)
    found = compare.default_days(LAW, on.toordinal())
    assert tuple(date.fromordinal(day).isoformat() for day in found) == (pair or ("2025-12-31", text))


def test_another_status_than_on_the_answer_page_is_explained(client: Client) -> None:
    """A visit of last December covers that month only where the law that knows level D is looked at for all days."""
    facts = parse(
        {
            "unmentioned": "no",
            "birth_date": "1990-01-01",
            "residence": "citizen",
            "wellbeing_level": "D",
            "polyclinic_attached": True,
            "last_pension_contribution": False,
            "care_sought": ["2025-12-05"],
            "contributions": [
                {"kind": "self_payer", "from": "2025-01", "to": "2025-11"},
                {"kind": "self_payer", "from": "2026-01", "to": "2026-06"},
            ],
        },
        LAW.rubrics,
    )
    on = TODAY.toordinal()
    result = compared(facts, LAW, on, BEFORE.toordinal(), on)
    answered = assess(facts, LAW, on)
    assert (result.second.status, answered.status) == ("insured", "not_insured")
    with override("en"):
        assert compare.context(result, answered)["otherwise"] == "Not insured"

    usual = answers.facts(LEVEL_D, LAW, TODAY)
    assert compare.context(comparison_of(LEVEL_D), assess(usual, LAW, on))["otherwise"] == ""


def test_without_answers_the_way_leads_to_the_first_page(client: Client) -> None:
    assert client.get(URL)["Location"] == "/"
    assert client.post(URL, days(("31", "12", "2025"), ("1", "1", "2027")))["Location"] == "/"


def test_the_result_leads_here(client: Client) -> None:
    give(client, PLAIN)
    assert URL in Page(client.get("/result/")).attributes("href")


@pytest.mark.parametrize("since", [None, "2026-02-01"])
def test_an_illness_is_said_to_move_only_between_the_two_packages(client: Client, since: str | None) -> None:
    """Without its onset nobody can tell which package pays for a stroke."""
    speak(client, "en")
    illness = {"yes": ["stroke"], "rest": "no", "stroke_since": since}
    give(client, PLAIN | {"illness": illness})
    summary = unescape(client.get(URL).content.decode().split("</ul>")[0])
    assert ("free care pays, insurance is not needed" in summary) == (since is not None)
    assert ("It depends on the day the illness began." in summary) == (since is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_of_the_page_mixes_languages(client: Client, language: str) -> None:
    speak(client, language)
    mixed: dict[str, set[str]] = {}
    for name, person in PEOPLE.items():
        give(client, person)
        pages = [client.get(URL), client.post(URL, {})]
        choose(client, ("31", "12", "2024"), ("1", "1", "2027"))
        for response in (*pages, client.get(URL)):
            mixed.setdefault(name, set()).update(foreign(Words(response.content.decode()).text, language))
    assert mixed == {name: set() for name in PEOPLE}
