"""The pages to read, the files for programs, and the frame."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from eligibility import reading
from eligibility.presentation import long_date, money, percent
from eligibility.rules import law as law_module
from eligibility.texts import entry, words
from eligibility.views import pages
from tests.eligibility.test_translations import foreign
from tests.eligibility.test_views import LANGUAGES, Page, speak

READ = ("/about/", "/changes-2026/", "/levels/", "/accessibility/", "/privacy/")
OF_THE_LAW = ("about", "changes", "levels")
TEMPLATES = settings.BASE / "templates" / "eligibility" / "pages"
LAW = law_module.load()
TODAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def main_of(response: Any) -> str:
    html = str(response.content.decode())
    return html[html.index("<main") : html.index("</main>")]


# --- The pages ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", READ)
def test_a_page_to_read(client: Client, address: str, language: str) -> None:
    speak(client, language)
    response = client.get(address)
    page = Page(response)
    assert (page.status, page.language) == (200, language)
    assert len(page.texts["h1"]) == 1
    assert "{" not in main_of(response)
    assert f'href="{"/check/"}"' in main_of(response)
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


NAMES = re.compile(r"\b(WCAG|AA|axe|cookie|Kepil)\b")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", READ)
def test_a_page_to_read_does_not_mix_languages(client: Client, address: str, language: str) -> None:
    speak(client, language)
    text = re.sub(r"<[^>]+>", " ", main_of(client.get(address)))
    assert foreign(NAMES.sub(" ", text), language) == set()


@pytest.mark.parametrize("name", ["about", "changes", "levels", "accessibility", "privacy"])
def test_three_languages_say_the_same(name: str) -> None:
    """The same tags in the same order, the same lists and figures under the same headings."""
    shapes = {}
    for language in LANGUAGES:
        source = (TEMPLATES / f"{name}.{language}.html").read_text("utf-8")
        shapes[language] = re.findall(r"</?\w+|{%.*?%}", source)
    assert shapes["kk"] == shapes["ru"] == shapes["en"]
    figures = [
        sorted(re.findall(r"{{.*?}}", (TEMPLATES / f"{name}.{language}.html").read_text("utf-8")))
        for language in LANGUAGES
    ]
    assert figures[0] == figures[1] == figures[2]
    assert shapes["kk"].count("<h2") >= 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OF_THE_LAW)
def test_no_number_of_the_law_is_typed(name: str, language: str) -> None:
    source = (TEMPLATES / f"{name}.{language}.html").read_text("utf-8")
    text = re.sub(r"<[^>]*>|{{.*?}}|{%.*?%}", " ", source)
    assert re.findall(r"\d+", text) == []


def shown(kind: str, codes: list[str]) -> list[str]:
    return [words(entry(kind, code)["name"]) for code in codes]


def test_what_changed_is_read_from_the_law() -> None:
    with override("en"):
        found = reading.changes(LAW, pages.CHANGES)
        moved = [item["name"] for item in found["to_insurance"]]
        assert moved == shown("diagnoses", ["diabetes", "cerebral_palsy", "rheumatism", "connective_tissue"])
        assert [(item["name"], item["months"]) for item in found["to_free"]] == [
            *((name, "") for name in shown("diagnoses", ["epilepsy"])),
            *((name, "12 months") for name in shown("diagnoses", ["stroke"])),
        ]
        assert len(found["suspicion"]) == 11
        assert [item["name"] for item in found["services_to_insurance"]] == shown("services", ["chronic_follow_up"])
        assert len(found["services_to_free"]) == 7
        assert [item["name"] for item in found["new_grounds"]] == shown(
            "grounds", ["wellbeing_crisis", "wellbeing_emergency"]
        )
        assert [item["name"] for item in found["other_payer"]] == shown("grounds", ["registered_unemployed"])
        assert (found["before"]["employee_most"], found["after"]["employee_most"]) == (money(17_000), money(34_000))
        assert found["after"]["employer_most"] == money(102_000)
        assert "long_retention_months" not in found["before"]


def test_a_day_on_which_nothing_changed_shows_no_change() -> None:
    found = reading.changes(LAW, date(2026, 1, 2))
    lists = ("to_insurance", "to_free", "services_to_free", "services_to_insurance", "new_grounds", "other_payer")
    assert [found[name] for name in lists] == [[]] * len(lists)
    assert found["before"] == found["after"]


@pytest.mark.parametrize(("day", "in_force"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_levels_give_insurance_from_their_first_day(
    client: Client, monkeypatch: pytest.MonkeyPatch, day: date, in_force: bool
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    assert reading.levels(LAW, day)["in_force"] is in_force
    speak(client, "en")
    html = main_of(client.get("/levels/"))
    assert ("Before that day the levels give no insurance" in html) is not in_force
    with override("en"):
        assert long_date(date(2026, 1, 1)) in html


def test_all_grounds_and_services_are_named(client: Client) -> None:
    speak(client, "en")
    html = main_of(client.get("/about/"))
    rules = LAW.at(TODAY.toordinal())
    with override("en"):
        kept_after_payments = ("retention_three_months", "retention_six_months", "temporary_status")
        missing = [
            name
            for name in (
                *shown("grounds", [code for code in rules.payers if code not in kept_after_payments]),
                *shown("services", [item.code for item in rules.services]),
                money(4_250),
                money(5_950),
                percent(rules.values["employee_rate"].amount),  # type: ignore[arg-type]
            )
            if name.replace("'", "&#x27;").partition(" (")[0] not in html
        ]
    assert missing == []


def test_a_year_without_figures_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2027, 3, 1))
    speak(client, "en")
    html = main_of(client.get("/about/"))
    assert html.count("this year&#x27;s sum is not known") + html.count("this year's sum is not known") == 2


def test_the_privacy_page_says_what_the_settings_do(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 7 * 60 * 60
    settings.LANGUAGE_COOKIE_AGE = 11 * 24 * 60 * 60
    speak(client, "en")
    html = main_of(client.get("/privacy/"))
    assert "for 7 hours" in html
    assert "It lasts 11 days" in html


def test_reading_leaves_no_cookie_but_the_one_against_forged_forms(client: Client) -> None:
    for address in READ:
        assert set(client.get(address).cookies) <= {settings.CSRF_COOKIE_NAME}


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/"])
def test_nobody_is_named_where_nobody_was_set(client: Client, settings: Any, address: str) -> None:
    assert 'href="mailto:security@kepil.example"' in main_of(client.get(address))
    settings.SECURITY_CONTACT = ""
    assert "mailto:" not in main_of(client.get(address))


# --- Files for programs ---


def test_security_txt(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@kepil.example"
    assert fields["Preferred-Languages"] == "kk, ru, en"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_only_pages_that_are_the_same_for_everybody_are_indexed(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Disallow: /"
    allowed = [line.removeprefix("Allow: ") for line in lines[1:-1]]
    assert {"/$", "/static/", *READ} <= set(allowed)
    personal = ("/check/", "/result/", "/language/", "/later/", "/plan/", "/family/", "/compare/")
    assert not [place for place in allowed if place.startswith(personal)]


# --- The frame ---

FOOTER = re.compile(r'<ul class="footer-links">(.*?)</ul>', re.S)


@pytest.mark.django_db
@pytest.mark.sessions_only
def test_the_foot_of_every_page_is_the_same(client: Client) -> None:
    seen = set()
    for address in ("/", "/check/subject/", "/no-such-page/", *READ):
        html = client.get(address).content.decode()
        found = FOOTER.search(html)
        assert found, address
        seen.add(found[1])
        assert html.index("tel:1414", html.index("<footer")) < html.index("footer-links")
    assert len(seen) == 1
    assert set(READ) <= set(re.findall(r'href="([^"]+)"', seen.pop()))


@pytest.mark.django_db
@pytest.mark.sessions_only
def test_the_first_page_leads_to_what_can_be_read(client: Client) -> None:
    links = set(re.findall(r'href="([^"]+)"', main_of(client.get("/"))))
    assert {"/about/", "/changes-2026/", "/levels/", "/check/"} <= links
