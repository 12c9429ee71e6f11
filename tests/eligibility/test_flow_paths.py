"""Every way through the questionnaire: it ends, it asks nothing twice, nothing in vain, and not too much."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from eligibility.answers import facts
from eligibility.flow import first_open
from eligibility.questions import BY_SLUG
from eligibility.rules import law as law_module
from eligibility.rules.assess import wanted
from eligibility.rules.dates import month_text
from eligibility.rules.decide import Decision, decide

LAW = law_module.load()
ON = date(2026, 3, 15)
MOST_QUESTIONS = 16
MOST_NOT_KNOWN = 2
"""The exhaustive walk takes all ways with up to so many "I don't know"; beyond that they are drawn at random."""

NONE, UNSURE = {"yes": [], "rest": "no"}, {"yes": [], "rest": "unknown"}


def ticked(*codes: str, **details: Any) -> dict[str, Any]:
    return {"yes": list(codes), "rest": "no", **details}


UNTIL_JANUARY = [month_text(month) for month in range(2025 * 12 + 2, 2026 * 12 + 1)]

# What can be answered to each question: one answer for each way on, "I don't know" included.
OPTIONS: dict[str, list[Any]] = {
    "subject": ["self"],
    "birth-date": ["2010-05-05", "1985-05-05", None],
    "residence": ["citizen", "kandas", None],
    "status": [NONE, UNSURE, ticked("pension")],
    "work": [NONE, UNSURE, ticked("employee")],
    "family": [NONE, UNSURE, ticked("pregnancy")],
    "custody": ["none", "house_arrest", None],
    "wellbeing": ["D", "none", None],
    "polyclinic": ["yes", "no", None],
    "care": [{"visit": "2026-03-02", "worked": "no"}, "no", None],
    "contributions": [
        "none",
        {"choice": "all", "payer": "employee"},
        {"choice": "some", "payer": "employee", "months": UNTIL_JANUARY},
        {"choice": "some", "payer": "self_payer", "months": ["2026-03"]},
        None,
    ],
    "five-years": ["yes", None],
    "past": [NONE, UNSURE],
    "pension-contributions": [{"month": "2026-02"}, "none", None],
    "income": [{"employee": 200000}, None],
    "illness": [NONE],
}


MORE_OPTIONS: dict[str, list[Any]] = {
    "birth-date": ["2008-03-01"],
    "residence": ["foreigner", "refugee", "permanent_resident", "eaeu_worker"],
    "status": [ticked("disability"), ticked("temporary_status"), ticked("registered_unemployed")],
    "work": [ticked("entrepreneur"), ticked("suspended"), ticked("serviceman"), ticked("civil_contract", "employee")],
    "family": [ticked("raising_child_under_3", child_birth_date="2025-01-01"), ticked("parental_leave")],
    "custody": ["minimum", "imprisonment", "remand"],
    "wellbeing": ["E", "C"],
    "care": [{"visit": "2026-03-02", "worked": "yes"}, {"visit": "2026-01-10", "worked": None}],
    "contributions": [{"choice": "ahead", "payer": "self_payer", "first_ahead": "2026-01", "last_ahead": "2026-12"}],
    "five-years": ["no"],
    "past": [ticked("full_time_study", full_time_study_to="2026-02"), ticked("disability", disability_to="2025-09")],
    "pension-contributions": [{"month": "2025-11"}],
    "illness": [ticked("diabetes"), ticked("stroke", "suspected")],
}


class Ways:
    """Walks every combination of answers; ways that arrive in the same situation go on together."""

    def __init__(self) -> None:
        self.seen: dict[tuple[Any, ...], Counter[int]] = {}

    def from_here(self, answers: dict[str, Any]) -> Counter[int]:
        """How many ways lead on from these answers, by the number of questions still to come."""
        if "subject" not in answers:
            return self._asking("subject", answers)
        decision = decide(facts(answers, LAW, ON), LAW, ON.toordinal(), every_ground=True)
        missing = wanted(decision)
        key = (*situation(answers, decision, missing), not_known(answers))
        if key not in self.seen:
            following = first_open(answers, missing)
            if following is None:
                assert_explained(answers, decision, missing)
                self.seen[key] = Counter({0: 1})
            else:
                assert following.slug not in answers, f"asked twice: {following.slug}"
                assert set(following.facts) & set(missing), f"asked in vain: {following.slug}"
                self.seen[key] = self._asking(following.slug, answers)
        return self.seen[key]

    def _asking(self, slug: str, answers: dict[str, Any]) -> Counter[int]:
        found: Counter[int] = Counter()
        for option in OPTIONS[slug]:
            if option in (None, UNSURE) and not_known(answers) == MOST_NOT_KNOWN:
                continue
            for length, count in self.from_here({**answers, slug: option}).items():
                found[length + 1] += count
        return found


def not_known(answers: dict[str, Any]) -> int:
    """How often "I don't know" was answered."""
    return sum(answer is None or answer == UNSURE for answer in answers.values())


def situation(answers: dict[str, Any], decision: Decision, missing: tuple[str, ...]) -> tuple[Any, ...]:
    """What the next question depends on: what came of every ground, what it misses, and what was asked already."""
    outcomes = tuple(found.verdict.truth for found in decision.findings)
    return outcomes, missing, frozenset(answers)


def assert_explained(answers: dict[str, Any], decision: Decision, missing: tuple[str, ...]) -> None:
    """At the end of a way the status is known, or every fact that it misses was asked for and is not known."""
    if decision.status == "unknown":
        asked = {fact for slug in answers for fact in BY_SLUG[slug].facts}
        assert set(missing) <= asked, f"dead end, never asked: {set(missing) - asked} after {answers}"


@pytest.fixture(scope="module")
def walked() -> tuple[Ways, Counter[int]]:
    ways = Ways()
    return ways, ways.from_here({})


def test_no_way_is_too_long(walked: tuple[Ways, Counter[int]]) -> None:
    ways, lengths = walked
    total = lengths.total()
    reached, median = 0, 0
    for length in sorted(lengths):
        reached += lengths[length]
        if reached * 2 >= total:
            median = length
            break
    print(f"{total} ways, {len(ways.seen)} situations; questions: at most {max(lengths)}, median {median}")
    assert max(lengths) <= MOST_QUESTIONS
    assert median <= 14


def test_ways_with_many_unknowns() -> None:
    """Ways drawn at random, with other answers too and any number of "I don't know"."""
    draw = Random(2026)
    for _ in range(400):
        answers: dict[str, Any] = {"subject": "self"}
        for length in range(1, MOST_QUESTIONS + 1):
            decision = decide(facts(answers, LAW, ON), LAW, ON.toordinal(), every_ground=True)
            missing = wanted(decision)
            following = first_open(answers, missing)
            if following is None:
                assert_explained(answers, decision, missing)
                break
            assert following.slug not in answers
            assert length < MOST_QUESTIONS, f"too many questions: {list(answers)}"
            choices = OPTIONS[following.slug] + MORE_OPTIONS.get(following.slug, [])
            answers[following.slug] = draw.choice(
                [*choices, *[option for option in choices if option in (None, UNSURE)]]
            )


def test_every_question_can_be_asked(walked: tuple[Ways, Counter[int]]) -> None:
    ways, _ = walked
    asked = {slug for key in ways.seen for slug in key[2]}
    assert asked == set(OPTIONS)
    assert set(OPTIONS) | {"date"} == set(BY_SLUG)
