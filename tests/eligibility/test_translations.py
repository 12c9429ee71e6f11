"""Three languages, complete and unmixed: catalogs, sources, law files, and the pages themselves."""

import ast
import re
import struct
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from eligibility.presentation import long_date, long_month, money, number, percent
from eligibility.rules import law as law_module
from tests.eligibility.test_views import ANSWERED, NOTHING, SLUGS, VALID, WRONG, Data, give, speak, url
from tests.rules.test_cases import CASES, answer

LAW = law_module.load()
LANGUAGES = ("kk", "ru", "en")
CATALOGS = ("kk", "ru")  # English is what the sources are written in
TODAY = date(2026, 3, 16)
NBSP = "\u00a0"
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%d|\{\w*\}")

Texts = dict[tuple[str, ...], tuple[str, ...]]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


# --- Catalogs ---


def catalog(language: str) -> Path:
    return settings.BASE / "locale" / language / "LC_MESSAGES"


def read_po(language: str) -> tuple[Texts, list[str]]:
    """Texts by their English ones (singular and plural), and the lines that mark an entry."""
    texts: Texts = {}
    flags: list[str] = []
    for block in re.split(r"\n\s*\n", (catalog(language) / "django.po").read_text("utf-8")):
        ids: list[str] = []
        strings: list[str] = []
        context = ""
        part: list[str] = []
        for line in block.splitlines():
            if line.startswith("#"):
                flags += [line] if line.startswith(("#,", "#~", "#|")) else []
                continue
            word, _, rest = line.partition(" ")
            if not word.startswith('"'):
                part = ids if word in ("msgid", "msgid_plural") else strings
                part.append("")
                assert word != "msgctxt", f"{language}: contexts are not read here"
            else:
                rest = line
            part[-1] += ast.literal_eval(rest)
        if ids:
            assert tuple(ids) not in texts, f"{language}: twice: {ids}"
            texts[(*([context] if context else []), *ids)] = tuple(strings)
    return texts, flags


def read_mo(language: str) -> Texts:
    data = (catalog(language) / "django.mo").read_bytes()
    magic, _version, count, originals, translations = struct.unpack_from("<5I", data)
    assert magic == 0x950412DE

    def text(table: int, index: int) -> tuple[str, ...]:
        length, start = struct.unpack_from("<2I", data, table + 8 * index)
        return tuple(data[start : start + length].decode().split("\0"))

    return {text(originals, index): text(translations, index) for index in range(count)}


@pytest.mark.parametrize("language", CATALOGS)
def test_every_text_is_translated(language: str) -> None:
    texts, flags = read_po(language)
    assert len(texts) > 200
    assert [ids for ids, strings in texts.items() if not all(text.strip() for text in strings)] == []
    assert [flag for flag in flags if "fuzzy" in flag or flag.startswith(("#~", "#|"))] == []


@pytest.mark.parametrize("language", CATALOGS)
def test_placeholders_are_kept(language: str) -> None:
    texts, _ = read_po(language)
    wrong = []
    for ids, strings in texts.items():
        expected = [sorted(match.group() for match in PLACEHOLDER.finditer(text)) for text in ids]
        for text in strings if ids != ("",) else ():
            if sorted(match.group() for match in PLACEHOLDER.finditer(text)) not in expected:
                wrong.append((ids, text))
    assert wrong == []


@pytest.mark.parametrize("language", CATALOGS)
def test_plural_forms_are_as_many_as_the_language_has(language: str) -> None:
    texts, _ = read_po(language)
    found = re.search(r"nplurals=(\d)", texts[("",)][0])
    assert found
    assert {len(strings) for ids, strings in texts.items() if len(ids) == 2} <= {int(found[1])}
    assert {len(strings) for ids, strings in texts.items() if len(ids) == 1} == {1}


@pytest.mark.parametrize("language", CATALOGS)
def test_edges_of_a_text_are_kept(language: str) -> None:
    """No space or full stop is lost or added at the end of a sentence."""
    texts, _ = read_po(language)
    wrong = [
        (ids, text)
        for ids, strings in texts.items()
        if ids != ("",)
        for text in strings
        if (text != text.strip()) or (text[-1] in ".!:") != (ids[0][-1] in ".!:")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", CATALOGS)
def test_the_compiled_catalog_is_the_written_one(language: str) -> None:
    texts, _ = read_po(language)
    compiled = read_mo(language)
    assert {ids: strings for ids, strings in compiled.items() if ids != ("",)} == {
        ids: strings for ids, strings in texts.items() if ids != ("",)
    }
    assert set(compiled[("",)][0].splitlines()) <= set(texts[("",)][0].splitlines())


# --- Sources ---

FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_FUNCTIONS = {"ngettext", "ngettext_lazy"}
TRANSLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
BLOCK = re.compile(
    r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?)(?:{%\s*plural\s*%}(.*?))?{%\s*endblocktrans(?:late)?\s*%}", re.S
)


def in_python(path: Path) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            wanted = 1 if name in FUNCTIONS else 2 if name in PLURAL_FUNCTIONS else 0
            if wanted:
                values = [ast.literal_eval(argument) for argument in node.args[:wanted]]
                assert all(isinstance(value, str) for value in values), f"{path}:{node.lineno}"
                yield tuple(values)


def in_template(path: Path) -> Iterator[tuple[str, ...]]:
    source = path.read_text("utf-8")
    for double, single in TRANSLATE.findall(source):
        yield (double or single,)
    for one, many in BLOCK.findall(source):
        yield tuple(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text) for text in (one, many) if text)


def in_sources() -> dict[tuple[str, ...], str]:
    """Every text that asks for a translation, and a file that it stands in."""
    found: dict[tuple[str, ...], str] = {}
    for folder in ("config", "eligibility", "registry"):
        for path in (settings.BASE / folder).rglob("*.py"):
            found |= dict.fromkeys(in_python(path), str(path.relative_to(settings.BASE)))
    for path in (settings.BASE / "templates").rglob("*.html"):
        found |= dict.fromkeys(in_template(path), str(path.relative_to(settings.BASE)))
    return found


@pytest.mark.parametrize("language", CATALOGS)
def test_the_catalog_holds_just_what_the_sources_say(language: str) -> None:
    """Otherwise `make messages` was forgotten."""
    texts, _ = read_po(language)
    wanted = in_sources()
    assert len(wanted) > 200
    assert {ids: file for ids, file in wanted.items() if ids not in texts} == {}
    assert set(texts) - set(wanted) - {("",)} == set()


# --- The law files ---


def law_texts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text of the law files, with where it stands."""

    def look(where: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(value, dict):
            if set(value) & set(LANGUAGES):
                yield where, value
            else:
                for key, item in value.items():
                    yield from look(f"{where}.{key}", item)
        elif isinstance(value, list | tuple):
            for index, item in enumerate(value):
                yield from look(f"{where}[{index}]", item)

    for file, table in LAW.tables.items():
        yield from look(file, table)


def sentences(text: dict[str, Any], language: str) -> list[str]:
    found = text[language]
    return list(found) if isinstance(found, list | tuple) else [found]


def test_every_text_of_the_law_files_is_there_in_three_languages() -> None:
    found = dict(law_texts())
    assert len(found) > 300
    for where, text in found.items():
        assert set(text) == set(LANGUAGES), where
        assert all(sentence.strip() for language in LANGUAGES for sentence in sentences(text, language)), where
        assert len({len(sentences(text, language)) for language in LANGUAGES}) == 1, where


def codes_of(given: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Every code of an answer: the file (or the section of terms.toml) and the code."""
    yield "terms.statuses", given["status"]
    yield "terms.payers", given["payer"]
    yield from codes_of_grounds(given["grounds"])
    for kind in ("diagnoses", "services"):
        for item in given[kind]:
            yield kind, item["group" if kind == "diagnoses" else "code"]
            yield "terms.packages", item["package"]
            yield "terms.covered", item["covered"]
    for item in given["changes"]:
        yield "terms.statuses", item.get("status")
        yield "terms.payers", item.get("payer")
        yield "diagnoses" if item.get("group") else "grounds", item.get("group") or item.get("because")
    yield from (("terms.who", item["who"]) for item in given["contribution"]["monthly"])
    yield from (("terms.facts", fact) for fact in given["missing"])
    for kind in ("routes", "notes"):
        yield from ((kind, item["code"]) for item in given[kind])


def codes_of_grounds(grounds: list[dict[str, Any]]) -> Iterator[tuple[str, str | None]]:
    for item in grounds:
        yield "grounds", item["code"]
        yield "terms.outcomes", item["outcome"]
        yield "terms.payers", item["payer"] if item["outcome"] == "yes" else None
        for reason in item["reasons"]:
            yield "reasons", reason["code"]
            yield "acts", reason["act"]
        yield from (("terms.facts", fact) for fact in item["missing"])


def test_every_code_that_the_cases_emit_has_a_text() -> None:
    emitted = {
        (file, code)
        for case in CASES
        if "error" not in (given := answer(case))
        for file, code in codes_of(given)
        if code
    }
    assert len(emitted) > 150
    files = {file for file, _code in emitted}
    assert {"grounds", "reasons", "notes", "routes", "services", "diagnoses", "terms.payers"} <= files
    for file, code in emitted:
        table: Any = LAW.tables
        for part in file.split("."):
            table = table[part]
        assert code in table, f"{file}: {code}"
        texts = [text for where, text in _texts_of(table[code])]
        assert texts, f"{file}: {code}"
        for text in texts:
            assert all(sentences(text, language) for language in LANGUAGES), f"{file}: {code}"


def _texts_of(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if set(entry) >= set(LANGUAGES):
        yield "", entry
        return
    for name, value in entry.items():
        if isinstance(value, dict):
            yield from ((f"{name}{where}", text) for where, text in _texts_of(value))


# --- Languages do not mix ---

NAMES = re.compile(
    r"""@SaqtandyryBot|eGov(?:\ Mobile|\.kz)?|e-Salyq\ Business|\bSMS\b|Kaspi(?:\.kz)?|Qoldau|Telegram|Damumed|
        \b[a-z]+(?:[.-][a-z]+)*\.(?:kz|gov\.kz)\b|\bhttps?://\S+|English|Қазақша|Русский|Kepil|Кепіл|
        «(?:Алтын|Күміс)\ алқа»|ҚР\ ДСМ-\d+/\d+|\bҚР\ ДСМ\b""",
    re.X,
)
CODES = re.compile(r"\b[A-Z]\d{2}(?:\.\d+)?\b|\bICD-10\b|\b[IVX]+\b|\b[A-Z]\b")
# Words that are Russian and not Kazakh. «Да», «не», «он», «от», «за», «же» are words of both.
RUSSIAN_WORDS = frozenset(
    word
    for line in (
        "и в на с к у о по для что если это или нет вы ваш ваша ваше ваши вас вам вами ваших я меня мне мы нас",
        "из до без при под над между после перед через около только также ещё уже можно нужно надо есть был была было",
        "были будет будут быть как когда где кто чем чего который которая которое которые которых этот эта эти этого",
        "этой этом тот то того той их его её ее ему ей но а ни бы ли все всё всех день дня дни дней месяц месяца",
        "месяцев год года лет ребёнок ребёнка человек человека лечение болезнь страховка взносы взнос выберите",
        "укажите ответ назад продолжить помощь государство платит бесплатно первый первая число дата другой другие",
    )
    for word in line.split()
)
RUSSIAN_ENDING = re.compile(
    r"\w{2,}(?:ться|тся|ого|его|ому|ему|ыми|ими|ые|ое|ая|яя|ешь|ете|ёте|ите|айте|ение|ения|ению|ость|ости|овать|али|или)\b"
)
RUSSIAN_LETTER = re.compile(r"\w*[щъё]\w*")
KAZAKH_LETTER = re.compile(r"\w*[әғқңөұүһі]\w*", re.I)
# Kazakh words that end as Russian ones do, or that both languages have.
KAZAKH_WORDS = frozenset({"шизофрения"})
# How the state itself names a thing, said in brackets beside the English word.
ABBREVIATIONS = re.compile(r"\b(?:ИП|ГПХ|ОПВ|ОСМС|ГОБМП|ФСМС|СИЗО|МӘМС|ТМККК|ВКК|МРП|МЗП|НОБД|МСЭ|ЕНПФ)\b")


class Words(HTMLParser):
    """What a reader sees or hears of a page: texts, and the attributes that are read out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.parts += [given[name] or "" for name in ("aria-label", "alt", "title", "placeholder") if name in given]
        if tag == "meta" and given.get("name") == "description":
            self.parts.append(given["content"] or "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


def foreign(text: str, language: str) -> set[str]:
    """Words of another language in a text."""
    plain = CODES.sub(" ", NAMES.sub(" ", text))
    lower = plain.lower()
    if language == "en":
        return set(re.findall(r"\w*[а-яёәғқңөұүһі]\w*", ABBREVIATIONS.sub(" ", plain), re.I))
    found = set(re.findall(r"\b[A-Za-z][A-Za-z]+\b", plain))
    if language == "ru":
        return found | set(KAZAKH_LETTER.findall(lower))
    found |= set(re.findall(r"\b\w+\b", lower)) & RUSSIAN_WORDS
    found |= {word for word in RUSSIAN_ENDING.findall(lower) + RUSSIAN_LETTER.findall(lower) if word}
    return found - KAZAKH_WORDS


PEOPLE: dict[str, Data] = {
    "of whom nothing is known": {"subject": "self"},
    "a child": {"subject": "child", "birth-date": "2015-05-05", "residence": "citizen"},
    "who turns 18 soon": {
        "subject": "child",
        "birth-date": "2008-08-10",
        "residence": "citizen",
        "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
    },
    "who is insured by nobody": ANSWERED | {"subject": "self", "wellbeing": "none", "work": NOTHING},
    "at level D": ANSWERED | {"subject": "parent", "work": NOTHING},
    "employed": ANSWERED
    | {
        "subject": "ward",
        "wellbeing": "none",
        "contributions": {"choice": "all", "payer": "employee"},
        "past": NOTHING,
    },
    "who pays alone": ANSWERED
    | {"subject": "self", "work": NOTHING, "wellbeing": "C"}
    | {"contributions": {"choice": "ahead", "payer": "self_payer", "first_ahead": "2025-12", "last_ahead": "2026-11"}},
    "in business": ANSWERED
    | {"work": {"yes": ["entrepreneur", "private_practice"], "rest": "no"}, "income": {"entrepreneur": 1_234_567}},
    "with illnesses": ANSWERED
    | {
        "status": {"yes": ["disability"], "rest": "unknown", "disability_until": "2027-05-01"},
        "illness": {
            "yes": ["cerebral_palsy", "diabetes", "stroke", "cancer", "other", "suspected"],
            "rest": "no",
            "stroke_since": "2025-12-20",
            "icd10": "I10",
        },
    },
    "from abroad": ANSWERED | {"residence": "foreigner", "work": NOTHING, "wellbeing": "none"},
    "on remand": ANSWERED | {"custody": "remand", "work": NOTHING},
}


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Every page in every state, by name."""
    give(client, {})
    yield "start", client.get("/").content.decode()
    for subject in ("self", "child", "ward", "parent"):
        for slug in SLUGS:
            give(client, {"subject": subject, "work": {"yes": ["employee", "civil_contract"], "rest": "no"}})
            yield f"{slug} of {subject}", client.get(url(slug)).content.decode()
    for slug in SLUGS:
        give(client, {"subject": "self", "work": ANSWERED["work"]})
        yield f"{slug} empty", client.post(url(slug), {}).content.decode()
        data = {name: value for name, value in WRONG[slug][0].items() if value != "much"}
        yield f"{slug} wrong", client.post(url(slug), data | {"employee": "?"}).content.decode()
    for name, answers in PEOPLE.items():
        give(client, answers)
        yield f"answers of one {name}", client.get(url("answers")).content.decode()
        yield f"result of one {name}", client.get("/result/").content.decode()
        yield f"plan of one {name}", client.get("/result/plan/").content.decode()
        yield f"family of one {name}", client.get("/family/").content.decode()
    yield "start again", client.get("/").content.decode()
    yield "no such page", client.get("/no-such-page/").content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    yield "expired question", strict.post(url("residence"), VALID["residence"]).content.decode()
    yield "expired form", strict.post("/check/clear/").content.decode()


@pytest.mark.django_db
@pytest.mark.sessions_only
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_mixes_languages(client: Client, language: str) -> None:
    speak(client, language)
    mixed: dict[str, str] = {}
    count = 0
    for name, html in pages(client):
        count += 1
        for word in foreign(Words(html).text, language):
            mixed.setdefault(word, name)
    assert count > 100
    assert mixed == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_law_files_mixes_languages(language: str) -> None:
    """These are what the result is made of, the people above meet only some of them."""
    mixed = {
        word: where
        for where, text in law_texts()
        for sentence in sentences(text, language)
        for word in foreign(sentence, language)
    }
    assert mixed == {}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("kk", "Сақтандыру бар ма, если да", {"если"}),
        ("kk", "Enter the күн", {"Enter", "the"}),
        ("kk", "Сіз сақтандырылғансыз ба? eGov, @SaqtandyryBot, G80.1, Русский", set()),
        ("ru", "Сақтандыру есть, page", {"сақтандыру", "page"}),
        ("ru", "Уровень D или E, статус на eGov, enpf.kz, Қазақша", set()),
        ("en", "The level: уровень (ОПВ)", {"уровень"}),
    ],
)
def test_the_search_for_foreign_words_finds_them(language: str, text: str, words: set[str]) -> None:
    assert foreign(text, language) == words


# --- Dates and sums ---


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("kk", f"2026 жылғы 5{NBSP}қараша", "2026 жылғы қараша"),
        ("ru", f"5{NBSP}ноября 2026{NBSP}года", "ноябрь 2026 года"),
        ("en", f"5{NBSP}November 2026", "November 2026"),
    ],
)
def test_dates(language: str, day: str, month: str) -> None:
    moment = date(2026, 11, 5)
    with override(language):
        assert long_date(moment) == long_date(moment.toordinal()) == day
        assert long_month("2026-11") == long_month(2026 * 12 + 10) == month


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_a_name_of_its_own(language: str) -> None:
    with override(language):
        assert len({long_month(f"2026-{month:02d}") for month in range(1, 13)}) == 12
        assert len({long_date(date(2026, month, 1)) for month in range(1, 13)}) == 12
        assert [long_month(f"2026-{month:02d}") for month in range(1, 13)] == [
            long_month(2026 * 12 + month - 1) for month in range(1, 13)
        ]


@pytest.mark.parametrize(
    ("language", "comma"),
    [("kk", ","), ("ru", ","), ("en", ".")],
)
def test_sums(language: str, comma: str) -> None:
    with override(language):
        assert number(0) == "0"
        assert number(999) == "999"
        assert number(Decimal("4250.00")) == f"4{NBSP}250"
        assert number(1_234_567) == f"1{NBSP}234{NBSP}567"
        assert number(Decimal("1234.5")) == f"1{NBSP}234{comma}50"
        assert money(Decimal("85000.25")) == f"85{NBSP}000{comma}25{NBSP}₸"
        assert percent(Decimal("0.05")) == f"5{NBSP}%"
        assert percent(Decimal("1")) == f"100{NBSP}%"
        assert percent(Decimal("0.025")) == f"2{comma}5{NBSP}%"
        assert percent(Decimal("0.0185")) == f"1{comma}85{NBSP}%"


def test_a_language_that_is_not_ours_gets_the_russian_form() -> None:
    with override("de"):
        assert long_date(date(2026, 11, 5)) == f"5{NBSP}ноября 2026{NBSP}года"
