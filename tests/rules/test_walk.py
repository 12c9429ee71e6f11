"""That the short ways of the walk over the grounds lead where the long ones do."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from eligibility.rules.case import RESTS_ON, Case, Ground
from eligibility.rules.decide import decide
from eligibility.rules.facts import CIRCUMSTANCES, NO_CIRCUMSTANCES
from eligibility.rules.truth import NO

from .people import LAW, Json, facts_of, person
from .strategies import asked_days, examples, people


def test_every_circumstance_is_one_that_a_ground_rests_on():
    assert sorted(RESTS_ON.values()) == sorted(CIRCUMSTANCES)


@pytest.mark.parametrize("ground", RESTS_ON, ids=lambda ground: ground.__name__)
@given(who=people(), on=asked_days)
@examples(6)
def test_without_its_circumstance_a_ground_is_absent(ground: Ground, who: Json, on: date):
    facts = facts_of(who)
    never = {**facts.circumstances, RESTS_ON[ground]: ()}
    case = Case(replace(facts, circumstances=never), LAW, on.toordinal())
    assert case.absent.truth != NO or ground(case) == case.absent


@given(who=people(dated=True, complete=True), on=asked_days)
@examples(40)
def test_who_is_known_to_have_none_is_decided_as_one_who_is_asked_of_each(who: Json, on: date):
    facts, day = facts_of({**who, "circumstances": {}}), on.toordinal()
    assert facts.circumstances is NO_CIRCUMSTANCES
    asked = replace(facts, circumstances=dict(NO_CIRCUMSTANCES))
    for every_ground in (False, True):
        short, long = (decide(known, LAW, day, every_ground) for known in (facts, asked))
        assert short[1:] == long[1:]


def test_rules_of_another_law_keep_nothing_of_this_one():
    rules = LAW.at(LAW.last)
    decide(facts_of(person()), LAW, LAW.last)
    assert rules.walks
    assert not replace(rules).walks
    assert not replace(rules).numbers
