"""Why somebody is not insured, and the first way open to him, as the whole answer has it."""

from typing import Any

import pytest

from eligibility.rules.assess import assess
from eligibility.rules.codes import ROUTES
from registry.facts import facts_of
from registry.picture import why
from registry.picture.kinds import CAME, LISTED, Kind, rest_of
from registry.picture.reasoning import NO_ROUTE, said_of
from registry.tables import TableError
from tests.registry.world import TODAY

from .people import IDLE, LAW, UNKNOWN

LEVEL = {"wellbeing_level": [{"level": "D", "from": "2025-01-01"}]}
STOPPED = {"contributions": [{"kind": "employee", "from": "2020-01", "to": "2025-08"}]}
PEOPLE: dict[str, tuple[dict[str, Any], str, str]] = {
    "idle": ({**IDLE}, "", "never"),
    "a level and no visit": ({**IDLE, **LEVEL}, CAME, "level_not_come"),
    "a level and no polyclinic": ({**IDLE, **LEVEL, "polyclinic_attached": False}, CAME, "level_not_attached"),
    "a level of the card alone": ({**IDLE}, LISTED, "level_not_confirmed"),
    "stopped": ({**IDLE, **STOPPED}, "", "stopped"),
    "at work": ({**IDLE, **STOPPED, "work": [{"kind": "employee", "from": "2020-01-01"}]}, "", "stopped"),
    "in business": ({**IDLE, "work": [{"kind": "entrepreneur", "from": "2020-01-01"}]}, "", "never"),
    "a foreigner": ({**IDLE, "residence": "permanent_resident"}, "", "never"),
    "not known": ({**UNKNOWN}, "", "life_unknown"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_said_of_a_person(name: str):
    person, stage, expected = PEOPLE[name]
    whole = assess(facts_of(person, LAW, TODAY), LAW, TODAY.toordinal())
    assert whole.status != "insured"
    assert said_of(person, stage, LAW, TODAY) == (expected, next(iter(whole.routes), NO_ROUTE))


def test_facts_that_cannot_be_read_are_another_reason():
    assert said_of({"birth_date": "no day"}, "", LAW, TODAY) == (why.OTHER, NO_ROUTE)


def test_a_reason_that_the_engine_never_gives_is_refused(tmp_path: Any):
    file = tmp_path / "why.toml"
    file.write_text('[x]\nreasons = ["no_such"]\ntext = { kk = "x", ru = "x", en = "x" }\n', "utf-8")
    with pytest.raises(TableError, match="no_such"):
        why.load(file)
    file.write_text('[x]\ntext = { kk = "x", ru = "x" }\n', "utf-8")
    with pytest.raises(TableError, match="kk, ru, en"):
        why.load(file)


def test_every_kind_fits_into_its_column_and_is_read_back():
    longest = [max(words, key=len) for words in (("not_insured", "insured"), why.load(), (*ROUTES, NO_ROUTE))]
    kind = Kind(longest[0], "", "", longest[1], longest[2], "confirmed", unemployed=True)
    covered = Kind("insured", "carer_of_first_group_person", "republican_budget", "", "", "confirmed", unemployed=True)
    for item in (kind, covered, rest_of("not_insured")):
        assert len(item.code) <= 80
        assert Kind.read(item.code) == item
