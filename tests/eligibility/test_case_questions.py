"""The published cases walk the questionnaire: not many questions, and the answer that all their facts give."""

from statistics import median

import pytest

from bench.questions import REPORT, Walk, report, walks

MOST_QUESTIONS = 15
MOST_IN_THE_MIDDLE = 12


@pytest.fixture(scope="module")
def found() -> list[Walk]:
    return list(walks())


def test_no_case_is_asked_too_much(found: list[Walk]) -> None:
    assert len(found) > 60
    assert max(walk.questions for walk in found) <= MOST_QUESTIONS
    assert median(walk.questions for walk in found) <= MOST_IN_THE_MIDDLE


def test_the_questionnaire_comes_to_the_answer_of_the_whole_facts(found: list[Walk]) -> None:
    assert {walk.name: walk.asked for walk in found if walk.asked != walk.whole} == {}


def test_the_report_is_that_of_the_code(found: list[Walk]) -> None:
    assert REPORT.read_text("utf-8") == report(found), "write it anew: python -m bench questions"
