"""Every ground of the contract on the days at which it turns: the day before, the day itself and the day after."""

from typing import Any, NamedTuple

import pytest

from eligibility.rules.grounds import GROUNDS

from .people import (
    LAW,
    Json,
    answer,
    day,
    decided,
    ground,
    having,
    later,
    months,
    person,
    spell,
    stranger,
    verdict,
    work,
)

ORDER = [
    "child",
    "pensioner",
    "disability",
    "full_time_student",
    "pregnant",
    "parent_of_child_under_3",
    "parental_leave",
    "carer_of_disabled_child",
    "carer_of_first_group_person",
    "awarded_mother",
    "targeted_assistance",
    "kandas",
    "convict",
    "detainee",
    "house_arrest",
    "registered_unemployed",
    "wellbeing_crisis",
    "wellbeing_emergency",
    "serviceman",
    "employee",
    "civil_contract",
    "entrepreneur",
    "private_practice",
    "self_employed_regime",
    "self_payer",
    "retention_three_months",
    "retention_six_months",
    "temporary_status",
]
SINCE_2026 = ["wellbeing_crisis", "wellbeing_emergency", "self_employed_regime", "retention_six_months"]

# Grounds that do not ask about work, and those for people without work: the circumstance of each.
ALSO_WORKING = {
    "pensioner": "pension",
    "disability": "disability",
    "full_time_student": "full_time_study",
    "parental_leave": "parental_leave",
    "awarded_mother": "mother_award",
    "convict": "imprisonment",
    "detainee": "remand",
}
NOT_WORKING = {
    "pregnant": "pregnancy",
    "parent_of_child_under_3": "raising_child_under_3",
    "carer_of_disabled_child": "caring_for_disabled_child",
    "carer_of_first_group_person": "caring_for_first_group_person",
    "targeted_assistance": "targeted_assistance",
    "kandas": "kandas_status",
    "house_arrest": "house_arrest",
    "registered_unemployed": "registered_unemployed",
}
BY_CIRCUMSTANCE = {**ALSO_WORKING, **NOT_WORKING}
PAYMENT_OF_WORK = {
    "employee": "employee",
    "civil_contract": "civil_contract",
    "entrepreneur": "entrepreneur",
    "private_practice": "entrepreneur",
    "self_employed_regime": "self_employed_regime",
}


class Line(NamedTuple):
    """A person and, day by day, what comes of one ground for him."""

    title: str
    code: str
    who: Json
    outcomes: dict[str, str]


def table(*lines: Line) -> Any:
    """One test for each day of each line."""
    return pytest.mark.parametrize(
        ("code", "who", "on", "outcome"),
        [
            pytest.param(line.code, line.who, on, outcome, id=f"{line.code}: {line.title}, {on}: {outcome}")
            for line in lines
            for on, outcome in line.outcomes.items()
        ],
    )


class TestOrder:
    def test_grounds_stand_in_the_order_of_the_contract(self):
        assert [item["code"] for item in answer(person(), "2026-03-15")["grounds"]] == ORDER
        assert set(GROUNDS) == set(ORDER)

    def test_before_2026_four_grounds_were_not_law(self):
        expected = [code for code in ORDER if code not in SINCE_2026]
        assert [item["code"] for item in answer(person(), "2025-12-31")["grounds"]] == expected

    @pytest.mark.parametrize(
        ("code", "payer"),
        [
            *((code, "republican_budget") for code in ORDER[:15]),
            *((code, "local_budget") for code in ORDER[15:18]),
            ("serviceman", "special_budget"),
            ("employee", "employer"),
            ("civil_contract", "customer"),
            *((code, "self") for code in ORDER[21:25]),
            ("temporary_status", "fund"),
        ],
    )
    def test_payer(self, code: str, payer: str):
        assert LAW.at(day("2026-01-01")).payers[code] == payer

    def test_payer_is_that_of_the_first_ground_that_holds(self):
        who = having("disability", True, contributions=[months("employee", "2020-01", "2026-12")])
        decision = decided(who, "2026-03-15")
        assert (decision.ground, decision.payer) == ("disability", "republican_budget")


def _born(text: str) -> Json:
    return person(birth_date=text)


@table(
    Line(
        "born 10 June 2008",
        "child",
        _born("2008-06-10"),
        {"2026-06-09": "yes", "2026-06-10": "yes", "2026-06-11": "yes", "2026-06-30": "yes", "2026-07-01": "no"},
    ),
    Line(
        "born on 1 July", "child", _born("2008-07-01"), {"2026-07-01": "yes", "2026-07-31": "yes", "2026-08-01": "no"}
    ),
    Line(
        "born on 31 December",
        "child",
        _born("2007-12-31"),
        {"2025-12-30": "yes", "2025-12-31": "yes", "2026-01-01": "no"},
    ),
    Line(
        "born on 29 February",
        "child",
        _born("2008-02-29"),
        {"2026-02-28": "yes", "2026-03-01": "yes", "2026-03-02": "yes", "2026-03-31": "yes", "2026-04-01": "no"},
    ),
    Line("on the day of birth", "child", _born("2026-03-15"), {"2026-03-15": "yes", "2026-03-16": "yes"}),
    Line("who works", "child", person(birth_date="2009-01-01", work=[work("employee")]), {"2026-03-15": "yes"}),
    Line("of whom nothing is known", "child", stranger(), {"2026-03-15": "unknown"}),
)
def test_child(code: str, who: Json, on: str, outcome: str):
    assert verdict(who, code, on).truth == outcome


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        ("2026-06-09", "under_18"),
        ("2026-06-10", "month_of_18th_birthday"),
        ("2026-06-30", "month_of_18th_birthday"),
        ("2026-07-01", "already_18"),
    ],
)
def test_child_says_why(on: str, reason: str):
    assert verdict(_born("2008-06-10"), "child", on).reasons == (reason,)


class TestCircumstances:
    """What all grounds that rest on one circumstance have in common."""

    every = pytest.mark.parametrize(("code", "name"), BY_CIRCUMSTANCE.items(), ids=BY_CIRCUMSTANCE.keys())
    HELD = spell("2026-03-10", "2026-05-20")

    @every
    @pytest.mark.parametrize(
        ("on", "outcome"),
        [
            ("2026-03-09", "no"),
            ("2026-03-10", "yes"),
            ("2026-03-11", "yes"),
            ("2026-05-19", "yes"),
            ("2026-05-20", "yes"),
            ("2026-05-21", "no"),
        ],
    )
    def test_holds_from_its_first_day_to_its_last(self, code: str, name: str, on: str, outcome: str):
        assert verdict(having(name, self.HELD), code, on).truth == outcome

    @every
    def test_says_from_when_to_when(self, code: str, name: str):
        found = ground(answer(having(name, self.HELD), "2026-04-15"), code)
        assert (found["from"], found["until"]) == ("2026-03-10", "2026-05-20")

    @every
    @pytest.mark.parametrize(
        ("on", "reason"), [("2026-03-09", "circumstance_not_begun"), ("2026-05-21", "circumstance_ended")]
    )
    def test_says_why_not(self, code: str, name: str, on: str, reason: str):
        assert verdict(having(name, self.HELD), code, on).reasons == (reason,)

    @every
    @pytest.mark.parametrize(
        ("held", "outcome"),
        [
            (True, "yes"),
            ({}, "yes"),
            (spell("2026-03-10"), "yes"),
            (spell(end="2026-05-20"), "yes"),
            (False, "no"),
            ([], "no"),
            (spell(end="2026-03-31"), "no"),
        ],
        ids=str,
    )
    def test_on_15_april(self, code: str, name: str, held: Any, outcome: str):
        assert verdict(having(name, held), code, "2026-04-15").truth == outcome

    @every
    def test_left_out(self, code: str, name: str):
        assert verdict(person(), code, "2026-04-15").truth == "no"
        unknown = verdict(stranger(), code, "2026-04-15")
        assert (unknown.truth, unknown.missing[0]) == ("unknown", f"circumstances.{name}")

    @every
    def test_gap_between_two_periods(self, code: str, name: str):
        who = having(name, [spell("2026-03-01", "2026-03-10"), spell("2026-03-13", "2026-03-31")])
        outcomes = [verdict(who, code, on).truth for on in ("2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13")]
        assert outcomes == ["yes", "no", "no", "yes"]

    @every
    def test_of_a_foreigner_the_law_says_nothing(self, code: str, name: str):
        foreigner = having(name, self.HELD, residence="eaeu_worker")
        if code != "kandas":
            assert verdict(foreigner, code, "2026-04-15").truth == "unclear"
        assert verdict(foreigner, code, "2026-05-21").truth == "no"

    @pytest.mark.parametrize(("code", "name"), ALSO_WORKING.items(), ids=ALSO_WORKING.keys())
    def test_work_makes_no_difference(self, code: str, name: str):
        assert verdict(having(name, True, work=[work("employee")]), code, "2026-04-15").truth == "yes"

    @pytest.mark.parametrize(("code", "name"), NOT_WORKING.items(), ids=NOT_WORKING.keys())
    @pytest.mark.parametrize(
        ("on", "outcome"), [("2026-03-31", "yes"), ("2026-04-01", "no"), ("2026-04-30", "no"), ("2026-05-01", "yes")]
    )
    def test_only_without_work(self, code: str, name: str, on: str, outcome: str):
        who = having(name, self.HELD, work=[work("employee", "2026-04-01", "2026-04-30")])
        assert verdict(who, code, on).truth == outcome

    @pytest.mark.parametrize(("code", "name"), NOT_WORKING.items(), ids=NOT_WORKING.keys())
    def test_a_suspended_entrepreneur_does_not_work(self, code: str, name: str):
        assert verdict(having(name, True, work=[work("entrepreneur")]), code, "2026-04-15").truth == "no"
        suspended = having(name, True, work=[work("entrepreneur", suspended=True)])
        assert verdict(suspended, code, "2026-04-15").truth == "yes"

    @pytest.mark.parametrize(("code", "name"), NOT_WORKING.items(), ids=NOT_WORKING.keys())
    def test_whether_he_works_must_be_known(self, code: str, name: str):
        who = stranger(residence="citizen", circumstances={name: self.HELD}, last_pension_contribution=False)
        assert verdict(who, code, "2026-04-15").missing == ("work",)
        assert verdict(who, code, "2026-05-21").truth == "no"


# The grounds whose days the law names

UNDER_3 = "raising_child_under_3"


@table(
    Line(
        "child born 15 March 2023",
        "parent_of_child_under_3",
        having(UNDER_3, spell(child_birth_date="2023-03-15")),
        {
            "2026-03-14": "yes",
            "2026-03-15": "unclear",
            "2026-03-16": "unclear",
            "2026-03-31": "unclear",
            "2026-04-01": "no",
        },
    ),
    Line(
        "third birthday on the last of a month",
        "parent_of_child_under_3",
        having(UNDER_3, spell(child_birth_date="2022-12-31")),
        {"2025-12-30": "yes", "2025-12-31": "unclear", "2026-01-01": "no"},
    ),
    Line(
        "child born on 29 February",
        "parent_of_child_under_3",
        having(UNDER_3, spell(child_birth_date="2024-02-29")),
        {"2027-02-28": "yes", "2027-03-01": "unclear", "2027-03-31": "unclear", "2027-04-01": "no"},
    ),
    Line(
        "child not born yet",
        "parent_of_child_under_3",
        having(UNDER_3, spell("2026-01-01", child_birth_date="2026-05-10")),
        {"2026-05-09": "no", "2026-05-10": "yes"},
    ),
    Line(
        "a second child",
        "parent_of_child_under_3",
        having(UNDER_3, [spell(child_birth_date="2023-03-15"), spell(child_birth_date="2025-06-01")]),
        {"2026-03-15": "yes", "2026-04-01": "yes"},
    ),
    Line(
        "who works in the month of the third birthday",
        "parent_of_child_under_3",
        having(UNDER_3, spell(child_birth_date="2023-03-15"), work=[work("employee")]),
        {"2026-03-14": "no", "2026-03-15": "no"},
    ),
    Line(
        "status since 15 March 2025",
        "kandas",
        having("kandas_status", spell("2025-03-15", "2027-06-30"), residence="kandas"),
        {
            "2025-03-14": "no",
            "2025-03-15": "yes",
            "2026-03-14": "yes",
            "2026-03-15": "unclear",
            "2027-06-30": "unclear",
            "2027-07-01": "no",
        },
    ),
    Line("by residence", "kandas", person(residence="kandas"), {"2026-03-15": "yes"}),
    Line("a citizen", "kandas", person(), {"2026-03-15": "no"}),
    Line(
        "minimum security",
        "convict",
        having("imprisonment", spell("2025-01-01", security="minimum")),
        {"2026-03-15": "no"},
    ),
    Line(
        "moved to minimum security",
        "convict",
        having(
            "imprisonment",
            [spell("2025-01-01", "2026-03-14", security="maximum"), spell("2026-03-15", security="minimum")],
        ),
        {"2026-03-14": "yes", "2026-03-15": "no"},
    ),
    Line(
        "pension contribution in December 2025",
        "pregnant",
        having("pregnancy", spell("2025-10-01"), last_pension_contribution="2025-12"),
        {"2025-12-31": "yes", "2026-01-01": "no", "2026-02-28": "no", "2026-03-01": "yes"},
    ),
    Line(
        "pension contributions not known",
        "pregnant",
        stranger(residence="citizen", work=[], circumstances={"pregnancy": spell("2025-10-01")}),
        {"2025-12-31": "yes", "2026-01-01": "unknown"},
    ),
    Line(
        "given on 10 March",
        "temporary_status",
        having("temporary_status", spell("2026-03-10")),
        {"2026-03-09": "no", "2026-03-10": "yes", "2026-04-09": "yes", "2026-04-10": "no"},
    ),
    Line(
        "given on the last of January",
        "temporary_status",
        having("temporary_status", spell("2026-01-31")),
        {"2026-01-31": "yes", "2026-02-27": "yes", "2026-02-28": "no"},
    ),
    Line(
        "ended earlier",
        "temporary_status",
        having("temporary_status", spell("2026-03-10", "2026-03-20")),
        {"2026-03-20": "yes", "2026-03-21": "no"},
    ),
    Line("no dates known", "temporary_status", having("temporary_status", True), {"2026-03-10": "yes"}),
    Line("nothing known", "temporary_status", stranger(), {"2026-03-10": "unknown"}),
    Line(
        "from 10 March to 20 May",
        "serviceman",
        person(work=[work("serviceman", "2026-03-10", "2026-05-20")]),
        {"2026-03-09": "no", "2026-03-10": "yes", "2026-05-20": "yes", "2026-05-21": "no"},
    ),
    Line("work not known", "serviceman", stranger(), {"2026-03-10": "unknown"}),
)
def test_days_named_by_the_law(code: str, who: Json, on: str, outcome: str):
    assert verdict(who, code, on).truth == outcome


class TestRegisteredUnemployed:
    WHO = having("registered_unemployed", spell("2025-10-01"))

    @pytest.mark.parametrize(
        ("on", "payer"),
        [("2025-12-30", "republican_budget"), ("2025-12-31", "republican_budget"), ("2026-01-01", "local_budget")],
    )
    def test_payer_changes_on_1_january_2026(self, on: str, payer: str):
        assert decided(self.WHO, on).payer == payer

    def test_the_change_of_the_payer_is_foretold(self):
        changes = answer(self.WHO, "2025-12-15")["changes"]
        assert [(c["on"], c["status"], c["payer"]) for c in changes] == [("2026-01-01", "insured", "local_budget")]

    def test_not_on_a_subsidised_job(self):
        found = verdict({**self.WHO, "work": [work("subsidised_job")]}, "registered_unemployed", "2026-03-15")
        assert (found.truth, found.reasons) == ("no", ("on_subsidised_job",))


def in_need(level: Any = "D", **facts: Any) -> Json:
    """Somebody who meets every condition of article 26-1 and came for care on 2 March 2026."""
    return person(**{"wellbeing_level": level, "polyclinic_attached": True, "care_sought": ["2026-03-02"], **facts})


@pytest.mark.parametrize(("code", "level"), [("wellbeing_crisis", "D"), ("wellbeing_emergency", "E")])
class TestWellbeing:
    @pytest.mark.parametrize(
        ("on", "outcome"),
        [
            ("2026-03-01", "no"),
            ("2026-03-02", "yes"),
            ("2026-03-03", "yes"),
            ("2026-12-31", "yes"),
            ("2027-01-01", "no"),
        ],
    )
    def test_from_the_visit_to_31_december(self, code: str, level: str, on: str, outcome: str):
        assert verdict(in_need(level), code, on).truth == outcome

    def test_not_law_before_2026(self, code: str, level: str):
        who = in_need(level, care_sought=["2025-12-30", "2026-01-01"])
        assert [item["code"] for item in answer(who, "2025-12-31")["grounds"] if item["code"] == code] == []
        assert decided(who, "2025-12-31").status == "not_insured"
        assert (decided(who, "2026-01-01").ground, decided(who, "2026-01-01").payer) == (code, "local_budget")

    def test_the_visit_of_last_year_does_not_count(self, code: str, level: str):
        found = verdict(in_need(level, care_sought=["2026-12-31"]), code, "2027-01-01")
        assert (found.truth, found.reasons) == ("no", ("care_not_sought_this_year",))

    @pytest.mark.parametrize(
        ("fact", "value", "reason"),
        [
            ("wellbeing_level", "B", "level_differs"),
            ("wellbeing_level", False, "level_differs"),
            ("polyclinic_attached", False, "not_attached_to_polyclinic"),
            ("care_sought", [], "care_not_sought_this_year"),
            ("work", [work("employee")], "working_when_care_was_sought"),
            ("work", [work("employee", "2026-02-01", "2026-03-02")], "working_when_care_was_sought"),
            ("last_pension_contribution", "2025-12", "pension_contribution_in_last_three_months"),
            (
                "circumstances",
                {"full_time_study": spell("2025-09-01", "2026-06-30")},
                "insured_by_article_26_when_care_was_sought",
            ),
        ],
        ids=str,
    )
    def test_every_condition_must_hold(self, code: str, level: str, fact: str, value: Any, reason: str):
        found = verdict(in_need(level, **{fact: value}), code, "2026-07-15")
        assert (found.truth, found.reasons) == ("no", (reason,))

    @pytest.mark.parametrize(
        "fact", ["wellbeing_level", "polyclinic_attached", "care_sought", "work", "last_pension_contribution"]
    )
    def test_every_fact_must_be_known(self, code: str, level: str, fact: str):
        who = in_need(
            level,
            work=[],
            last_pension_contribution=False,
            circumstances=dict.fromkeys(BY_CIRCUMSTANCE.values(), False),
        )
        del who["unmentioned"]
        assert verdict(who, code, "2026-07-15").truth == "yes"
        del who[fact]
        found = verdict(who, code, "2026-07-15")
        assert (found.truth, found.missing) == ("unknown", (fact,))

    @pytest.mark.parametrize(
        ("last", "seen", "outcome"),
        [
            ("2025-11", "2026-02-28", "no"),
            ("2025-11", "2026-03-01", "yes"),
            ("2025-12", "2026-03-31", "no"),
            ("2025-12", "2026-04-01", "yes"),
            (False, "2026-01-01", "yes"),
        ],
    )
    def test_three_months_without_pension_contributions(
        self, code: str, level: str, last: Any, seen: str, outcome: str
    ):
        who = in_need(level, last_pension_contribution=last, care_sought=[seen])
        assert verdict(who, code, "2026-07-15").truth == outcome

    @pytest.mark.parametrize(
        ("start", "end", "outcome"),
        [
            ("2026-03-02", "2026-03-02", "yes"),  # the year's cover stays when the level is over
            ("2026-01-01", "2026-03-01", "no"),
            ("2026-03-03", None, "no"),
        ],
    )
    def test_the_level_of_the_day_of_seeking_care_counts(
        self, code: str, level: str, start: str, end: str | None, outcome: str
    ):
        told = [{"level": level, **spell(start, end)}, {"level": "B", "from": "2020-01-01"}]
        found = verdict(in_need(told), code, "2026-07-15")
        assert found.truth == outcome
        assert verdict(in_need(told), code, "2027-01-01").truth == "no"

    def test_days_of_which_no_level_is_told_are_not_known(self, code: str, level: str):
        told = [{"level": level, **spell("2026-03-05", "2026-03-10")}]
        found = verdict(in_need(told), code, "2026-07-15")
        assert (found.truth, found.missing) == ("unknown", ("wellbeing_level",))

    def test_another_level_all_year_denies_without_a_word_on_care(self, code: str, level: str):
        told = [{"level": "B", "from": "2025-12-31"}]
        who = in_need(told)
        del who["unmentioned"], who["care_sought"]
        found = verdict(who, code, "2026-07-15")
        assert (found.truth, found.reasons) == ("no", ("level_differs",))
        told[0]["from"] = "2026-01-02"  # of the first of January nothing is known
        assert verdict(who, code, "2026-07-15").truth == "unknown"

    def test_of_levels_that_overlap_the_last_to_begin_counts(self, code: str, level: str):
        told = [{"level": level, "from": "2026-01-01"}, {"level": "A", "from": "2020-01-01"}]
        assert verdict(in_need(told), code, "2026-07-15").truth == "yes"
        told.append({"level": "A", "from": "2026-02-01"})
        assert verdict(in_need(told), code, "2026-07-15").truth == "no"

    def test_work_found_after_the_visit_is_not_settled(self, code: str, level: str):
        who = in_need(level, work=[work("employee", "2026-05-01")])
        outcomes = [verdict(who, code, on).truth for on in ("2026-04-30", "2026-05-01", "2026-05-02", "2026-12-31")]
        assert outcomes == ["yes", "unclear", "unclear", "unclear"]

    def test_a_later_visit_without_work_counts(self, code: str, level: str):
        who = in_need(
            level, work=[work("employee", "2020-01-01", "2026-03-02")], care_sought=["2026-03-02", "2026-03-03"]
        )
        assert [verdict(who, code, on).truth for on in ("2026-03-02", "2026-03-03")] == ["no", "yes"]

    def test_insured_already_by_article_26(self, code: str, level: str):
        who = in_need(level, circumstances={"disability": spell("2020-01-01")})
        assert decided(who, "2026-03-15").ground == "disability"


def working_and_paid(code: str, first: str, last: str, **attributes: Any) -> Json:
    """Somebody who works under the ground since 2020, with the months paid."""
    return person(work=[work(code, **attributes)], contributions=[months(PAYMENT_OF_WORK[code], first, last)])


@pytest.mark.parametrize("code", PAYMENT_OF_WORK)
class TestPaymentsOfWork:
    @pytest.mark.parametrize(
        ("on", "outcome"), [("2026-01-31", "no"), ("2026-02-01", "yes"), ("2026-03-31", "yes"), ("2026-04-01", "no")]
    )
    def test_in_the_months_that_are_paid(self, code: str, on: str, outcome: str):
        who = working_and_paid(code, "2026-02", "2026-03", end="2026-03-31")
        assert verdict(who, code, on).truth == outcome

    @pytest.mark.parametrize(
        ("on", "outcome"),
        [
            ("2026-04-01", "yes"),
            ("2026-04-25", "yes"),
            ("2026-05-24", "yes"),
            ("2026-05-25", "yes"),
            ("2026-05-26", "no"),
            ("2026-06-01", "no"),
        ],
    )
    def test_paid_up_to_march_while_the_work_goes_on(self, code: str, on: str, outcome: str):
        """April is due by 25 May."""
        assert verdict(working_and_paid(code, "2025-01", "2026-03"), code, on).truth == outcome

    def test_the_work_ends_before_the_payment_is_due(self, code: str):
        who = working_and_paid(code, "2025-01", "2026-03", end="2026-04-10")
        assert [verdict(who, code, on).truth for on in ("2026-04-10", "2026-04-11")] == ["yes", "no"]

    def test_work_alone_is_not_enough(self, code: str):
        assert verdict(person(work=[work(code)]), code, "2026-03-15").reasons == ("month_not_paid",)

    def test_neither_work_nor_payment(self, code: str):
        assert verdict(person(), code, "2026-03-15").reasons == ("no_such_work",)

    def test_payments_not_known(self, code: str):
        assert verdict(stranger(work=[work(code)]), code, "2026-03-15").missing == ("contributions",)
        assert verdict(stranger(work=[]), code, "2026-03-15").truth == "no"
        assert verdict(stranger(), code, "2026-03-15").truth == "unknown"

    def test_of_a_foreigner_too(self, code: str):
        who = {**working_and_paid(code, "2026-01", "2026-03"), "residence": "foreigner"}
        assert verdict(who, code, "2026-03-15").truth == "yes"


def test_a_suspended_entrepreneur_is_not_insured_by_a_payment_still_to_come():
    who = working_and_paid("entrepreneur", "2025-01", "2026-03", suspended=True)
    assert verdict(who, "entrepreneur", "2026-04-15").truth == "no"


def test_self_employed_regime_begins_in_2026():
    who = working_and_paid("self_employed_regime", "2025-11", "2026-03")
    assert "self_employed_regime" not in [item["code"] for item in answer(who, "2025-12-31")["grounds"]]
    assert decided(who, "2026-01-01").ground == "self_employed_regime"


def self_payer(*paid: tuple[str, str], **facts: Any) -> Json:
    return person(contributions=[months("self_payer", *ends) for ends in paid], **facts)


@table(
    Line(
        "twelve months ahead from April",
        "self_payer",
        self_payer(("2026-04", "2027-03")),
        {"2026-03-31": "no", "2026-04-01": "yes", "2026-04-02": "yes", "2027-03-31": "yes", "2027-04-01": "no"},
    ),
    Line(
        "thirteen months, this one too",
        "self_payer",
        self_payer(("2026-03", "2027-03")),
        {"2026-02-28": "no", "2026-03-01": "yes", "2027-03-31": "yes", "2027-04-01": "no"},
    ),
    Line(
        "eleven months only", "self_payer", self_payer(("2026-04", "2027-02")), {"2026-04-01": "no", "2027-02-28": "no"}
    ),
    Line(
        "twelve months with a gap",
        "self_payer",
        self_payer(("2026-04", "2026-09"), ("2026-11", "2027-04")),
        {"2026-04-01": "no"},
    ),
    Line(
        "the twelve months before are paid by an employer",
        "self_payer",
        person(contributions=[months("employee", "2025-03", "2026-02"), months("self_payer", "2026-03")]),
        {"2026-02-28": "no", "2026-03-01": "yes", "2026-03-31": "yes", "2026-04-01": "no"},
    ),
    Line(
        "one of the twelve months before is owed",
        "self_payer",
        person(contributions=[months("employee", "2025-04", "2026-02"), months("self_payer", "2026-03")]),
        {"2026-03-15": "no"},
    ),
    Line(
        "the state paid for the month that is missing",
        "self_payer",
        having(
            "full_time_study",
            spell("2020-09-01", "2025-03-31"),
            contributions=[months("employee", "2025-04", "2026-02"), months("self_payer", "2026-03")],
        ),
        {"2026-03-15": "yes"},
    ),
    Line(
        "18 in February",
        "self_payer",
        self_payer(("2026-03", "2026-03"), birth_date="2008-02-10"),
        {"2026-02-28": "no", "2026-03-01": "yes", "2026-03-31": "yes", "2026-04-01": "no"},
    ),
    Line("payments not known", "self_payer", stranger(), {"2026-03-15": "unknown"}),
    Line(
        "whether the state paid for the missing months is not known",
        "self_payer",
        stranger(contributions=[months("self_payer", "2026-03")]),
        {"2026-03-01": "unknown", "2026-03-15": "unknown"},
    ),
    Line(
        "study that began nobody knows when excuses no month after its end",
        "self_payer",
        having(
            "full_time_study",
            spell(None, "2025-05-07"),
            contributions=[months("self_payer", "2025-01", "2025-06"), months("self_payer", "2025-08", "2025-12")],
        ),
        {"2025-12-31": "no"},
    ),
    Line(
        "paid a year ahead, nothing else known",
        "self_payer",
        stranger(contributions=[months("self_payer", "2026-03", "2027-02")]),
        {"2026-03-15": "yes"},
    ),
)
def test_self_payer(code: str, who: Json, on: str, outcome: str):
    assert verdict(who, code, on).truth == outcome


def stopped(last: str, first: str = "2025-01", kind: str = "employee", **facts: Any) -> Json:
    return person(contributions=[months(kind, first, last)], **facts)


THREE, SIX = "retention_three_months", "retention_six_months"


@table(
    Line(
        "last paid in June 2025 (the Fund's own example)",
        THREE,
        stopped("2025-06", "2024-01"),
        {"2025-06-30": "no", "2025-07-01": "yes", "2025-09-29": "yes", "2025-09-30": "yes", "2025-10-01": "no"},
    ),
    Line(
        "last paid in November 2025",
        THREE,
        stopped("2025-11"),
        {"2025-12-31": "yes", "2026-01-01": "yes", "2026-02-28": "yes", "2026-03-01": "no"},
    ),
    Line("never paid", THREE, person(), {"2026-03-15": "no"}),
    Line("payments not known", THREE, stranger(), {"2026-03-15": "unknown"}),
    Line(
        "study ended on 15 February: the sources are silent",
        THREE,
        having("full_time_study", spell("2022-09-01", "2026-02-15")),
        {"2026-02-15": "no", "2026-02-16": "unclear", "2026-05-31": "unclear", "2026-06-01": "no"},
    ),
    Line(
        "a self-payer in debt keeps nothing",
        THREE,
        stopped("2026-01", "2026-01", "self_payer"),
        {"2026-02-01": "no"},
    ),
    Line(
        "a self-payer without debt",
        THREE,
        stopped("2026-01", "2025-01", "self_payer"),
        {"2026-02-01": "yes", "2026-04-30": "yes", "2026-05-01": "no"},
    ),
    Line(
        "sixty months up to March 2026",
        SIX,
        stopped("2026-03", "2021-04"),
        {
            "2026-03-31": "no",
            "2026-04-01": "yes",
            "2026-06-30": "yes",
            "2026-07-01": "yes",
            "2026-09-29": "yes",
            "2026-09-30": "yes",
            "2026-10-01": "no",
        },
    ),
    Line("fifty-nine months", SIX, stopped("2026-03", "2021-05"), {"2026-04-01": "no", "2026-07-01": "no"}),
    Line(
        "sixty months with a gap",
        SIX,
        person(contributions=[months("employee", "2021-01", "2022-06"), months("employee", "2022-08", "2026-03")]),
        {"2026-07-01": "no"},
    ),
    Line(
        "months paid by the state do not count",
        SIX,
        having(
            "full_time_study",
            spell("2020-09-01", "2023-03-31"),
            contributions=[months("employee", "2023-04", "2026-03")],
        ),
        {"2026-07-01": "no"},
    ),
    Line(
        "sixty months by different payers",
        SIX,
        person(contributions=[months("employee", "2021-04", "2023-12"), months("entrepreneur", "2024-01", "2026-03")]),
        {"2026-07-01": "yes"},
    ),
    Line(
        "sixty months that stopped in November 2025",
        SIX,
        stopped("2025-11", "2018-01"),
        {"2026-01-01": "unclear", "2026-03-01": "unclear", "2026-05-31": "unclear", "2026-06-01": "no"},
    ),
    Line(
        "sixty months up to December 2025",
        SIX,
        stopped("2025-12", "2018-01"),
        {"2026-01-01": "yes", "2026-06-30": "yes", "2026-07-01": "no"},
    ),
    Line(
        "the record begins too late to count sixty",
        SIX,
        stopped("2026-03", "2025-01", contributions_known_from="2025-01"),
        {"2026-07-01": "unknown"},
    ),
    Line("payments not known", SIX, stranger(), {"2026-07-01": "unknown"}),
)
def test_retention(code: str, who: Json, on: str, outcome: str):
    assert verdict(who, code, on).truth == outcome


@pytest.mark.parametrize(
    ("kind", "payer"),
    [
        ("employee", "employer"),
        ("civil_contract", "customer"),
        ("entrepreneur", "self"),
        ("self_employed_regime", "self"),
        ("self_payer", "self"),
    ],
)
def test_retention_has_the_payer_of_its_last_paid_month(kind: str, payer: str):
    decision = decided(stopped("2026-01", "2025-01", kind), "2026-04-30")
    assert (decision.ground, decision.payer) == (THREE, payer)


def test_six_months_were_not_law_in_2025():
    who = stopped("2025-08", "2018-01")
    assert decided(who, "2025-11-30").ground == THREE
    assert decided(who, "2025-12-01").status == "not_insured"


@pytest.mark.parametrize(
    ("who", "turn", "before", "after"),
    [
        (_born("2008-06-10"), "2026-07-01", "insured", "unclear"),
        (_born("2008-06-10"), "2026-10-01", "unclear", "not_insured"),
        (in_need(), "2026-03-02", "not_insured", "insured"),
        (in_need(), "2027-01-01", "insured", "not_insured"),
        (stopped("2025-06"), "2025-10-01", "insured", "not_insured"),
        (stopped("2026-03", "2018-01"), "2026-10-01", "insured", "not_insured"),
        (stopped("2025-11", "2018-01"), "2026-03-01", "insured", "unclear"),
        (self_payer(("2026-04", "2027-03")), "2026-04-01", "not_insured", "insured"),
        (having("full_time_study", spell("2022-09-01", "2026-02-15")), "2026-02-16", "insured", "unclear"),
        (having("full_time_study", spell("2022-09-01", "2026-02-15")), "2026-06-01", "unclear", "not_insured"),
        (having("disability", spell("2020-01-01", "2026-05-20")), "2026-09-01", "unclear", "not_insured"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_status_turns(who: Json, turn: str, before: str, after: str):
    assert decided(who, later(turn, -1)).status == before
    assert decided(who, turn).status == after
    foretold = [c for c in answer(who, later(turn, -1))["changes"] if c["on"] == turn]
    assert [c["status"] for c in foretold] == [after]
