"""By when a step has to be begun: counted back from the last day of cover, and never a day that nothing rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.rules.assess import Assessment, assess
from eligibility.rules.codes import ROUTES
from eligibility.rules.deadlines import (
    Deadline,
    coming_loss,
    deadlines,
    deadlines_for,
    first_loss,
    last_day_to_begin,
    lead_of,
)
from eligibility.rules.facts import Facts

from .people import LAW, Json, day, facts_of, having, months, person, stranger
from .strategies import asked_days, examples, people

TODAY = "2026-03-16"
RULES = LAW.at(day(TODAY))


def asked(who: Json, on: str = TODAY) -> tuple[Assessment, Facts]:
    facts = facts_of(who)
    return assess(facts, LAW, day(on)), facts


def found(who: Json, on: str = TODAY) -> dict[str, Deadline]:
    return {item.route: item for item in deadlines(*asked(who, on))}


def after(code: str, who: Json, on: str = TODAY) -> Deadline:
    """The deadline of a route that opens when the cover of today ends."""
    (item,) = deadlines_for([code], *asked(who, on))
    return item


def until(end: str) -> Json:
    """Insured by a disability whose term ends on the day; a birthday far away, attached, an illness known."""
    return having("disability", {"to": end}, polyclinic_attached=True)


def child(birth: str, **facts: object) -> Json:
    return stranger(birth_date=birth, residence="citizen", diagnoses=[{"group": "cerebral_palsy"}], **facts)


class TestCountingBack:
    def test_months_of_our_own_advice(self):
        """31 August less three months: the case for which the portal exists."""
        item = found(child("2008-08-10"))["disability_assessment"]
        assert item.by == day("2026-05-31")
        assert item.cover_ends == day("2026-08-31")
        assert (item.because, item.late, item.certainty) == ("child", False, "unclear")

    @pytest.mark.parametrize(
        ("end", "by"),
        [
            ("2026-05-29", "2026-05-25"),  # Friday: the four days before it are Tuesday to Friday
            ("2026-05-30", "2026-05-25"),  # Saturday
            ("2026-05-31", "2026-05-25"),  # Sunday
            ("2026-06-01", "2026-05-26"),  # Monday
            ("2026-06-04", "2026-05-29"),
            ("2026-06-05", "2026-06-01"),
        ],
    )
    def test_working_days(self, end: str, by: str):
        lead = lead_of(LAW, RULES, "register_as_unemployed")
        assert lead is not None
        assert last_day_to_begin(lead, day(end)) == day(by)
        assert found(until(end))["register_as_unemployed"].by == day(by)

    @pytest.mark.parametrize(
        ("end", "by"),
        [
            ("2026-05-31", "2026-05-26"),  # processed on Wednesday, Thursday and Friday
            ("2026-05-30", "2026-04-27"),  # 31 May would be uncovered: the payment has to give May as well
            ("2026-05-01", "2026-04-27"),
            ("2026-04-30", "2026-04-27"),
            ("2026-04-29", "2026-03-26"),
        ],
    )
    def test_payments_are_processed_before_the_month_begins(self, end: str, by: str):
        assert after("pay_advance", until(end)).by == day(by)

    def test_the_processing_time_is_that_of_the_law(self):
        lead = lead_of(LAW, RULES, "pay_advance")
        assert lead is not None
        assert lead.working_days == RULES.whole("payment_processing_days")
        assert lead.certainty == RULES.values["payment_processing_days"].certainty

    @pytest.mark.parametrize(("on", "late"), [("2026-05-30", False), ("2026-05-31", False), ("2026-06-01", True)])
    def test_late_from_the_day_after(self, on: str, late: bool):
        item = found(child("2008-08-10"), on)["disability_assessment"]
        assert (item.by, item.late) == (day("2026-05-31"), late)

    def test_a_kept_status_is_counted_from_its_end(self):
        who = person(contributions=[months("employee", "2025-01", "2026-02")], polyclinic_attached=True)
        items = found(who)
        assert items["pay_arrears"].cover_ends == day("2026-05-31")
        assert items["pay_arrears"].by == day("2026-05-26")
        assert items["pay_arrears"].because == "retention_three_months"


class TestWhatStandsInTheWay:
    def test_a_child_registers_and_pays_from_the_birthday(self):
        for code in ("register_as_unemployed", "pay_advance"):
            assert after(code, child("2008-08-10")).earliest == day("2026-08-10")

    def test_a_birthday_at_the_end_of_the_month_leaves_little_time(self):
        """On 30 August the four working days are gone: then the first possible day is the last one as well."""
        item = after("register_as_unemployed", child("2008-08-30"))
        assert item.by == item.earliest == day("2026-08-30")

    def test_study_has_to_end_first(self):
        who = having("full_time_study", {"from": "2022-09-01", "to": "2026-06-30"}, polyclinic_attached=True)
        item = after("register_as_unemployed", who)
        assert (item.by, item.earliest, item.cover_ends) == (None, day("2026-07-01"), day("2026-06-30"))
        assert not item.late

    def test_study_that_ends_is_not_proved(self):
        who = having("full_time_study", {"from": "2022-09-01", "to": "2026-06-30"})
        assert "prove_study" not in found(who)
        assert "prove_study" in found(child("2008-08-10"))

    def test_a_new_year_needs_a_new_visit(self):
        who = person(wellbeing_level="D", polyclinic_attached=True, care_sought=["2026-03-02"])
        result, _ = asked(who)
        assert result.ground == "wellbeing_crisis"
        item = found(who)["seek_care"]
        assert (item.by, item.earliest, item.cover_ends) == (None, day("2027-01-01"), day("2026-12-31"))

    def test_a_visit_under_article_26_does_not_count(self):
        assert after("seek_care", child("2008-08-10")).earliest == day("2026-09-01")

    def test_a_visit_during_a_kept_status_does(self):
        who = person(
            contributions=[months("employee", "2025-01", "2026-02")], wellbeing_level="D", polyclinic_attached=True
        )
        item = after("seek_care", who)
        assert (item.by, item.earliest) == (day("2026-05-29"), None)


class TestNothingToCount:
    def test_not_insured_means_now(self):
        items = found(person())
        assert {item.by for item in items.values()} == {None}
        assert {item.late for item in items.values()} == {True}
        assert "ask_the_fund" not in items

    def test_no_loss_in_sight(self):
        who = having("pension", True, polyclinic_attached=False)
        assert found(who)["attach_to_polyclinic"] == Deadline("attach_to_polyclinic", None, None, "", False, "sure")

    def test_a_loss_far_off_asks_for_nothing_yet(self):
        result, facts = asked(child("2009-08-10"))
        assert coming_loss(result) is None
        assert first_loss(result) is not None
        assert deadlines(result, facts) == ()
        assert deadlines_for(["disability_assessment"], result, facts)[0].by == day("2027-05-31")

    def test_every_route_but_three_has_a_lead(self):
        assert {code for code in ROUTES if lead_of(LAW, RULES, code) is None} == {
            "nothing_to_do",
            "prove_category",
            "ask_the_fund",
        }


class TestProperties:
    @given(who=people(), on=asked_days)
    @examples(150)
    def test_never_after_the_end_and_always_the_same(self, who: Json, on: date):
        facts = facts_of(who)
        result = assess(facts, LAW, on.toordinal())
        items = deadlines_for(ROUTES, result, facts)
        assert items == deadlines_for(ROUTES, result, facts)
        loss = first_loss(result)
        for item in items:
            assert item.cover_ends == (loss.on - 1 if loss else None)
            assert item.by is None or (item.cover_ends is not None and item.by <= item.cover_ends)
            assert item.earliest is None or item.earliest > result.on
            if item.by is not None:
                assert item.late == (item.by < result.on)
                assert item.earliest is None or item.earliest <= item.by
            elif item.late:
                assert result.status != "insured"

    @given(end=st.dates(date(2026, 4, 1), date(2027, 2, 26)), later=st.integers(1, 60), code=st.sampled_from(ROUTES))
    @examples(150)
    def test_it_moves_with_the_end(self, end: date, later: int, code: str):
        lead = lead_of(LAW, RULES, code)
        if lead is None:
            return
        earlier = last_day_to_begin(lead, end.toordinal())
        assert earlier <= end.toordinal()
        assert earlier <= last_day_to_begin(lead, (end + timedelta(later)).toordinal())
