"""What an officer is told of a ground that he may confirm, and of what the applicant and the registry say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from eligibility.facts_in_words import fact_in_words
from eligibility.rules import law as law_module
from eligibility.rules.case import Case
from eligibility.rules.decide import decide
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.grounds.local import conditions
from eligibility.rules.law import LawRangeError
from eligibility.rules.truth import YES
from registry.admin.office.engine_words import picture
from registry.facts import CIRCUMSTANCE_OF, CONFIRMABLE, LEVEL_OF, facts_of, person_of
from registry.verdicts import Difference, all_verdicts, confirmation, differences, merged
from tests.rules.people import having, person, work
from tests.rules.strategies import asked_days, examples, people

from .world import TODAY, World

LAW = law_module.load()
DAY = timedelta(days=1)
NEEDY = person(polyclinic_attached=True)
OUTCOMES = {
    "level": "yes",
    "pension_free": "yes",
    "not_working": "yes",
    "outside_article_26": "yes",
    "attached": "yes",
    "residence": "yes",
}


def of_level(who: dict[str, Any], code: str = "wellbeing_crisis", on: date = TODAY) -> dict[str, str]:
    found = confirmation(who, code, on, None, LAW, on)
    return {item.code: item.outcome for item in found.conditions}


class TestLevels:
    @pytest.mark.parametrize("code", LEVEL_OF)
    def test_the_level_is_supposed_and_care_is_not_asked_for(self, code: str):
        assert of_level(NEEDY, code) == OUTCOMES
        for told in ("B", [{"level": "B", "from": "2020-01-01"}], [{"level": "B", "from": "2026-03-16"}]):
            assert of_level({**NEEDY, "wellbeing_level": told}, code) == OUTCOMES
        found = confirmation(NEEDY, code, TODAY, None, LAW, TODAY)
        assert (found.outcome, found.reasons, found.missing, found.day) == ("yes", (), (), TODAY)

    @pytest.mark.parametrize(
        ("facts", "condition", "outcome", "reason"),
        [
            (
                {"last_pension_contribution": "2025-12"},
                "pension_free",
                "no",
                "pension_contribution_in_last_three_months",
            ),
            ({"last_pension_contribution": "2025-11"}, "pension_free", "yes", None),
            ({"work": [work("employee")]}, "not_working", "no", "working_when_care_was_sought"),
            ({"work": [work("entrepreneur", suspended=True)]}, "not_working", "yes", None),
            (
                having("disability", True),
                "outside_article_26",
                "no",
                "insured_by_article_26_when_care_was_sought",
            ),
            ({"polyclinic_attached": False}, "attached", "no", "not_attached_to_polyclinic"),
            ({"residence": "foreigner"}, "residence", "unclear", "residence_not_settled"),
        ],
        ids=str,
    )
    def test_one_condition_decides(self, facts: dict[str, Any], condition: str, outcome: str, reason: str | None):
        found = confirmation({**NEEDY, **facts}, "wellbeing_crisis", TODAY, None, LAW, TODAY)
        item = next(item for item in found.conditions if item.code == condition)
        assert (item.outcome, item.reasons) == (outcome, (reason,) if reason else ())
        assert of_level({**NEEDY, **facts}) == {**OUTCOMES, condition: outcome}
        assert found.outcome == outcome
        assert found.reasons == item.reasons

    @pytest.mark.parametrize(
        ("fact", "condition"),
        [
            ("last_pension_contribution", "pension_free"),
            ("work", "not_working"),
            ("polyclinic_attached", "attached"),
        ],
    )
    def test_what_is_not_known_is_asked_for(self, fact: str, condition: str):
        told = {**NEEDY, "work": [], "last_pension_contribution": False, "circumstances": {}}
        del told["unmentioned"], told[fact]
        found = confirmation(told, "wellbeing_crisis", TODAY, None, LAW, TODAY)
        assert of_level(told)[condition] == "unknown"
        assert found.outcome == "unknown"
        assert {fact, "circumstances.pension"} <= set(found.missing)

    def test_each_names_its_article(self):
        found = confirmation(NEEDY, "wellbeing_crisis", TODAY, None, LAW, TODAY)
        cited = {item.code: (item.act, item.article) for item in found.conditions}
        assert cited["pension_free"] == ("405-V", "26-1 (1) 2)")
        assert all(act in LAW.tables["acts"] for act, _ in cited.values())
        assert set(cited) <= set(LAW.tables["terms"]["conditions"])

    def test_not_law_before_2026(self):
        found = confirmation(NEEDY, "wellbeing_crisis", date(2025, 12, 31), date(2025, 12, 31), LAW, TODAY)
        assert (found.outcome, found.day) == ("no", date(2025, 12, 31))
        assert confirmation(NEEDY, "wellbeing_crisis", date(2026, 1, 1), None, LAW, date(2025, 12, 1)).outcome == "yes"

    @given(who=people(), on=asked_days, code=st.sampled_from(sorted(LEVEL_OF)))
    @examples(150)
    def test_all_conditions_hold_exactly_where_a_visit_of_that_day_insures(
        self, who: dict[str, Any], on: date, code: str
    ):
        who.pop("birth_date", None)
        if who.get("unmentioned") == "no" and on.day % 2:
            who |= {"polyclinic_attached": True, "wellbeing_level": LEVEL_OF[code], "work": [], "circumstances": {}}
        case = Case(facts_of({**who, "care_sought": [on.isoformat()]}, LAW, on), LAW, on.toordinal())
        if code in case.rules.payers:
            holds = all(item.verdict.truth == YES for item in conditions(case, LEVEL_OF[code]))
            assert holds == (case.verdict(GROUNDS[code]).truth == YES)


class TestCategories:
    @pytest.mark.parametrize("code", CIRCUMSTANCE_OF)
    def test_the_circumstance_is_supposed(self, code: str):
        found = confirmation(person(), code, TODAY, TODAY + 20 * DAY, LAW, TODAY)
        assert [(item.code, item.outcome) for item in found.conditions] == [(code, "yes")]
        assert found.conditions[0].act in LAW.tables["acts"]

    def test_the_rest_is_asked_of_the_engine(self):
        found = confirmation(person(work=[work("employee")]), "targeted_assistance", TODAY, None, LAW, TODAY)
        assert (found.outcome, found.reasons) == ("no", ("working",))
        found = confirmation({}, "targeted_assistance", TODAY, None, LAW, TODAY)
        assert (found.outcome, found.missing) == ("unknown", ("work",))

    def test_the_age_of_the_child_goes_over(self):
        declared = having("raising_child_under_3", {"child_birth_date": "2023-03-17"})
        assert confirmation(declared, "parent_of_child_under_3", TODAY, None, LAW, TODAY).outcome == "yes"
        found = confirmation(declared, "parent_of_child_under_3", TODAY, None, LAW, TODAY + DAY)
        assert (found.outcome, found.reasons) == ("unclear", ("month_of_third_birthday",))

    def test_an_elder_child_is_another_one(self):
        held = having("raising_child_under_3", [{"from": "2020-01-01", "child_birth_date": "2019-12-01"}])
        ground = "parent_of_child_under_3"
        assert confirmation(held, ground, TODAY, None, LAW, TODAY).outcome == "yes"
        assert confirmation(held, ground, TODAY, None, LAW, TODAY, date(2024, 1, 1)).outcome == "yes"
        assert confirmation(held, ground, TODAY, None, LAW, TODAY, date(2023, 1, 1)).reasons == ("child_is_three",)

    @pytest.mark.parametrize(
        ("starts", "ends", "day"),
        [
            (TODAY - DAY, TODAY + DAY, TODAY),
            (TODAY + DAY, None, TODAY + DAY),
            (TODAY - 9 * DAY, TODAY - DAY, TODAY - DAY),
            (TODAY, TODAY, TODAY),
        ],
    )
    def test_the_day_is_the_nearest_one_confirmed(self, starts: date, ends: date | None, day: date):
        assert confirmation(person(), "pensioner", starts, ends, LAW, TODAY).day == day

    def test_nothing_is_said_beyond_the_known_law(self):
        with pytest.raises(LawRangeError):
            confirmation(person(), "pensioner", date(2028, 1, 1), None, LAW, TODAY)

    def test_what_nobody_confirms_is_refused(self):
        with pytest.raises(KeyError):
            confirmation(person(), "employee", TODAY, None, LAW, TODAY)

    @pytest.mark.parametrize("code", CONFIRMABLE)
    def test_what_is_said_comes_true(self, world: World, code: str):
        """The supposed ground is the confirmed one."""
        citizen = world.known_citizen()
        said = confirmation(person_of(citizen, TODAY), code, TODAY, None, LAW, TODAY)
        world.ground(citizen, code, TODAY)
        citizen.visits.create(polyclinic=world.polyclinic, day=TODAY)
        facts = facts_of(person_of(type(citizen).objects.get(pk=citizen.pk), TODAY), LAW, TODAY)
        assert said.outcome == "yes"
        assert decide(facts, LAW, TODAY.toordinal()).ground == code


def test_every_ground_of_the_law_gets_its_word():
    found = all_verdicts(having("pension", True), LAW, TODAY)
    assert [item.code for item in found] == list(LAW.at(TODAY.toordinal()).payers)
    assert [item.code for item in found if item.outcome == "yes"] == ["pensioner"]


class TestMerged:
    def test_the_registry_wins_and_the_applicant_fills_in(self):
        declared = {"birth_date": "1990-01-01", "work": [], "circumstances": {"pension": True, "disability": True}}
        registered = {"birth_date": "1990-02-02", "circumstances": {"pension": False}}
        assert merged(declared, registered) == {
            "birth_date": "1990-02-02",
            "work": [],
            "circumstances": {"pension": False, "disability": True},
        }

    def test_null_is_not_known(self):
        assert merged({"residence": "citizen"}, {"residence": None})["residence"] == "citizen"
        assert "residence" not in merged({}, {"residence": None})

    def test_payments_go_with_the_month_they_are_known_from(self):
        declared = {"contributions": [], "contributions_known_from": "2025-03"}
        registered = {"contributions": [{"kind": "employee", "from": "2026-01", "to": "2026-02"}]}
        assert "contributions_known_from" not in merged(declared, registered)
        assert merged(declared, {})["contributions_known_from"] == "2025-03"

    @pytest.mark.parametrize(
        ("registered", "known_from"),
        [
            ({"work": [], "circumstances": {"pension": False}, "known_from": "2020-01-01"}, "2020-01-01"),
            ({"work": [], "circumstances": {}, "known_from": "2020-01-01"}, "2026-03-01"),
            ({"circumstances": {"pension": False}, "known_from": "2020-01-01"}, "2026-03-01"),
        ],
    )
    def test_the_past_is_known_as_far_as_both_know_it(self, registered: dict[str, Any], known_from: str):
        declared = {"work": [], "circumstances": {"pension": False}, "known_from": "2026-03-01"}
        assert merged(declared, registered)["known_from"] == known_from

    def test_what_was_not_mentioned_is_spelled_out(self):
        found = merged(person(), {"circumstances": {"disability": [{"from": "2020-01-01"}]}})
        assert found["circumstances"]["pension"] is False
        assert found["polyclinic_attached"] is False
        assert "unmentioned" not in found

    @given(declared=people(), registered=people(), on=asked_days)
    @examples(60)
    def test_it_can_always_be_read(self, declared: dict[str, Any], registered: dict[str, Any], on: date):
        for told in (declared, registered):
            told.pop("birth_date", None)
        facts_of(merged(declared, registered), LAW, on)


class TestDifferences:
    def found(self, declared: dict[str, Any], registered: dict[str, Any]) -> list[Difference]:
        return differences(declared, registered, LAW, TODAY)

    def test_nothing_where_both_say_the_same_or_nothing(self):
        assert self.found({}, {}) == []
        assert self.found(person(), person()) == []

    def test_what_contradicts_comes_first(self):
        declared = {"residence": "citizen", "polyclinic_attached": True, "wellbeing_level": "D"}
        registered = {"birth_date": "1990-01-01", "polyclinic_attached": False, "residence": "citizen"}
        found = self.found(declared, registered)
        assert found == [
            Difference("polyclinic_attached", True, False),
            Difference("birth_date", None, "1990-01-01"),
            Difference("wellbeing_level", "D", None),
        ]
        assert [item.contradicts for item in found] == [True, False, False]

    @pytest.mark.parametrize(
        ("fact", "declared", "registered", "differ"),
        [
            ("circumstances.pension", True, [{"from": "2020-01-01"}], False),
            ("circumstances.pension", True, [{"from": "2020-01-01", "to": "2026-03-15"}], True),
            ("circumstances.pension", False, [{"from": "2026-03-17"}], False),
            ("circumstances.pension", False, [{"from": "2026-03-16"}], True),
            ("work", [{"kind": "employee"}], [{"kind": "employee", "from": "2020-01-01"}], False),
            ("work", [], [{"kind": "employee", "from": "2020-01-01"}], True),
            ("work", [], [{"kind": "employee", "from": "2020-01-01", "to": "2026-03-15"}], False),
            ("wellbeing_level", "D", [{"level": "D", "from": "2026-03-16"}], False),
            ("wellbeing_level", "D", [{"level": "B", "from": "2020-01-01"}], True),
            ("care_sought", ["2026-03-02"], ["2026-03-02", "2026-03-09"], False),
            ("care_sought", ["2026-03-03"], ["2026-03-02"], True),
            ("care_sought", [], ["2026-03-02"], True),
            ("last_pension_contribution", False, "2025-12", True),
            (
                "contributions",
                [{"kind": "self_payer", "from": "2026-01", "to": "2026-02"}],
                [{"kind": "self_payer", "from": "2026-01", "to": "2026-02"}],
                False,
            ),
            ("contributions", [], [{"kind": "self_payer", "from": "2026-01", "to": "2026-02"}], True),
        ],
    )
    def test_they_are_of_the_day(self, fact: str, declared: Any, registered: Any, differ: bool):
        def saying(value: Any) -> dict[str, Any]:
            name = fact.removeprefix("circumstances.")
            return {"circumstances": {name: value}} if name != fact else {fact: value}

        found = self.found(saying(declared), saying(registered))
        assert found == ([Difference(fact, declared, registered)] if differ else [])

    def test_months_of_which_one_knows_nothing_are_no_difference(self):
        paid = {"kind": "employee", "from": "2020-01", "to": "2026-03"}
        recent = {"kind": "employee", "from": "2025-03", "to": "2026-03"}
        declared = {"contributions": [recent], "contributions_known_from": "2025-03"}
        assert self.found(declared, {"contributions": [paid]}) == []


class TestWords:
    @pytest.mark.parametrize(
        ("fact", "value", "text"),
        [
            ("birth_date", "1990-02-01", "1\u00a0February 1990"),
            ("residence", "refugee", "Refugee"),
            ("polyclinic_attached", False, "No"),
            ("polyclinic_attached", None, "Not known"),
            ("wellbeing_level", "D", "D – crisis level"),
            ("wellbeing_level", False, "No"),
            (
                "wellbeing_level",
                [{"level": "E", "from": "2026-01-02"}],
                "E – emergency level, from 2\u00a0Jan\u00a02026 on",
            ),
            ("last_pension_contribution", "2025-11", "November 2025"),
            ("last_pension_contribution", False, "Never paid"),
            ("circumstances.pension", True, "Yes"),
            ("circumstances.pension", False, "No"),
            ("circumstances.pension", [], "No"),
            ("circumstances.pension", {"to": "2026-01-02"}, "Yes: up to 2\u00a0Jan\u00a02026"),
            ("work", [], "No work"),
            (
                "work",
                [{"kind": "employee", "monthly_income": 90000, "from": "2026-02-02"}],
                "Employee, 90\u00a0000\u00a0₸ a month, from 2\u00a0Feb\u00a02026 on",
            ),
            ("care_sought", ["2026-03-02"], "2\u00a0Mar\u00a02026"),
            ("contributions", [], "Nothing paid"),
            (
                "contributions",
                [{"kind": "employee", "from": "2026-01", "to": "2026-02"}],
                "Payment for an employee, January 2026 – February 2026",
            ),
            (
                "contributions",
                [{"kind": "employee", "from": "2026-01", "to": "2026-01"}, {"kind": "self_payer", "from": "2026-02"}],
                "Payment for an employee, January 2026; Payment for oneself (self-payer), February 2026 and later",
            ),
        ],
    )
    def test_a_value(self, fact: str, value: Any, text: str):
        with translation.override("en"):
            assert fact_in_words(fact, value) == text

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    @given(who=people())
    @examples(30)
    def test_whatever_can_be_said_can_be_told(self, language: str, who: dict[str, Any]):
        with translation.override(language):
            for fact, value in who.items():
                if fact == "circumstances":
                    told = [fact_in_words(f"circumstances.{name}", held) for name, held in value.items()]
                    assert all(told)
                elif fact not in ("unmentioned", "diagnoses"):
                    assert fact_in_words(fact, value)


def test_the_picture_is_that_of_the_result_page(world: World):
    citizen = world.known_citizen()
    world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 6, 30))
    with translation.override("en"):
        shown = picture(person_of(citizen, TODAY), LAW, TODAY)
        assert shown is not None
        assert "Person with a disability" in shown
