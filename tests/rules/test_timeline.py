"""The line of cover: on every day of it the same answer as the engine gives for that day, and every turn explained."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.rules.dates import add_months, day_text
from eligibility.rules.decide import decide
from eligibility.rules.law import LawRangeError
from eligibility.rules.timeline import MONTHS_BEHIND, Timeline, timeline

from .people import LAW, Json, day, facts_of, having, months, person, spell, stranger, work
from .strategies import asked_days, examples, people

FORGOTTEN = "unknown"


def line(who: Json, on: str) -> Timeline:
    return timeline(facts_of(who), LAW, day(on))


def told(shown: Timeline) -> list[tuple[str, str, str | None]]:
    """First day, status and ground of each stretch."""
    return [(day_text(part.first), part.status, part.ground) for part in shown.stretches]


def turns(shown: Timeline) -> list[tuple[str, str, str | None]]:
    return [(day_text(event.on), event.code, event.subject) for event in shown.events]


@examples(150)
@given(who=people(), on=asked_days, data=st.data())
def test_each_day_of_the_line_is_what_the_engine_says_of_it(who: Json, on: date, data: st.DataObject) -> None:
    facts, asked = facts_of(who), on.toordinal()
    shown = timeline(facts, LAW, asked)
    for part in shown.stretches:
        middle = data.draw(st.integers(part.first, part.last))
        for moment in {part.first, middle, part.last}:
            found = decide(facts, LAW, moment, asked=asked if moment < asked else None)
            ground = found.ground if found.status == "insured" else None
            assert (found.status, ground, found.payer) == (part.status, part.ground, part.payer), day_text(moment)


@examples(150)
@given(who=people(), on=asked_days)
def test_the_line_has_no_gap_and_stays_within_the_law(who: Json, on: date) -> None:
    shown = timeline(facts_of(who), LAW, on.toordinal())
    assert shown.stretches[0].first == shown.first <= shown.today == on.toordinal() <= shown.last
    assert shown.stretches[-1].last == shown.last <= min(LAW.last, add_months(shown.today, 24))
    assert shown.first >= max(LAW.first, add_months(shown.today, -MONTHS_BEHIND - 1))
    for before, after in pairwise(shown.stretches):
        assert after.first == before.last + 1
        assert (before.status, before.ground, before.payer) != (after.status, after.ground, after.payer)
    assert list(shown.events) == sorted(shown.events, key=lambda event: event.on)
    assert all(shown.first < event.on <= shown.last for event in shown.events)


@examples(100)
@given(who=people(), on=asked_days)
def test_every_turn_between_known_stretches_has_an_event(who: Json, on: date) -> None:
    shown = timeline(facts_of(who), LAW, on.toordinal())
    told_of = {event.on for event in shown.events}
    for before, after in pairwise(shown.stretches):
        if FORGOTTEN not in (before.status, after.status):
            assert after.first in told_of


def test_a_child_with_cerebral_palsy_who_turns_18() -> None:
    shown = line(person(birth_date="2009-03-15", diagnoses=[{"icd10": "G80"}]), "2026-11-22")
    assert told(shown) == [
        ("2025-11-01", "insured", "child"),
        ("2027-04-01", "unclear", None),
        ("2027-07-01", "not_insured", None),
    ]
    assert turns(shown) == [
        ("2026-01-01", "law_changes", "cerebral_palsy"),
        ("2027-03-15", "eighteenth_birthday", None),
        ("2027-04-01", "ground_ends", "child"),
        ("2027-07-01", "retention_ends", "retention_three_months"),
    ]


@pytest.mark.parametrize(
    ("who", "on", "turn"),
    [
        (
            person(wellbeing_level="D", polyclinic_attached=True, care_sought=["2026-03-02"]),
            "2026-03-02",
            ("2027-01-01", "year_ends", "wellbeing_crisis"),
        ),
        (
            person(diagnoses=[{"group": "myocardial_infarction", "since": "2026-02-01"}]),
            "2026-03-02",
            ("2026-08-01", "limit_ends", "myocardial_infarction"),
        ),
        (
            person(
                work=[work("employee", "2020-01-01", "2026-08-31")],
                contributions=[months("employee", "2025-11", "2026-08")],
            ),
            "2026-10-22",
            ("2026-12-01", "retention_ends", "retention_three_months"),
        ),
        (
            having("registered_unemployed", spell("2025-05-01")),
            "2026-01-22",
            ("2026-01-01", "law_changes", "registered_unemployed"),
        ),
        (
            having("raising_child_under_3", {"child_birth_date": "2024-05-05"}),
            "2026-11-22",
            ("2027-05-05", "third_birthday", None),
        ),
        (
            having("disability", spell("2020-01-01", "2026-12-31")),
            "2026-11-22",
            ("2027-01-01", "ground_ends", "disability"),
        ),
    ],
)
def test_what_turns_on_the_line(who: Json, on: str, turn: tuple[str, str, Any]) -> None:
    assert turn in turns(line(who, on))


def test_facts_without_dates_say_nothing_of_the_days_before() -> None:
    shown = line(stranger(birth_date="1990-01-01", circumstances={"pension": True}), "2026-11-22")
    assert told(shown) == [("2026-09-01", "unknown", None), ("2026-11-22", "insured", "pensioner")]
    assert turns(shown) == []


def test_a_past_of_which_something_is_known_is_shown_from_there() -> None:
    known = spell("2026-06-10")
    shown = line(
        stranger(birth_date="1990-01-01", circumstances={"pension": known}, known_from="2026-11-22"), "2026-11-22"
    )
    assert told(shown) == [("2026-06-10", "insured", "pensioner")]


def test_a_day_outside_the_known_law_is_an_error() -> None:
    with pytest.raises(LawRangeError):
        line(person(), "2028-01-01")
