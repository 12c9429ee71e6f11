"""The mother of a seventeen-year-old with cerebral palsy, from the first page to her plan; and a family of two.

Walked without scripts in three languages, on a phone and on a desk screen; looked at with axe."""

from datetime import date

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override
from playwright.sync_api import Page

from eligibility.presentation import long_date
from eligibility.rules.dates import birthday, last_day, month_of
from eligibility.texts import entry, words
from tests.journeys.test_life_paths import COMMON, walk
from tests.journeys.walking import PHONE, Answer, assert_page_is_sound, fill, go_on, remember, unfold

MOST_QUESTIONS, MOST_PAGES = 15, 20
ANSWERED = {
    "subject": "child",
    "residence": "citizen",
    "status": {"yes": [], "rest": "no"},
    "illness": {"yes": ["cerebral_palsy"], "rest": "no"},
}


def seventeen() -> date:
    """Born so that the 18th birthday comes in about eight months, on whatever day this runs."""
    today = localdate()
    return date(today.year - 18 + (today.month > 4), (today.month + 7) % 12 + 1, 10)


def as_typed(day: date) -> tuple[str, str, str]:
    return str(day.day), str(day.month), str(day.year)


def answers() -> dict[str, Answer]:
    return COMMON | {"birth-date": as_typed(seventeen()), "wellbeing": "unknown"}


def came_to_the_answers(page: Page, base_url: str) -> Page:
    """The same answers without the way there, which the mother has walked."""
    remember(page.context, base_url, ANSWERED | {"birth-date": seventeen().isoformat()})
    return page


def test_the_mother_comes_to_her_plan(page_without_scripts: Page, language: str) -> None:
    page = page_without_scripts
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.goto("/")
    asked = walk(page, answers(), lambda page, slug: None)
    assert len(asked) <= MOST_QUESTIONS
    page.click("main a.btn-primary")
    assert page.locator(".verdict-yes").count() == 1
    page.click(".verdict a.btn")
    assert len(seen) <= MOST_PAGES
    print(f"{language}: {len(asked)} questions, {len(seen)} pages to the plan")
    assert_plan(page, language)


def assert_plan(page: Page, language: str) -> None:
    """What ends when, the ways after 18 with their days, and the assessment as the first step."""
    turns = birthday(seventeen().toordinal(), 18)
    ends = last_day(month_of(turns))
    text = page.locator("main").inner_text()
    first = page.locator("main section").first
    assert first.get_attribute("class") == "adult"
    with override(language):
        assert long_date(turns) in str(first.text_content())
        assert long_date(ends) in str(first.text_content())
        assert words(entry("routes", "disability_assessment")["name"]) in text
    assert page.locator(".ways > li").count() == 7
    assert page.locator("details.step[open]").get_attribute("id") == "step-disability_assessment"
    page.click(".ways a[href='#step-pay_advance']")
    assert page.url.endswith("#step-pay_advance")


def assert_printed_whole(page: Page) -> None:
    """On paper every step is unfolded and no button is left; on the screen only the first one is open."""
    steps = page.locator(".step .channels").all()
    assert [step.is_visible() for step in steps] == [True] + [False] * (len(steps) - 1)
    page.emulate_media(media="print")
    assert all(step.is_visible() for step in steps)
    assert not page.locator(".choose button").is_visible()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("viewport", [PHONE], ids=["360px"])
def test_a_second_person_is_added(page_without_scripts: Page, base_url: str) -> None:
    page = came_to_the_answers(page_without_scripts, base_url)
    page.goto("/result/")
    page.click("main a[href='/family/']")
    page.click("button[name='add']")
    fill(page, "self")
    go_on(page)
    assert "2" in page.locator(".subject").inner_text()
    fill(page, ("1", "2", "1985"))
    go_on(page)
    page.goto("/family/")
    assert page.locator(".member").count() == 2
    assert page.locator(".member-yes").count() == 1
    assert page.locator(".dates li").count() > 3
    page.click(".member-yes button[name='open']")
    assert page.locator(".verdict-yes").count() == 1
    page.goto("/family/")
    page.locator("button[name='remove']").last.click()
    assert page.locator(".member").count() == 1


def test_the_pages_are_sound(page_for_axe: Page, base_url: str) -> None:
    page = came_to_the_answers(page_for_axe, base_url)
    page.goto("/result/plan/")
    assert_printed_whole(page)
    unfold(page)
    assert_page_is_sound(page)
    page.click(".choose button")
    page.goto("/family/")
    assert_page_is_sound(page)
    page.click("button[name='add']")
    page.goto("/family/")
    assert_page_is_sound(page)
    page.goto("/")
    assert_page_is_sound(page)
    page.goto("/family/")
    page.click(".member-yes button[name='open']")
    assert_page_is_sound(page)
