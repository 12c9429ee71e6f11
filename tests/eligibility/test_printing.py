"""The result on paper: what stands in it for whom, that a screen reader can read it, and what never gets into it."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from pypdf import PdfReader

from eligibility import answers, result
from eligibility.plan import Plan, plan_of
from eligibility.presentation import long_date, money
from eligibility.printing import pdf as pdf_module
from eligibility.printing.blocks import Bullets, Document, Lines, Part, Row, Section, Sums, Table, Text, Ticks, Verdict
from eligibility.printing.blocks import Way as WayBlock
from eligibility.printing.declared import Declared
from eligibility.printing.document import READERS, Order, document, reader_name, way
from eligibility.printing.pdf import MOST_PAGES, PrintingError, pdf
from eligibility.rules import law as law_module
from eligibility.rules.assess import assess
from eligibility.rules.facts import Facts
from eligibility.rules.facts_json import parse_request
from eligibility.rules.json_values import FactsError
from eligibility.texts import entry, source, term, words
from tests.eligibility.test_views import NOTHING, Data, Page, give, speak
from tests.rules.test_cases import CASES, plain

LAW = law_module.load()
TODAY = date(2026, 11, 22)
LANGUAGES = ("kk", "ru", "en")
MOST_BYTES = 150_000
KAZAKH = "әғқңөұүһі"

GROWN_UP: Data = {
    "subject": "self",
    "birth-date": "1987-11-23",
    "residence": "citizen",
    "status": NOTHING,
    "work": NOTHING,
    "family": NOTHING,
    "custody": "none",
    "wellbeing": "none",
    "polyclinic": "yes",
    "care": "no",
    "contributions": "none",
    "past": NOTHING,
    "pension-contributions": "none",
    "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
}
INCOME = 271_828
PEOPLE: dict[str, Data] = {
    "child with a disability": {
        "subject": "child",
        "birth-date": "2015-03-27",
        "residence": "citizen",
        "status": {"yes": ["disability"], "rest": "no", "disability_until": "2027-05-01"},
        "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
    },
    "child of seventeen": {
        "subject": "child",
        "birth-date": "2009-03-15",
        "residence": "citizen",
        "status": {"yes": [], "rest": "no"},
        "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
    },
    "eighteen, cerebral palsy": GROWN_UP | {"birth-date": "2008-03-01"},
    "level D, came for care": GROWN_UP
    | {
        "wellbeing": "D",
        "care": {"visit": "2026-03-02", "worked": "no"},
        "illness": {"yes": ["diabetes", "stroke"], "rest": "no", "stroke_since": "2026-02-01"},
    },
    "student": GROWN_UP
    | {
        "birth-date": "2006-03-01",
        "status": {"yes": ["full_time_study"], "rest": "no", "study_until": "2028-06-30"},
        "illness": {"yes": ["other"], "rest": "no", "icd10": "E11.9"},
    },
    "employee": GROWN_UP
    | {
        "work": {"yes": ["employee"], "rest": "no"},
        "income": {"employee": INCOME},
        "contributions": {"choice": "all", "payer": "employee"},
        "five-years": "no",
    },
    "unknown": {"subject": "parent", "birth-date": "1960-11-23", "residence": "citizen"},
    "unclear": GROWN_UP | {"past": {"yes": ["full_time_study"], "rest": "no", "full_time_study_to": "2026-10"}},
}
STATUS = {
    "child with a disability": "insured",
    "child of seventeen": "insured",
    "eighteen, cerebral palsy": "not_insured",
    "level D, came for care": "insured",
    "student": "insured",
    "employee": "insured",
    "unknown": "unknown",
    "unclear": "unclear",
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


def planned(facts: Facts, on: int) -> Plan:
    return plan_of(facts, assess(facts, LAW, on))


def assessed(given: Data, illness: bool) -> Plan:
    facts = answers.facts(given, LAW, TODAY)
    return planned(facts if illness else replace(facts, diagnoses=()), TODAY.toordinal())


@cache
def printed(name: str, reader: str, languages: tuple[str, ...], illness: bool = False) -> bytes:
    order = Order(reader, languages, illness)
    return pdf(document(order, assessed(PEOPLE[name], illness), Declared(PEOPLE[name], TODAY)))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def text_of(content: bytes) -> str:
    """What a reader copies out of the document; hyphens are never added, so lines are joined by a space."""
    return flat(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@cache
def text(name: str, reader: str, languages: tuple[str, ...], illness: bool = False) -> str:
    return text_of(printed(name, reader, languages, illness))


def elements(node: Any) -> Iterator[Any]:
    """The tree of tags, from the top."""
    node = node.get_object()
    if isinstance(node, dict) and "/S" in node:
        yield node
    below = node.get("/K", []) if isinstance(node, dict) else []
    for item in below if isinstance(below, list) else [below]:
        if not isinstance(item, int):
            yield from elements(item)


# --- A document that everybody can read ---


@pytest.mark.parametrize("languages", [("kk", "ru"), ("en",)], ids=str)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_document_is_tagged_and_says_what_the_page_says(name: str, reader: str, languages: tuple[str, ...]) -> None:
    content = printed(name, reader, languages)
    assert len(content) < MOST_BYTES
    file = PdfReader(io.BytesIO(content))
    root: Any = file.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == languages[0]
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert len(file.pages) <= MOST_PAGES
    found = text(name, reader, languages)
    plan = assessed(PEOPLE[name], illness=False)
    assert plan.result.status == STATUS[name]
    for language in languages:
        with override(language):
            for sentence in expected(plan, reader):
                assert flat(sentence) in found, (language, sentence)
    with override(languages[0]):
        title = gettext("Medical insurance on %(day)s") % {"day": long_date(TODAY)}
        assert file.metadata
        assert file.metadata.title == f"{title} – {reader_name(reader)}"


def expected(plan: Plan, reader: str) -> Iterator[str]:
    """In the active language: status, dates, payer, grounds with act and article, changes, and what to do by when."""
    answer = plan.result
    yield result.headline(answer)
    yield result.span(answer)
    yield term("payers", answer.payer) if answer.payer else ""
    yield answer.law.digest
    yield gettext(
        "Kepil explains the law; it is not a decision of the Fund. "
        "The official status is shown by 1414, eGov and @SaqtandyryBot."
    )
    for ground in answer.grounds:
        if ground.outcome == "yes":
            yield words(entry("grounds", ground.code)["name"])
            reason = entry("reasons", ground.reasons[0])
            yield f"{words(reason['text'])} – {source(reason['act'], reason['article'])}"
    for change in answer.changes:
        yield result.change_line(answer, change).title
        yield result.change_line(answer, change).text
    for step in plan.steps([]):
        yield words(entry("routes", step.code)["name"])
        if reader == "self" or step.code == plan.codes[0]:
            yield step.due
            yield from words(entry("routes", step.code)["steps"])
            yield words(entry("routes", step.code)["papers"])
            yield words(entry("routes", step.code)["time"])
    for code in answer.missing:
        yield term("facts", code)


def test_tables_have_headers_and_headings_are_in_order() -> None:
    file = PdfReader(io.BytesIO(printed("eighteen, cerebral palsy", "employment_office", ("kk", "ru"))))
    tags = [node["/S"] for node in elements(file.trailer["/Root"]["/StructTreeRoot"])]  # type: ignore[index]
    headings = [int(tag[2]) for tag in tags if re.fullmatch(r"/H\d", tag)]
    assert headings.count(1) == 2
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert tags.count("/Table") == 2
    assert tags.count("/TH") == 4
    assert {"/L", "/LI", "/P"} <= set(tags)


def test_each_part_names_its_language() -> None:
    file = PdfReader(io.BytesIO(printed("student", "polyclinic", ("kk", "ru"))))
    found = {node.get("/Lang") for node in elements(file.trailer["/Root"]["/StructTreeRoot"])}  # type: ignore[index]
    assert "ru" in found
    assert found <= {None, "kk", "ru"}


def test_each_language_begins_on_its_own_page_and_pages_are_numbered() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed("employee", "self", ("ru", "kk")))).pages]
    starts = []
    for language in ("ru", "kk"):
        with override(language):
            title = gettext("Medical insurance on %(day)s") % {"day": long_date(TODAY)}
        starts.append(next(index for index, page in enumerate(pages) if flat(title) in flat(page)[:200]))
    assert starts[0] == 0 < starts[1]
    assert [f"{index} / {len(pages)}" in page for index, page in enumerate(pages, 1)] == [True] * len(pages)


def test_kazakh_letters_and_the_sign_of_the_tenge_are_copied_out_whole() -> None:
    found = text("eighteen, cerebral palsy", "self", ("kk",), True)
    assert set(KAZAKH) - set(found) <= {"һ"}, "the letter of шаһар; it is looked for below"
    assert "₸" in found
    assert flat(money(4250)) in found
    assert "\ufffd" not in found


def every_text(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from every_text(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from every_text(item)


def test_there_is_a_letter_for_every_character_of_the_law_files() -> None:
    """Typst refuses a PDF/UA with a character that no font of its own has."""
    used = {letter for sentence in every_text(LAW.tables) for letter in sentence} | set(KAZAKH + KAZAKH.upper() + "₸№")
    letters = sorted(letter for letter in used if not letter.isspace())
    assert len(letters) > 150
    assert set(letters) <= set(text_of(pdf(hostile(" ".join(letters)))))


def test_no_published_case_makes_a_document_that_is_too_long() -> None:
    """Everything for oneself, in the two longest languages."""
    worst, pages = 0, 0
    for case in CASES[::4]:
        try:
            on, facts = parse_request({"on": plain(case["on"]), "person": plain(case["person"])}, LAW.rubrics, None, 0)
            answer = planned(facts, on)
        except (FactsError, law_module.LawRangeError):
            continue
        content = pdf(document(Order("self", ("kk", "ru"), True), answer, Declared({"subject": "self"}, TODAY)))
        worst = max(worst, len(content))
        pages = max(pages, len(PdfReader(io.BytesIO(content)).pages))
    assert 50_000 < worst < MOST_BYTES
    assert 4 <= pages <= MOST_PAGES


# --- For whom ---


def test_the_polyclinic_gets_what_it_checks_and_the_office_what_it_asks() -> None:
    with override("en"):
        desk = text("level D, came for care", "polyclinic", ("en",))
        office = text("level D, came for care", "employment_office", ("en",))
        own = text("level D, came for care", "self", ("en",))
    assert "Please check in the system" in desk
    assert "Shown at the counter, not copied" in desk
    assert "D – crisis level" in desk
    assert "Day of coming for medical care 2 March 2026" in desk
    assert "Declared by the person, not confirmed" in office
    assert "Never, or more than a year ago" in office
    assert "in the last 3 months" in office
    assert "Law on compulsory health insurance, Art. 26-1 (1) 2)" in office
    assert "Please check in the system" not in office + own
    assert "Declared by the person" not in desk + own
    for found, by_hand in ((desk, True), (office, True), (own, False)):
        assert ("Full name:" in found) is by_hand


def test_the_income_is_for_the_office_and_not_for_the_polyclinic() -> None:
    amount = flat(money(INCOME))
    for languages in (("en",), ("kk", "ru")):
        assert amount in text("employee", "employment_office", languages)
        assert amount in text("employee", "self", languages)
        assert amount not in text("employee", "polyclinic", languages)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_day_of_birth_and_where_somebody_is_held_are_never_given_away(name: str, reader: str) -> None:
    found = text(name, reader, ("en",))
    with override("en"):
        born = date.fromisoformat(PEOPLE[name]["birth-date"])
        insured_since_birth = name.startswith("child")
        assert (flat(long_date(born)) in found) is insured_since_birth
    assert "in custody" not in found


def test_what_was_not_asked_is_said_to_be_so() -> None:
    office = text("child with a disability", "employment_office", ("en",))
    assert "Is there official work or a business? Kepil did not ask this." in office
    assert "Is there full-time study? No" in office
    unsure = GROWN_UP | {"status": {"yes": [], "rest": "unknown"}}
    with override("en"):
        told = Declared(unsure, TODAY)
        assert told.ticked("status", "full_time_study") == "I don't know"
        assert told.ticked("family", "pregnancy") == "No"
        assert Declared({}, TODAY).ticked("status", "disability") == "Kepil did not ask this."


def test_conditions_stand_only_where_they_are_law() -> None:
    """Levels D and E began in 2026."""
    day = date(2025, 11, 22)
    answer = planned(answers.facts(GROWN_UP, LAW, day), day.toordinal())
    order = Order("employment_office", ("en",), False)
    made = text_of(pdf(document(order, answer, Declared(GROWN_UP, day))))
    assert "26-1 (1) 2)" not in made
    assert "Law on compulsory health insurance, Art. 26-1" not in made
    assert "Digital Family Card" not in made
    assert "The person is registered as unemployed on this day." in made


# --- The illness ---

ILLNESSES = ("Cerebral palsy", "Diabetes", "Stroke", "E11.9")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_illness_stands_there_only_when_ticked(name: str, reader: str) -> None:
    without, ticked = text(name, reader, ("en",)), text(name, reader, ("en",), True)
    assert [illness for illness in ILLNESSES if illness.lower() in without.lower()] == []
    told = bool((PEOPLE[name].get("illness") or NOTHING)["yes"])
    assert any(illness.lower() in ticked.lower() for illness in ILLNESSES) is told


def test_without_the_tick_two_people_with_different_illnesses_get_the_same_document() -> None:
    """Neither a way to act nor a note nor a dated change may tell the illness."""
    healthy = GROWN_UP | {"illness": NOTHING}
    order = Order("polyclinic", ("kk", "en"), False)
    documents = [
        document(order, assessed(given, illness=False), Declared(given, TODAY))
        for given in (healthy, *(PEOPLE["eighteen, cerebral palsy"] | {"birth-date": GROWN_UP["birth-date"]},))
    ]
    assert documents[0] == documents[1]


# --- Text is text ---

NASTY = '#panic("x") *bold* _it_ $x^2$ <a> @ref \\ [z] #{1+1} "q" \'s\' {{ 7*7 }} // c `r` = h'


def hostile(text: str) -> Document:
    """A document with the text in every place that takes one."""
    line = result.Line(text, text, "no", (text, text))
    row: Row = (text, text)
    blocks = (
        Text(text),
        Lines((line,)),
        Sums((line,)),
        Bullets((text, text), columns=2),
        Ticks(text, text, text, (text,)),
        Table(row, (row,)),
        WayBlock(text, text, (text,), (row,), text),
        WayBlock(text, text),
    )
    verdict = Verdict("unclear", text, text, (row,))
    part = Part("kk", text, text, text, text, text, verdict, text, (text, text), text, (Section(text, blocks),), text)
    return Document(text, (part, replace(part, lang="ru")))


def test_markup_in_a_text_stays_text() -> None:
    content = pdf(hostile(NASTY))
    found = text_of(content)
    assert found.count(flat(NASTY)) > 40
    info = PdfReader(io.BytesIO(content)).metadata
    assert info
    assert info.title == NASTY


def test_a_code_of_an_illness_is_text_too() -> None:
    with override("en"):
        order = Order("self", ("en",), True)
        answer = assessed(PEOPLE["student"], illness=True)
        [item] = answer.result.diagnoses
        result = replace(answer.result, diagnoses=(replace(item, icd10="#eval(1) <b>"),))
        strange = replace(answer, result=result)
        assert "#eval(1) <b> – " in text_of(pdf(document(order, strange, Declared(PEOPLE["student"], TODAY))))


def test_a_document_that_is_too_long_is_refused() -> None:
    with pytest.raises(PrintingError):
        pdf(hostile("жарна " * 300))


def test_a_failure_does_not_quote_the_text() -> None:
    with pytest.raises(PrintingError) as failure:
        pdf(hostile("canary \U0001f600"))
    assert "canary" not in str(failure.value)
    assert failure.value.__cause__ is None
    assert pdf(hostile("works again")).startswith(b"%PDF")


def test_a_way_is_printed_with_its_day_and_where_to_go() -> None:
    with override("en"):
        plan = assessed(PEOPLE["child of seventeen"], illness=True)
        [step] = [step for step in plan.steps([]) if step.code == "disability_assessment"]
        rows = dict(way(step, TODAY, full=True).rows)
        assert step.due in rows["By when"]
        assert rows["Official time"] == entry("routes", "disability_assessment")["time"]["en"]
        assert "polyclinic" in rows["Where"].lower()
        named = way(step, TODAY, full=False)
    assert (named.steps, named.rows) == ((), ())


def test_a_way_that_was_taken_out_of_the_plan_is_not_printed() -> None:
    plan, given = assessed(PEOPLE["child of seventeen"], illness=True), PEOPLE["child of seventeen"]
    order = Order("self", ("en",), True)
    name = entry("routes", "prove_study")["name"]["en"]
    assert name in text_of(pdf(document(order, plan, Declared(given, TODAY))))
    without = replace(order, left_out=("prove_study",))
    assert name not in text_of(pdf(document(without, plan, Declared(given, TODAY))))


# --- The page ---

ADDRESS = "/result/print/"


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_begins_with_what_suits_each_reader(client: Client, language: str) -> None:
    speak(client, language)
    give(client, PEOPLE["student"])
    page = Page(client.get(ADDRESS))
    assert (page.status, page.language) == (200, language)
    ticked = {(box["name"], box["value"]) for box in page.all("input") if "checked" in box}
    assert ticked == {
        *((f"languages_{reader}", code) for reader in ("polyclinic", "employment_office") for code in ("kk", "ru")),
        ("languages_self", language),
        ("illness_polyclinic", "illness"),
        ("illness_self", "illness"),
    }


@pytest.mark.django_db
@pytest.mark.sessions_only
def test_without_an_illness_nothing_is_asked_about_it(client: Client) -> None:
    give(client, PEOPLE["student"] | {"illness": NOTHING})
    names = {box.get("name") for box in Page(client.get(ADDRESS)).all("input")}
    assert "languages_polyclinic" in names
    assert not any(name and name.startswith("illness") for name in names)
    forged = {"reader": "self", "languages_self": ["en"], "illness_self": "illness"}
    assert client.post(ADDRESS, forged).status_code == 200


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("illness", [True, False])
def test_the_file_is_handed_over_and_kept_nowhere(client: Client, illness: bool) -> None:
    give(client, PEOPLE["level D, came for care"])
    before = dict(client.session)
    data = {"reader": "polyclinic", "languages_polyclinic": ["kk", "en"]}
    response = client.post(ADDRESS, data | ({"illness_polyclinic": "illness"} if illness else {}))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="kepil-2026-11-22.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert dict(client.session) == before
    found = text_of(response.content)
    assert ("Diabetes" in found) is illness
    assert "Insured" in found
    assert "Сақтандырылған" in found


@pytest.mark.django_db
@pytest.mark.sessions_only
def test_the_name_of_the_file_is_the_day_asked_about(client: Client) -> None:
    give(client, PEOPLE["student"] | {"date": "2026-04-20"})
    response = client.post(ADDRESS, {"reader": "self", "languages_self": ["ru"]})
    assert response["Content-Disposition"] == 'attachment; filename="kepil-2026-04-20.pdf"'


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, "id_reader_0"),
        ({"reader": "neighbour"}, "id_reader_0"),
        ({"reader": "self"}, "id_languages_self_0"),
        ({"reader": "self", "languages_polyclinic": ["kk"]}, "id_languages_self_0"),
        ({"reader": "self", "languages_self": ["kk", "ru", "en"]}, "id_languages_self_0"),
        ({"reader": "self", "languages_self": ["de"]}, "id_languages_self_0"),
    ],
    ids=str,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_that_is_missing_or_wrong(client: Client, language: str, data: Data, wrong: str) -> None:
    speak(client, language)
    give(client, PEOPLE["student"])
    page = Page(client.post(ADDRESS, data))
    assert page.status == 422
    assert page.errors == [wrong]
    assert any(found.get("id") == wrong for found in page.all("input"))
    with override(language):
        assert page.title.startswith(gettext("Error:"))


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_answers_there_is_nothing_to_print(client: Client, method: str) -> None:
    response = getattr(client, method)(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", ["broken", "busy"])
def test_a_failure_is_told_and_nothing_of_the_person_is_logged(
    client: Client, language: str, fault: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    speak(client, language)
    give(client, PEOPLE["level D, came for care"])
    if fault == "broken":
        monkeypatch.setattr("eligibility.printing.document.reader_name", lambda reader: "\U0001f600 canary")
    else:
        monkeypatch.setattr(pdf_module, "LONGEST_WAIT", 0.01)
        pdf_module._one_at_a_time.acquire()
    try:
        with caplog.at_level(logging.DEBUG, logger="eligibility"):
            page = Page(client.post(ADDRESS, {"reader": "self", "languages_self": ["kk"], "illness_self": "illness"}))
    finally:
        if fault == "busy":
            pdf_module._one_at_a_time.release()
    with override(language):
        assert (page.status, page.heading) == (503, gettext("The document could not be made"))
    [record] = [record for record in caplog.records if record.name.startswith("eligibility")]
    assert "canary" not in record.getMessage()
    assert record.exc_info is None


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_leads_to_the_form(client: Client, language: str) -> None:
    speak(client, language)
    give(client, PEOPLE["student"])
    assert ADDRESS in Page(client.get("/result/")).attributes("href")
