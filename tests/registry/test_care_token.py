"""The token of free care: worked out by the engine for the day, the same for every illness."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from eligibility.rules import law as law_module
from eligibility.rules.decide import decide
from registry import care_token, lookup
from registry.facts import facts_of, person_of
from registry.models import Citizen, Diagnosis
from tests.registry.world import TODAY, World, who

ONE_DAY = timedelta(days=1)
GROUPS: dict[str, dict[str, Any]] = {
    "tuberculosis": {"icd10": "A15.0"},
    "hiv": {"icd10": "B20"},
    "hepatitis_cirrhosis": {"icd10": "B18.2"},
    "cancer": {"icd10": "C50.9"},
    "mental": {"icd10": "F20.0"},
    "orphan": {"icd10": "E75.2", "orphan": True},
    "neurodegenerative": {"icd10": "G30"},
    "demyelinating": {"icd10": "G35"},
    "epilepsy": {"icd10": "G40.1"},
    "myocardial_infarction": {"icd10": "I21.0", "since": date(2026, 1, 10)},
    "stroke": {"icd10": "I63.9", "since": date(2026, 1, 10)},
}
"""One case of each group that the free package pays for in 2026."""


@pytest.fixture
def patient(world: World) -> Citizen:
    return world.known_citizen()


def ill(citizen: Citizen, world: World, icd10: str, **fields: Any) -> Diagnosis:
    place = fields.pop("polyclinic", world.polyclinic)
    return Diagnosis.objects.create(citizen=citizen, polyclinic=place, icd10=icd10, **fields)


def token(citizen: Citizen, on: date = TODAY) -> str:
    law = law_module.load()
    citizen = Citizen.objects.get(pk=citizen.pk)
    facts = facts_of(person_of(citizen, on), law, on)
    status = decide(facts, law, on.toordinal()).status
    return care_token.token(citizen, facts, status, law, on).outcome


def test_the_cases_are_all_groups_that_the_law_pays_for_freely():
    packages = law_module.load().at(TODAY.toordinal()).packages
    assert set(GROUPS) == {code for code, rules in packages.items() if rules.package == "gobmp"}
    assert len(GROUPS) == 11


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_gives_the_token(world: World, patient: Citizen, group: str):
    assert token(patient) == "no"
    row = ill(patient, world, **GROUPS[group], polyclinic=world.other_polyclinic)
    assert token(patient) == "yes"
    Diagnosis.objects.filter(pk=row.pk).update(closed_on=TODAY)
    assert token(patient) == "no"


@pytest.mark.parametrize("group", GROUPS)
def test_a_suspicion_is_paid_for_as_the_law_says(world: World, patient: Citizen, group: str):
    ill(patient, world, **(GROUPS[group] | {"since": None, "suspected": True}))
    assert token(patient) == "yes"
    assert token(patient, date(2025, 12, 31)) == ("yes" if group in ("tuberculosis", "hiv") else "no")


@pytest.mark.parametrize("icd10", ["E11.9", "G80.1", "I05", "M32.1", "J06", "I10"])
def test_other_illnesses_give_none(world: World, patient: Citizen, icd10: str):
    ill(patient, world, icd10)
    assert token(patient) == "no"


def test_what_moved_to_the_insurance_in_2026(world: World, patient: Citizen):
    ill(patient, world, "E11.9")
    ill(patient, world, "G40")
    Diagnosis.objects.filter(icd10="G40").update(closed_on=date(2026, 1, 1))
    assert (token(patient, date(2025, 12, 31)), token(patient, date(2026, 1, 1))) == ("yes", "no")


@pytest.mark.parametrize(
    ("icd10", "since", "last"),
    [
        ("I21.0", date(2026, 1, 10), date(2026, 7, 9)),
        ("I22.9", date(2026, 8, 31), date(2027, 2, 27)),  # six months later there is no 31st
        ("I21.4", date(2026, 3, 31), date(2026, 9, 29)),
        ("I63.9", date(2026, 1, 10), date(2027, 1, 9)),
        ("I61.0", date(2024, 2, 29), None),  # over before the law of 2026
        ("I60.1", date(2026, 2, 28), date(2027, 2, 27)),
    ],
)
def test_the_term_ends_by_itself(world: World, patient: Citizen, icd10: str, since: date, last: date | None):
    ill(patient, world, icd10, since=since)
    if last is None:
        assert token(patient) == "no"
        return
    assert [token(patient, last + step * ONE_DAY) for step in (-1, 0, 1)] == ["yes", "yes", "no"]


def test_an_infarction_on_the_29th_of_february(world: World, patient: Citizen):
    ill(patient, world, "I21.0", since=date(2024, 2, 29))
    assert [token(patient, date(2024, 8, day)) for day in (27, 28, 29)] == ["yes", "yes", "no"]


@pytest.mark.parametrize("icd10", ["I21.0", "I63.9"])
def test_without_the_onset_it_is_not_known(world: World, patient: Citizen, icd10: str):
    ill(patient, world, icd10)
    assert token(patient) == "unknown"
    ill(patient, world, "G40")
    assert token(patient) == "yes"


@pytest.mark.parametrize("icd10", ["K70.3", "D05", "карта"])
def test_what_the_sources_do_not_agree_on_or_what_cannot_be_read_is_not_known(
    world: World, patient: Citizen, icd10: str
):
    ill(patient, world, icd10)
    assert token(patient) == "unknown"


@pytest.mark.parametrize(("residence", "expected"), [("", "unknown"), ("foreigner", "no"), ("refugee", "yes")])
def test_the_free_package_is_open_to_residents(world: World, residence: str, expected: str):
    patient = world.known_citizen(residence=residence)
    ill(patient, world, "G40")
    assert token(patient) == expected


def test_an_onset_that_is_still_to_come_counts_later(world: World, patient: Citizen):
    ill(patient, world, "G40", since=TODAY + ONE_DAY)
    assert (token(patient), token(patient, TODAY + ONE_DAY)) == ("no", "yes")


def test_one_query_whatever_there_is(world: World, patient: Citizen, django_assert_num_queries: Any):
    law, nobody = law_module.load(), Citizen(pk=0)
    facts = facts_of(person_of(patient, TODAY), law, TODAY)
    for case in GROUPS.values():
        ill(patient, world, **case)
    for citizen in (patient, nobody):
        with django_assert_num_queries(1):
            care_token.token(citizen, facts, "not_insured", law, TODAY)


@pytest.mark.parametrize(("moment", "expected"), [("2026-07-09T18:59:59", "yes"), ("2026-07-09T19:00:00", "no")])
def test_the_card_turns_at_midnight_in_kazakhstan(world: World, moment: str, expected: str):
    """UTC+5: the last day of the six months ends at 19:00 UTC."""
    patient = world.known_citizen()
    ill(patient, world, **GROUPS["myocardial_infarction"])
    now = datetime.fromisoformat(f"{moment}+00:00")
    assert lookup.read(who(world.registrar, now=now), patient).token.outcome == expected
