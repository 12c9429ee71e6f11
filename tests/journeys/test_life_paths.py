"""The seven ways a young person with cerebral palsy may go at 18, each walked in the browser without scripts,
in three languages, on a phone and on a desk screen."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override
from playwright.sync_api import Page

from eligibility.texts import term
from tests.journeys.walking import (
    COLOURS_IN,
    Answer,
    assert_page_fits,
    assert_page_is_sound,
    fill,
    go_on,
    slug_of,
    unfold,
    violations,
)

NO_LONGER_A_CHILD = ("27", "3", "2007")
COMMON: dict[str, Answer] = {
    "subject": "child",
    "birth-date": NO_LONGER_A_CHILD,
    "residence": "citizen",
    "status": "none",
    "work": "none",
    "family": "none",
    "custody": "none",
    "wellbeing": "none",
    "polyclinic": "yes",
    "care": "no",
    "contributions": "none",
    "five-years": "no",
    "past": "none",
    "pension-contributions": "none",
    "illness": "cerebral_palsy",
}
PAID = {"options": "all", "details": {"payer_all": "employee"}}
PAID_AS_ENTREPRENEUR = {"options": "all", "details": {"payer_all": "entrepreneur"}}

# name of the path -> answers that differ from the common ones, status, payer's code
LIFE_PATHS: dict[str, tuple[dict[str, Answer], str, str | None]] = {
    "A1 child with disability": (
        {"birth-date": ("27", "3", "2015"), "status": "disability"},
        "yes",
        "republican_budget",
    ),
    "A2 low mobility, disability confirmed": (
        {"status": {"options": ["disability"], "details": {"disability_until": ("31", "12", "2027")}}},
        "yes",
        "republican_budget",
    ),
    "A3 registered as unemployed": ({"status": "registered_unemployed"}, "yes", "local_budget"),
    "A4 works for a small wage that nobody pays contributions of": (
        {"work": "employee", "wellbeing": "D", "income": {"options": [], "details": {"employee": "60 000"}}},
        "no",
        None,
    ),
    "A5 full-time student": ({"status": "full_time_study"}, "yes", "republican_budget"),
    "A6 officially employed": (
        {
            "work": "employee",
            "contributions": PAID,
            "income": {"options": [], "details": {"employee": "180 000"}},
        },
        "yes",
        "employer",
    ),
    "A7 individual entrepreneur": ({"work": "entrepreneur", "contributions": PAID_AS_ENTREPRENEUR}, "yes", "self"),
}
MOST_QUESTIONS = 16

# Level D, came for care, some months paid: every question but the ones of other ways is asked.
LONGEST: dict[str, Answer] = COMMON | {
    "wellbeing": "D",
    "care": {"options": ["yes"], "details": {"visit": ("1", "1", str(localdate().year)), "worked": "no"}},
    "work": "suspended",
}
LONGEST = {slug: answer for slug, answer in LONGEST.items() if slug != "five-years"}


def walk(page: Page, answers: dict[str, Answer], on_page: Callable[[Page, str], None]) -> list[str]:
    """From the first page to the answers; ``on_page`` is called on every page before it is answered."""
    asked: list[str] = []
    page.click("main a.btn-primary")
    while slug_of(page) != "answers":
        slug = slug_of(page)
        assert slug not in asked
        asked.append(slug)
        on_page(page, slug)
        fill(page, answers[slug])
        go_on(page)
        assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()
    return asked


@pytest.mark.parametrize("path", LIFE_PATHS)
def test_life_path(page_without_scripts: Page, language: str, path: str) -> None:
    page = page_without_scripts
    differing, mark, payer = LIFE_PATHS[path]
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    asked = walk(page, COMMON | differing, lambda page, slug: None)
    assert len(asked) <= MOST_QUESTIONS
    assert page.locator(".answers-row").count() == len(asked) + 1
    page.click("main a.btn-primary")
    assert page.locator(f".verdict-{mark}").count() == 1
    if payer:
        with override(language):
            assert term("payers", payer) in page.locator(".verdict").inner_text()
    assert page.locator("#illness").count() == 1


def test_every_page_is_sound(page_for_axe: Page, language: str) -> None:
    """The longest way, with each question empty, wrong and answered; then the three kinds of result. All that stands
    in an empty question stands in the wrong one, too: axe hears the empty ones in one look."""
    page = page_for_axe

    def look(page: Page, slug: str) -> None:
        if slug == "income" or language == COLOURS_IN:
            assert_page_is_sound(page)
        else:
            assert_page_fits(page)
        if slug != "income":
            go_on(page)
            assert page.locator(".error-summary a").count() >= 1
            assert_page_is_sound(page)

    page.goto("/")
    assert_page_is_sound(page)
    asked = walk(page, LONGEST, look)
    assert set(asked) == set(LONGEST)
    assert_page_is_sound(page)
    for answer in ("none", "disability", "unknown"):
        page.goto("/check/status/?back=answers")
        for box in page.locator('input[name="answer"]:checked').all():
            box.uncheck()
        fill(page, answer)
        go_on(page)
        page.goto("/result/")
        unfold(page)
        assert_page_is_sound(page)
    page.goto("/no-such-page/")
    assert violations(page) == []


def test_the_paths_are_about_grown_up_people() -> None:
    """All but the first have had their 18th birthday well before any day on which these tests run."""
    day, month, year = (int(part) for part in NO_LONGER_A_CHILD)
    assert (localdate() - date(year, month, day)).days > 18 * 366 + 150
