"""What it says when a missing fact was verified: that it does not stand against the ground, and nothing more."""

from eligibility.rules.verified import verified

from .people import LAW

MARCH_2026 = 2026 * 12 + 2
RULES = LAW.at(LAW.last)


def test_no_work_no_such_circumstance_and_attached():
    codes = ["work", "circumstances.pension", "circumstances.disability", "polyclinic_attached"]
    assert verified(codes, RULES, MARCH_2026) == {
        "work": [],
        "circumstances": {"pension": False, "disability": False},
        "polyclinic_attached": True,
    }


def test_the_last_contribution_lies_just_before_the_months_that_count():
    """Three months before March are December to February: the contribution of November stands against nothing."""
    assert verified(["last_pension_contribution"], RULES, MARCH_2026) == {"last_pension_contribution": "2025-11"}


def test_what_is_no_mere_yes_or_no_stays_unknown():
    codes = ["residence", "birth_date", "care_sought", "contributions", "wellbeing_level"]
    assert verified(codes, RULES, MARCH_2026) == {}
