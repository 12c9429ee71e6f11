"""The law, open: every line of the law files on its page, the search, the graph, and the files as JSON."""

import gzip
import json
import logging
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from eligibility import result
from eligibility.open_law import graph
from eligibility.open_law.contents import PAGE_OF, PAGES
from eligibility.presentation import factor, long_date, money
from eligibility.questions import QUESTIONS
from eligibility.rules import facts as f
from eligibility.rules import law as law_module
from eligibility.rules.assess import assess
from eligibility.rules.case import Case
from eligibility.rules.facts_json import parse_request
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.json_values import FactsError
from eligibility.rules.law_files import dated_entries, periods
from eligibility.texts import source, term
from eligibility.views import page as page_module
from tests.eligibility.test_translations import Words, foreign
from tests.eligibility.test_views import speak
from tests.rules.test_cases import CASES, plain

pytestmark = [pytest.mark.django_db, pytest.mark.sessions_only]

LAW = law_module.load()
LANGUAGES = ("kk", "ru", "en")
TODAY = date(2026, 3, 16)
ADDRESSES = ["/law/", "/law/questions/", "/law/search/", *(f"/law/{slug}/" for slug in PAGES)]
ENTRY = re.compile(r'class="law-entry" id="([^"]+)"')


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    monkeypatch.setattr(page_module, "opened", lambda html, language: html)  # the texts as the law files have them


@pytest.fixture
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with override(request.param):
        yield str(request.param)


def page(client: Client, address: str, language: str = "en") -> str:
    speak(client, language)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def lines(html: str) -> dict[str, str]:
    """The entries of a page by their anchors."""
    parts = ENTRY.split(html)[1:]
    return {code: unescape(text) for code, text in zip(parts[::2], parts[1::2], strict=True)}


def ask(client: Client, what: str, language: str = "en", status: int = 200) -> str:
    speak(client, language)
    response = client.post("/law/search/", {"what": what})
    assert response.status_code == status
    return unescape(response.content.decode())


def text_of(html: str) -> str:
    return Words(html).text


# --- Every line on its page ---


def test_every_entry_stands_on_its_page_with_dates_act_and_certainty(client: Client, language: str) -> None:
    found = {file: lines(page(client, f"/law/{slug}/", language)) for file, slug in PAGE_OF.items()}
    count = 0
    for file, code, entry in dated_entries(LAW.tables):
        shown = found[file][code]
        assert entry["name"][language] in shown
        for period in periods(entry):
            count += 1
            dates = {"since": long_date(period["from"]), "until": long_date(period["to"])}
            assert gettext("%(since)s – %(until)s") % dates in shown, code
            assert source(period["act"], period["article"]) in shown, code
            assert f'#{period["act"]}"' in shown, code
            assert term("certainties", period["certainty"]) in shown, code
            if "note" in period:
                assert LAW.tables["notes"][period["note"]]["text"][language] in shown, code
    assert count > 150


def test_every_reason_act_and_note_stands_on_its_page(client: Client, language: str) -> None:
    reasons, acts, notes = (lines(page(client, f"/law/{slug}/", language)) for slug in ("reasons", "acts", "open"))
    assert set(reasons) == set(LAW.tables["reasons"])
    for code, reason in LAW.tables["reasons"].items():
        assert reason["text"][language] in reasons[code]
        assert source(reason["act"], reason["article"]) in reasons[code]
        assert term("certainties", reason["certainty"]) in reasons[code]
    assert set(acts) == set(LAW.tables["acts"])
    for code, act in LAW.tables["acts"].items():
        assert act["name"][language] in acts[code]
        assert act.get("url", "") in acts[code]
    assert set(notes) == set(LAW.tables["notes"])
    for code, note in LAW.tables["notes"].items():
        assert note["text"][language] in notes[code]
        assert all(term("offices", office) in notes[code] for office in note["ask"])


def test_open_questions_come_before_settled_remarks(client: Client) -> None:
    shown = list(lines(page(client, "/law/open/")))
    certainties = [LAW.tables["notes"][code]["certainty"] == "unclear" for code in shown]
    assert certainties == sorted(certainties, reverse=True)
    assert 0 < sum(certainties) < len(certainties)


@pytest.mark.parametrize(
    ("code", "kk", "ru", "en"),
    [
        ("employee_rate", "2\u00a0%", "2\u00a0%", "2\u00a0%"),
        ("state_rate", "1,9\u00a0%", "1,9\u00a0%", "1.9\u00a0%"),
        ("entrepreneur_base", "1,4 × ең төменгі", "1,4 × минимальная", "1.4 × minimum wage"),
        ("self_employed_income_limit", "300 × айлық", "300 × месячный", "300 × monthly calculation"),
        ("retention_months", "3 ай", "3 месяца", "3 months"),
        ("adult_age", "18 жыл", "18 лет", "18 years"),
        ("contribution_due_day", "айдың 25-күні", "25-е число", "day 25"),
        ("payment_processing_days", "3 жұмыс күні", "3 рабочих дня", "3 working days"),
        ("minimum_wage", "айына 85\u00a0000\u00a0₸", "85\u00a0000\u00a0₸ в месяц", "85\u00a0000\u00a0₸ a month"),
    ],
)
def test_numbers_are_written_as_people_write_them(client: Client, code: str, kk: str, ru: str, en: str) -> None:
    for spoken, expected in zip(LANGUAGES, (kk, ru, en), strict=True):
        assert expected in lines(page(client, "/law/rates/", spoken))[code]


def test_a_number_that_was_not_published_is_not_known(client: Client) -> None:
    shown = lines(page(client, "/law/rates/"))
    assert "not known yet, at least 85\u00a0000\u00a0₸ a month" in shown["minimum_wage"]
    assert "not known yet" in shown["state_base"]
    assert "Not in force" in shown["self_employed_rate"]


def test_a_factor_has_no_idle_zeros() -> None:
    with override("ru"):
        assert [factor(Decimal(text)) for text in ("1.40", "20", "300", "0.5")] == ["1,4", "20", "300", "0,5"]


def test_no_page_of_the_law_mixes_languages(client: Client, language: str) -> None:
    digest = LAW.digest.partition(":")[2]
    mixed: dict[str, str] = {}
    for address in ADDRESSES:
        text = text_of(page(client, address, language)).replace(digest, "").replace("law.json", "").replace("sha", "")
        mixed |= dict.fromkeys(foreign(text, language), address)
    for what in ("G80.1", "K70.3", "zzz", "X00", "ZZ", "M06", "18"):
        text = text_of(ask(client, what, language)).replace(what.lower(), "")
        mixed |= dict.fromkeys(foreign(text, language), what)
    assert mixed == {}


def test_pages_are_light_and_kept_by_nobody(client: Client, language: str) -> None:
    for address in ADDRESSES:
        speak(client, language)
        response = client.get(address)
        assert len(response.content) <= 60 * 1024, address
        assert len(gzip.compress(response.content, 6)) <= 15 * 1024, address
        assert response.headers["Cache-Control"] == "no-store"


def test_a_page_that_there_is_not(client: Client) -> None:
    assert client.get("/law/notes/").status_code == 404
    assert client.post("/law/grounds/").status_code == 405


def test_no_anchor_stands_twice_and_every_link_of_the_law_leads_somewhere(client: Client) -> None:
    anchors: dict[str, set[str]] = {}
    linked: set[tuple[str, str]] = set()
    for address in ADDRESSES:
        html = page(client, address)
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address
        anchors[address] = set(ids)
        for path, anchor in re.findall(r'href="([^"#:]*)#([^"]+)"', html):
            linked.add((path or address, anchor))
    assert len(linked) > 150
    assert {(path, anchor) for path, anchor in linked if anchor not in anchors[path]} == set()


def test_every_reason_of_every_case_links_to_its_line(client: Client) -> None:
    anchors = {address: set(lines(page(client, address))) for address in ("/law/reasons/", "/law/grounds/")}
    linked: set[tuple[str, str]] = set()
    with override("en"):
        for case in CASES:
            request = json.loads(json.dumps({"on": plain(case["on"]), "person": plain(case["person"])}))
            try:
                day, facts = parse_request(request, LAW.rubrics, None, 0)
                found = assess(facts, LAW, day)
            except (FactsError, law_module.LawRangeError):
                continue
            shown = result.context(found, facts.residence)
            for item, html in zip(found.grounds, shown["grounds"], strict=True):
                links = re.findall(r'href="([^"#]*)#([^"]+)"', html)
                reasons = {anchor for path, anchor in links if path == "/law/reasons/"}
                assert reasons == set(item.reasons) - {"not_known"}
                linked |= set(links)
    assert len(linked) > 60
    assert {(path, anchor) for path, anchor in linked if anchor not in anchors[path]} == set()


# --- What changes ---


def test_every_number_that_changes_is_told_on_its_day(client: Client) -> None:
    html = page(client, "/law/changes/")
    count = 0
    for before, after in zip(LAW.stretches, LAW.stretches[1:], strict=False):
        day = date.fromordinal(after.first).isoformat()
        section = unescape(html.partition(f'<h2 id="{day}"')[2].partition("<section")[0])
        said = section.partition("<details>")[0]
        for code in LAW.tables["parameters"]:
            old, new = before.values.get(code), after.values.get(code)
            differs = (old and (old.amount, old.at_least)) != (new and (new.amount, new.at_least))
            assert (f'/law/rates/#{code}"' in said) == differs, (day, code)
            count += differs
    assert count > 15


@pytest.mark.usefixtures("english")
def test_old_and_new_stand_side_by_side(client: Client) -> None:
    text = text_of(page(client, "/law/changes/"))
    text = text.replace("\u00a0", " ")
    assert f"before: {money(3932)} a month → now: {money(4325)} a month".replace("\u00a0", " ") in text
    assert "Treatment: before: Free care (GOBMP) → now: Insurance (OSMS)" in text
    assert "before: Not in force → now: Who pays: Local budget (akimat)" in text
    assert "before: 2 % → now: 2.2 %" in text


# --- The search ---


@pytest.mark.parametrize(
    ("what", "group"),
    [
        ("G80", "cerebral_palsy"),
        ("g80.1", "cerebral_palsy"),
        ("g 80,1", "cerebral_palsy"),
        ("who pays for G80?", "cerebral_palsy"),
        ("ДЦП", "cerebral_palsy"),
        ("дцп", "cerebral_palsy"),
        ("церебральный", "cerebral_palsy"),
        ("детский паралич", "cerebral_palsy"),
        ("сал ауруы", "cerebral_palsy"),
        ("diabetes", "diabetes"),
        ("E11", "diabetes"),
        ("Е11", "diabetes"),  # a Cyrillic letter
        ("диабета", "diabetes"),
        ("кант диабети", "diabetes"),
        ("кто платит за диабет?", "diabetes"),
        ("туберкулёз", "tuberculosis"),
        ("туберкулез", "tuberculosis"),
        ("рак", "cancer"),
        ("c50.9", "cancer"),
        ("волчанка", "connective_tissue"),
        ("СПИД", "hiv"),
        ("J45", "other"),
    ],
)
def test_an_illness_is_found(client: Client, language: str, what: str, group: str) -> None:
    html = ask(client, what, language)
    first = html.partition('<article class="law-entry">')[2].partition("</article>")[0]
    package = LAW.at(TODAY.toordinal()).packages[group]
    assert f'href="/law/diseases/#{group}"' in first
    assert LAW.tables["diagnoses"][group]["name"][language] in first
    assert term("packages", f"{package.package}_short") in first
    assert source(package.act, package.article) in first
    assert term("certainties", package.certainty) in first


def test_the_answer_says_from_when_each_thing_holds(client: Client) -> None:
    diabetes = text_of(ask(client, "E11")).replace("\u00a0", " ")
    assert "Treatment: Insurance (OSMS) since 1 January 2026" in diabetes
    assert "suspected: Insurance (OSMS) since 1 January 2024 or longer" in diabetes


def test_the_answer_follows_the_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, package in ((date(2025, 12, 31), "Free care (GOBMP)"), (date(2026, 1, 1), "Insurance (OSMS)")):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        assert f"Treatment: {package}" in text_of(ask(client, "G80")).partition("All periods")[0]


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2028, 1, 1)])
def test_outside_the_known_law_nothing_is_said_of_today(
    client: Client, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    html = ask(client, "G80")
    assert "What holds today is not known here." in html
    assert "All periods and explanations" in html
    assert client.get("/law/questions/").status_code == 200


def test_a_code_that_only_some_sources_count_is_not_settled(client: Client) -> None:
    first = ask(client, "K70.3").partition("<details>")[0]
    assert "sureness-unclear" in first
    assert "Only some sources count this code" in first
    assert "sureness-unclear" not in ask(client, "K74").partition("<details>")[0]


def test_a_remark_of_the_code_is_said(client: Client) -> None:
    remark = LAW.tables["notes"]["rheumatoid_arthritis"]["text"]["en"]
    assert remark in ask(client, "M06").partition("<details>")[0]
    assert remark not in ask(client, "J45").partition("<details>")[0]


def test_a_code_that_does_not_exist_is_said_to_be_none(client: Client) -> None:
    html = ask(client, "U99")
    assert "There is no code U99" in html
    assert "Nothing found" in html


@pytest.mark.parametrize(
    ("what", "anchor"),
    [
        ("mammography", None),
        ("скрининг глаукомы", "/law/services/#screening_glaucoma"),
        ("минимальная зарплата", "/law/rates/#minimum_wage"),
        ("қандас", "/law/grounds/#kandas"),
        ("unemployed", "/law/grounds/#registered_unemployed"),
        ("жүктілік", "/law/grounds/#pregnant"),
    ],
)
def test_other_lines_of_the_law_are_found_too(client: Client, what: str, anchor: str | None) -> None:
    html = ask(client, what)
    assert anchor in html if anchor else "Nothing found" in html


@pytest.mark.parametrize(
    "what",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7|add:7 }}{% now 'Y' %}",
        "' OR 1=1 --",
        "\x00\ud7ff\u202e",
        "(" * 150 + "[a-z",
        "ы" * 5000,
    ],
)
def test_hostile_words_break_nothing(client: Client, what: str) -> None:
    html = client.post("/law/search/", {"what": what}).content.decode()
    assert "<script" not in html
    assert "<img src=x" not in html
    assert what[:200] in unescape(html)


@pytest.mark.parametrize("what", ["абракадабра", "?", "G8", "<script>alert(1)</script>"])
def test_where_nothing_is_found_it_is_said_what_to_try(client: Client, what: str) -> None:
    html = ask(client, what)
    assert "Nothing found" in html
    assert "Try one word" in html
    assert 'href="/law/diseases/"' in html


def test_an_empty_search_is_told(client: Client, language: str) -> None:
    html = ask(client, "   ", language, status=422)
    assert html.count(gettext("Type what you are looking for.")) == 2
    assert 'href="#what"' in html
    assert 'aria-invalid="true"' in html


def test_what_is_looked_for_stays_out_of_addresses_logs_and_the_session(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    html = ask(client, "G80.1")
    assert re.findall(r'(?:href|action)="[^"]*G80', html) == []
    assert "G80" not in caplog.text
    assert "sessionid" not in client.cookies
    assert not client.session.keys()
    assert "Found" not in client.get("/law/search/?what=G80").content.decode()


def test_a_change_of_language_keeps_what_was_looked_for(client: Client) -> None:
    speak(client, "en")
    response = client.post("/law/search/", {"what": "G80", "language": "kk"})
    html = response.content.decode()
    assert 'lang="kk"' in html.partition("<head>")[0]
    assert LAW.tables["diagnoses"]["cerebral_palsy"]["name"]["kk"] in html
    assert 'value="G80"' in html
    assert client.get("/law/").headers["Content-Language"] == "kk"


def test_a_language_that_there_is_not_changes_nothing(client: Client) -> None:
    speak(client, "en")
    response = client.post("/law/search/", {"what": "G80", "language": "xx"})
    assert response.status_code == 200
    assert "Cerebral palsy" in response.content.decode()


def test_the_search_is_refused_without_the_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/law/search/", {"what": "G80"}).status_code == 403


# --- The graph ---


def questions_of(ground: str, day: date = TODAY) -> set[str]:
    return {edge.question for edge in graph.edges(day.toordinal()) if edge.ground == ground}


def test_what_some_grounds_look_at() -> None:
    found = {item.ground: set(item.facts) for item in graph.looks(TODAY.toordinal())}
    assert found["child"] == {"birth_date"}
    assert found["disability"] == {"circumstances.disability"}
    assert found["house_arrest"] == {"circumstances.house_arrest", "work"}
    assert found["retention_six_months"] == {"contributions", "contributions.sixty_months"}
    assert {"wellbeing_level", "care_sought", "polyclinic_attached", "birth_date"} <= found["wellbeing_crisis"]
    assert questions_of("child") == {"birth-date"}
    assert questions_of("pregnant") == {"family", "work", "pension-contributions"}


def test_the_graph_follows_the_law() -> None:
    before = date(2025, 12, 31)
    assert questions_of("pregnant", before) == {"family", "work"}
    assert questions_of("wellbeing_crisis", before) == set()
    assert "wellbeing" in questions_of("wellbeing_crisis", date(2026, 1, 1))


def test_every_ground_is_settled_by_some_question() -> None:
    law_of_today = LAW.at(TODAY.toordinal())
    assert {edge.ground for edge in graph.edges(TODAY.toordinal())} == set(law_of_today.payers)
    settled = {fact for question in QUESTIONS for fact in question.facts}
    assert {fact for item in graph.looks(TODAY.toordinal()) for fact in item.facts} <= settled


def drawn_facts(draw: random.Random, day: int) -> f.Facts:
    """A person of whom some things are known, drawn by other rules than those of the probing."""

    def perhaps(value: Any) -> Any:
        return None if draw.random() < 0.4 else value

    def spell() -> f.Spell:
        start = day - draw.randrange(-40, 900)
        return draw.choice([f.Spell(), f.Spell(start), f.Spell(start, start + draw.randrange(0, 600))])

    month = day_month(day)
    kinds = draw.sample(f.CONTRIBUTION_KINDS, draw.randrange(0, 3))
    paid = {kind: draw.getrandbits(80) << (month - 78 - f.FIRST_MONTH) for kind in kinds}
    work = tuple(f.Work(draw.choice(f.WORK_KINDS), spell()) for _ in range(draw.randrange(0, 2)))
    circumstances = {name: perhaps((spell(),) if draw.random() < 0.3 else ()) for name in f.CIRCUMSTANCES}
    return f.Facts(
        birth=perhaps(day - draw.randrange(0, 30_000)),
        residence=perhaps(draw.choice(f.RESIDENCES)),
        work=perhaps(work),
        circumstances=circumstances,
        level=perhaps(draw.choice(["", *f.WELLBEING_LEVELS, "D", "E"])),
        last_pension=perhaps(draw.choice([f.NEVER, month - 1, month - 5])),
        attached=perhaps(draw.random() < 0.7),
        care_sought=perhaps((day - draw.randrange(0, 60),)),
        paid=perhaps(f.Paid(paid, month - draw.choice([3, 12, 60]))),
        known_from=draw.choice([day, day - 400, 1]),
    )


def day_month(day: int) -> int:
    moment = date.fromordinal(day)
    return moment.year * 12 + moment.month - 1


def test_no_ground_misses_a_fact_that_the_graph_does_not_show() -> None:
    """Asked about people drawn at random, a ground names no fact that the probing has not found."""
    draw = random.Random(20260316)
    strange: set[tuple[str, str]] = set()
    for _ in range(400):
        day = (date(2026, 1, 1) + timedelta(days=draw.randrange(365))).toordinal()
        case = Case(drawn_facts(draw, day), LAW, day)
        for item in graph.looks(day):
            missing = GROUNDS[item.ground](case).missing
            strange |= {(item.ground, fact) for fact in missing if fact not in item.facts}
    assert strange == set()


def test_every_line_of_the_graph_can_matter() -> None:
    """With everything else known to be absent, the fact that a ground asks for at once is what it misses."""
    day = TODAY.toordinal()
    blank = f.Facts(known_from=day)
    for item in graph.looks(day):
        assert GROUNDS[item.ground](Case(blank, LAW, day)).missing == item.first
        assert item.first
        assert not set(item.first) & set(item.later)
    nothing = replace(blank, circumstances=dict.fromkeys(f.CIRCUMSTANCES, ()), work=(), paid=f.Paid({}), known_from=1)
    assert GROUNDS["child"](Case(nothing, LAW, day)).missing == ("birth_date",)


def test_the_picture_and_the_list_say_the_same(client: Client, language: str) -> None:
    html = page(client, "/law/questions/", language)
    drawn = set(re.findall(r'data-question="([^"]+)" data-ground="([^"]+)"', html))
    listed = {
        (slug, ground) for slug, text in lines(html).items() for ground in re.findall(r"/law/grounds/#(\w+)", text)
    }
    edges = {(edge.question, edge.ground) for edge in graph.edges(TODAY.toordinal())}
    assert drawn == listed == edges
    assert {question.slug for question in QUESTIONS} == set(lines(html))
    dashed = len(re.findall(r"<path[^>]*stroke-dasharray", html))
    assert dashed == sum(not edge.direct for edge in graph.edges(TODAY.toordinal())) > 0


# --- As JSON ---


def with_iso_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: with_iso_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_iso_dates(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_json_says_what_the_files_say(client: Client) -> None:
    response = client.get("/law/law.json")
    assert response.headers["Content-Type"] == "application/json"
    text = response.content.decode()
    given = json.loads(text, parse_float=Decimal)
    assert given["tables"] == with_iso_dates(dict(LAW.tables))
    assert given["digest"] == LAW.digest
    assert (given["from"], given["to"]) == ("2024-01-01", "2027-12-31")
    assert "Балалардың церебралды сал ауруы" in text
    assert "\\u" not in text


def test_the_json_may_be_kept_by_caches(client: Client) -> None:
    response = client.get("/law/law.json")
    assert response.headers["ETag"] == f'"{LAW.digest}"'
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    again = client.get("/law/law.json", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    packed = client.get("/law/law.json", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(packed.content)) == json.loads(response.content)
    kept = client.get("/law/law.json", headers={"If-None-Match": packed.headers["ETag"], "Accept-Encoding": "gzip"})
    assert kept.status_code == 304
