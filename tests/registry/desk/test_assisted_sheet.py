"""The one page comes to the same answer as the questions one by one and as all facts at once."""

from datetime import date
from itertools import count
from typing import Any, NamedTuple

import pytest

from eligibility.answers import facts
from eligibility.questions import BY_SLUG, QUESTIONS
from eligibility.rules.assess import Assessment, assess
from registry.assisted import taking
from registry.assisted.helped import Helped
from registry.assisted.sheet import GROUPS, Sheet, sheet
from tests.eligibility.answering import ANSWERS, LAW, asked_of
from tests.rules.test_cases import CASES, PUBLISHED, answer, name, plain

from .helping import Data, sent, typed

TODAY = date(2026, 3, 16)
MOST_SUBMITS = 4
NOTHING = {"yes": [], "rest": "no"}
UNSURE = {"yes": [], "rest": "unknown"}
GROWN: dict[str, Any] = {"subject": "self", "birth-date": "1990-09-09", "status": NOTHING, "work": NOTHING}


class Walk(NamedTuple):
    submits: int
    answers: dict[str, Any]
    status: str


def found(helped: Helped, on: date) -> Assessment:
    return assess(facts(helped.answers, LAW, on), LAW, on.toordinal())


def page(answers: dict[str, Any], on: date = TODAY) -> Sheet:
    helped = Helped(1, answers={"subject": "self", **answers})
    return sheet(helped, found(helped, on), on)


def slugs(items: Any) -> list[str]:
    return [item.question.slug for item in items]


def walk(told: Any, on: date) -> Walk:
    """Fill in everything that stands on the page and send it, until nothing is left to ask. ``told``: slug → answer."""
    helped = Helped(1)
    for submits in count():
        shown = sheet(helped, found(helped, on), on)
        if not shown.open:
            return Walk(submits, helped.answers, found(helped, on).status)
        assert submits < 10
        given = helped.answers | {item.question.slug: told(item.question.slug) for item in shown.open}
        data = typed(given, [slug for slug in slugs(shown.items) if slug != "date"], on)
        taken = taking.take(sent(data), helped.answers, on)
        assert not taken.wrong, {slug: form.errors for slug, form in taken.wrong.items()}
        helped.answers = taken.answers
    raise AssertionError


def filled(answer: Any) -> Any:
    """Without the boxes that were left empty."""
    return {key: value for key, value in answer.items() if value != ""} if isinstance(answer, dict) else answer


def cases() -> list[Any]:
    return [case for case in CASES if case["id"] in PUBLISHED and "error" not in answer(case)]


@pytest.mark.parametrize("case", cases(), ids=name)
def test_a_published_case_ends_the_same_in_a_few_submits(case: dict[str, Any]) -> None:
    whole = answer(case)
    person, on = plain(case["person"]), date.fromisoformat(whole["on"])
    done = walk(lambda slug: ANSWERS[slug](person, on), on)
    one_by_one = asked_of(person, on)
    assert done.status == whole["status"]
    assert done.status == assess(facts(one_by_one, LAW, on), LAW, on.toordinal()).status
    both = one_by_one.keys() & done.answers.keys()
    assert {slug: filled(done.answers[slug]) for slug in both} == {slug: one_by_one[slug] for slug in both}
    assert done.submits <= MOST_SUBMITS


def test_whoever_knows_nothing_is_told_that_nothing_is_known() -> None:
    unknown: dict[str, Any] = dict.fromkeys(("status", "work", "family", "past"), UNSURE)
    done = walk(lambda slug: NOTHING if slug == "illness" else unknown.get(slug), TODAY)
    assert done.status == "unknown"
    assert done.answers["birth-date"] is None
    assert done.answers["status"] == UNSURE


def test_the_groups_hold_every_question_once_in_the_order_of_the_questionnaire() -> None:
    assert [slug for _title, group in GROUPS for slug in group] == [question.slug for question in QUESTIONS]


def test_no_question_is_taken_for_another() -> None:
    """The boxes are told apart by what their names begin with."""
    every = [question.slug for question in QUESTIONS]
    assert [(one, other) for one in every for other in every if other.startswith(f"{one}-")] == []


def test_the_page_shrinks_for_a_child() -> None:
    before, after = page({}), page({"birth-date": "2015-05-05"})
    assert len(before.open) > 8
    assert slugs(after.open) == ["residence", "illness"]
    assert len(after.resting) == len(QUESTIONS) - 5  # subject, birth date, residence, illness, day


def test_what_was_not_on_the_page_before_is_marked() -> None:
    helped = Helped(1, answers={**GROWN, "family": NOTHING, "custody": "none", "wellbeing": "D"})
    first = sheet(helped, found(helped, TODAY), TODAY)
    assert [item for item in first.items if item.new] == []
    helped.shown = slugs(first.items)
    helped.answers["contributions"] = "none"
    second = sheet(helped, found(helped, TODAY), TODAY)
    added = [item.question.slug for item in second.items if item.new]
    assert added
    assert set(added) == set(slugs(second.open)) - set(helped.shown)


def test_an_answer_that_no_longer_matters_can_still_be_changed() -> None:
    shown = page({"birth-date": "2015-05-05", "wellbeing": "D"})
    assert "wellbeing" in slugs(shown.items)
    assert "wellbeing" not in slugs(shown.open)


def take(given: dict[str, Any], data: Data) -> taking.Taken:
    return taking.take(sent(data), {"subject": "self", **given}, TODAY)


def test_blank_is_not_an_answer() -> None:
    taken = take({}, {"asked": ["wellbeing", "status", "birth-date", "contributions"]})
    assert taken.answers == {"subject": "self"}
    assert taken.wrong == {}


def test_an_answer_that_was_emptied_is_taken_back() -> None:
    assert "status" not in take({"status": NOTHING}, {"asked": ["status"]}).answers


def test_a_question_that_is_not_on_the_page_keeps_its_answer() -> None:
    assert take({"status": NOTHING}, {"asked": ["wellbeing"]}).answers["status"] == NOTHING


def test_what_is_wrong_counts_as_not_answered() -> None:
    data = {"asked": ["status"], "status-answer": ["none", "pension"]}
    taken = take({"status": NOTHING}, data)
    assert "status" not in taken.answers
    assert taken.wrong.keys() == {"status"}


def test_half_a_date_is_wrong_and_not_unknown() -> None:
    data = {"asked": ["birth-date"], "birth-date-answer_day_day": ["7"], "birth-date-unknown": ["on"]}
    taken = take({}, data)
    assert taken.wrong.keys() == {"birth-date"}


def test_the_answers_are_held_against_the_day_that_is_asked_about() -> None:
    """A visit after the day of the check is none; the day stands last on the page and counts for all."""
    day = {"date-answer_day_day": ["1"], "date-answer_day_month": ["2"], "date-answer_day_year": ["2026"]}
    visit = {"care-visit_day": ["2"], "care-visit_month": ["3"], "care-visit_year": ["2026"], "care-answer": ["yes"]}
    right = take({}, {"asked": ["care"], **visit})
    assert right.answers["care"]["visit"] == "2026-03-02"
    wrong = take({}, {"asked": ["care", "date"], **visit, **day})
    assert wrong.wrong.keys() == {"care"}
    assert wrong.answers["date"] == "2026-02-01"


def test_the_wording_is_that_of_the_questionnaire() -> None:
    for subject in ("self", "child"):
        shown = page({"subject": subject})
        for item in shown.items:
            assert item.title == str(BY_SLUG[item.question.slug].title(subject))
