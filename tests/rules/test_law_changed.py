"""A law in which a number is supposed to be another one."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.rules import law as law_module
from eligibility.rules.law import SuppositionError, changed

LAW = law_module.load()
DAY = date(2026, 3, 16).toordinal()
LAST = date(2027, 6, 1).toordinal()


def test_the_number_is_another_and_everything_else_is_as_it_was():
    other = changed(LAW, {"minimum_wage": "90000"})
    before, after = LAW.at(DAY), other.at(DAY)
    assert after.values["minimum_wage"].amount == Decimal(90000)
    assert before.values["minimum_wage"].amount == Decimal(85000)
    assert {**after.values, "minimum_wage": before.values["minimum_wage"]} == before.values
    assert (other.first, other.last, other.starts, after.payers) == (LAW.first, LAW.last, LAW.starts, before.payers)
    assert other.at(LAST).values["minimum_wage"].at_least is None
    assert other.at(LAST).values["minimum_wage"].certainty == "sure"


def test_a_whole_number_is_used_even_if_the_law_was_asked_before():
    code = next(code for code, entry in LAW.tables["parameters"].items() if entry["unit"] == "months")
    known = LAW.at(DAY).whole(code)
    assert changed(LAW, {code: Decimal(known + 1)}).at(DAY).whole(code) == known + 1
    assert LAW.at(DAY).whole(code) == known


def test_the_digest_tells_what_is_supposed():
    digests = [changed(LAW, supposed).digest for supposed in ({}, {"minimum_wage": "1"}, {"minimum_wage": "2"})]
    assert len({LAW.digest, *digests}) == 4
    assert changed(LAW, {"minimum_wage": Decimal("1.0")}).digest == digests[1]
    assert max(map(len, digests)) <= 80


def unit(name: str) -> str:
    return next(code for code, entry in LAW.tables["parameters"].items() if entry["unit"] == name)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("no_such_parameter", "1"),
        ("minimum_wage", "a lot"),
        ("minimum_wage", "-1"),
        ("minimum_wage", "NaN"),
        (unit("months"), "1.5"),
        (unit("share"), "5"),
        (unit("day_of_month"), "31"),
    ],
)
def test_what_cannot_be_is_refused(code: str, value: str):
    with pytest.raises(SuppositionError) as refused:
        changed(LAW, {code: value})
    assert (refused.value.parameter, bool(refused.value.problem)) == (code, True)
