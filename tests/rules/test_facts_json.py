"""Reading a person: what absent, null, false and [] mean, and how whatever cannot be read is refused."""

from typing import Any

import pytest

from eligibility.rules import facts as f
from eligibility.rules.facts_json import MOST_INCOME, parse_request
from eligibility.rules.json_values import MOST_ITEMS, FactsError

from .people import LAW, Json, day, facts_of, months, person, spell, work

TODAY = day("2026-03-15")


def refused(data: Any) -> tuple[str, str]:
    """Path and message of the refusal."""
    with pytest.raises(FactsError) as raised:
        parse_request(data, LAW.rubrics, None, TODAY)
    assert str(raised.value) == f"{raised.value.path}: {raised.value.message}"
    return raised.value.path, raised.value.message


DATE = "calendar date written YYYY-MM-DD"
MONTH = "month written YYYY-MM"


def each(*values: Any) -> tuple[Any, ...]:
    """The values, whatever their types."""
    return values


BAD_FACTS: list[tuple[Json, str, str]] = [
    ({"name": "x"}, "person.name", "is not a known field; allowed: unmentioned, birth_date"),
    ({"unmentioned": "maybe"}, "person.unmentioned", "one of: unknown, no"),
    ({"unmentioned": True}, "person.unmentioned", "one of: unknown, no"),
    *(
        ({"birth_date": bad}, "person.birth_date", DATE)
        for bad in each(
            "",
            "2008-2-1",
            "2026-02-29",
            "20080201",
            "01.02.2008",
            2008,
            True,
            [],
            {},
            "٢٠٠٨-٠٢-٠١",
            "2008-02-01T00:00",
            " 2008-02-01",
            "0000-01-01",
        )
    ),
    ({"birth_date": "2026-03-16"}, "person.birth_date", "after the day asked about"),
    *(
        ({"residence": bad}, "person.residence", "one of: citizen, kandas, refugee")
        for bad in each("Citizen", "", 1, False, [])
    ),
    *(
        ({"work": bad}, "person.work", "must be a list; [] means known to be none")
        for bad in each(True, "employee", 1, {"kind": "employee"}, {}, "", 0)
    ),
    ({"work": ["employee"]}, "person.work[0]", "must be an object with kind, from, to"),
    ({"work": [{}]}, "person.work[0].kind", "one of: employee, civil_contract"),
    ({"work": [work("employee"), {"kind": "self_payer"}]}, "person.work[1].kind", "one of: employee"),
    ({"work": [work("employee", salary=1)]}, "person.work[0].salary", "is not a known field"),
    ({"work": [work("employee", "2026-01")]}, "person.work[0].from", DATE),
    ({"work": [work("employee", "2026-01-02", "2026-01-01")]}, "person.work[0].to", "is before from"),
    *(
        ({"work": [work("employee", monthly_income=bad)]}, "person.work[0].monthly_income", "whole number of tenge")
        for bad in each(True, 1.5, "300000", [])
    ),
    *(
        ({"work": [work("employee", monthly_income=bad)]}, "person.work[0].monthly_income", f"from 0 to {MOST_INCOME}")
        for bad in each(-1, MOST_INCOME + 1)
    ),
    ({"work": [work("entrepreneur", suspended="yes")]}, "person.work[0].suspended", "true or false"),
    ({"work": [work("employee", suspended=True)]}, "person.work[0].suspended", "only for kind entrepreneur"),
    *(({"circumstances": bad}, "person.circumstances", "must be an object") for bad in each([], True, "pension", 1)),
    (
        {"circumstances": {"pensioner": True}},
        "person.circumstances.pensioner",
        "is not a known field; allowed: pregnancy",
    ),
    *(
        (
            {"circumstances": {"pension": bad}},
            "person.circumstances.pension",
            "true, false, a period or a list of periods",
        )
        for bad in each("yes", 1, "2026-01-01")
    ),
    ({"circumstances": {"pension": [True]}}, "person.circumstances.pension[0]", "must be an object with from, to"),
    (
        {"circumstances": {"pension": {"since": "2026-01-01"}}},
        "person.circumstances.pension.since",
        "is not a known field; allowed: from, to",
    ),
    ({"circumstances": {"pension": {"from": "2026-13-01"}}}, "person.circumstances.pension.from", DATE),
    ({"circumstances": {"pension": [{}, {"to": 7}]}}, "person.circumstances.pension[1].to", DATE),
    (
        {"circumstances": {"pension": spell("2026-02-01", "2026-01-31")}},
        "person.circumstances.pension.to",
        "is before from",
    ),
    (
        {"circumstances": {"raising_child_under_3": {"child_birth_date": "soon"}}},
        "person.circumstances.raising_child_under_3.child_birth_date",
        DATE,
    ),
    (
        {"circumstances": {"raising_child_under_3": [{"group": 1}]}},
        "person.circumstances.raising_child_under_3[0].group",
        "is not a known field",
    ),
    (
        {"circumstances": {"imprisonment": {"security": "low"}}},
        "person.circumstances.imprisonment.security",
        "one of: minimum",
    ),
    *(
        ({"circumstances": {"disability": {"group": bad}}}, "person.circumstances.disability.group", "1, 2 or 3")
        for bad in each(0, 4, "1", True, "first")
    ),
    *(
        ({"wellbeing_level": bad}, "person.wellbeing_level", "one of: A, B, C, D, E, or false")
        for bad in each("d", "F", "", True, 4)
    ),
    ({"wellbeing_level": ["D"]}, "person.wellbeing_level[0]", "must be an object"),
    ({"wellbeing_level": [{"from": "2026-01-01"}]}, "person.wellbeing_level[0].level", "one of: A, B, C, D, E"),
    ({"wellbeing_level": [{"level": "D"}]}, "person.wellbeing_level[0].from", DATE),
    (
        {"wellbeing_level": [{"level": "D", **spell("2026-02-01", "2026-01-31")}]},
        "person.wellbeing_level[0].to",
        "is before from",
    ),
    *(
        ({"last_pension_contribution": bad}, "person.last_pension_contribution", MONTH)
        for bad in each("2026-03-01", "2026-13", "2026-00", "1949-12", "9999-01", 202601, True, "")
    ),
    *(({"polyclinic_attached": bad}, "person.polyclinic_attached", "true or false") for bad in each("yes", 1, 0, [])),
    *(({"care_sought": bad}, "person.care_sought", "must be a list") for bad in each("2026-03-02", True, {})),
    ({"care_sought": ["2026-03-02", "2026-03-32"]}, "person.care_sought[1]", DATE),
    *(({"contributions": bad}, "person.contributions", "must be a list") for bad in each(True, "2026-01", {}, "", 0)),
    ({"contributions": [{"from": "2026-01"}]}, "person.contributions[0].kind", "one of: employee"),
    (
        {"contributions": [{"kind": "serviceman", "from": "2026-01"}]},
        "person.contributions[0].kind",
        "one of: employee",
    ),
    ({"contributions": [{"kind": "employee"}]}, "person.contributions[0].from", MONTH),
    ({"contributions": [months("employee", "2026-01-01")]}, "person.contributions[0].from", MONTH),
    ({"contributions": [months("employee", "2026-02", "2026-01")]}, "person.contributions[0].to", "is before from"),
    (
        {"contributions": [{**months("employee", "2026-02"), "amount": 1}]},
        "person.contributions[0].amount",
        "is not a known field",
    ),
    ({"contributions": [], "contributions_known_from": "2026"}, "person.contributions_known_from", MONTH),
    *(({"diagnoses": bad}, "person.diagnoses", "must be a list") for bad in each("G80", True, {"icd10": "G80"})),
    ({"diagnoses": [{}]}, "person.diagnoses[0]", "needs icd10 or group"),
    *(
        ({"diagnoses": [{"icd10": bad}]}, "person.diagnoses[0].icd10", "ICD-10 code of three or more characters")
        for bad in each("G8", "g80", "G80.", "G8O", "X999", "A16-A19", "A29", "", 80, "Г80", "G80.123", "٢80")
    ),
    ({"diagnoses": [{"group": "flu"}]}, "person.diagnoses[0].group", "one of: tuberculosis"),
    ({"diagnoses": [{"icd10": "G80", "since": "2026"}]}, "person.diagnoses[0].since", DATE),
    ({"diagnoses": [{"icd10": "G80", "suspected": "no"}]}, "person.diagnoses[0].suspected", "true or false"),
    ({"diagnoses": [{"icd10": "G80", "name": "x"}]}, "person.diagnoses[0].name", "is not a known field"),
    ({"care_sought": ["2026-03-02"] * (MOST_ITEMS + 1)}, "person.care_sought", f"at most {MOST_ITEMS}"),
]


@pytest.mark.parametrize(("facts", "path", "message"), BAD_FACTS, ids=[f"{p}={str(v)[:50]}" for v, p, _ in BAD_FACTS])
def test_a_bad_fact_is_refused_with_its_path(facts: Json, path: str, message: str):
    where, said = refused({"on": "2026-03-15", "person": facts})
    assert where == path
    assert message in said


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "$"),
        (None, "$"),
        ("person", "$"),
        ({}, "person"),
        ({"person": None}, "person"),
        ({"person": []}, "person"),
        ({"person": {}, "when": "2026-03-15"}, "when"),
        ({"person": {}, "on": "15.03.2026"}, "on"),
        ({"person": {}, "on": 0}, "on"),
    ],
    ids=str,
)
def test_a_bad_request_is_refused(data: Any, path: str):
    assert refused(data)[0] == path


def test_a_foreign_key_cannot_steer_a_terminal():
    path, _ = refused({"person": {"\x1b[31m" + "x" * 100: 1}})
    assert "\x1b" not in path
    assert len(path) < 60


class TestDay:
    def test_today_where_none_is_given(self):
        for data in each({"person": {}}, {"person": {}, "on": None}):
            assert parse_request(data, LAW.rubrics, None, TODAY)[0] == TODAY

    def test_that_of_the_object(self):
        assert parse_request({"on": "2026-05-01", "person": {}}, LAW.rubrics, None, TODAY)[0] == day("2026-05-01")

    def test_the_override_wins(self):
        data = {"on": "2026-05-01", "person": {"birth_date": "2026-04-01"}}
        assert parse_request(data, LAW.rubrics, day("2026-04-02"), TODAY)[0] == day("2026-04-02")
        with pytest.raises(FactsError):
            parse_request(data, LAW.rubrics, day("2026-03-31"), TODAY)


LISTS = {"work": "work", "care_sought": "care_sought", "diagnoses": "diagnoses"}


class TestKnownOrNot:
    """Absent and null are not known; false and [] are known to be none."""

    @pytest.mark.parametrize(
        "who", [{}, {"circumstances": None}, {"circumstances": {}}, {"unmentioned": "unknown"}], ids=str
    )
    def test_nothing_is_known_of_what_is_left_out(self, who: Json):
        facts = facts_of(who)
        plain = (facts.birth, facts.residence, facts.work, facts.level, facts.last_pension, facts.attached)
        assert {*plain, facts.care_sought, facts.paid, facts.diagnoses, *facts.circumstances.values()} == {None}

    def test_null_is_not_known(self):
        keys = "birth_date residence work circumstances wellbeing_level last_pension_contribution polyclinic_attached"
        keys += " care_sought contributions diagnoses contributions_known_from"
        nulls: Json = dict.fromkeys(keys.split())
        assert facts_of(nulls) == facts_of({})
        assert facts_of({"circumstances": dict.fromkeys(f.CIRCUMSTANCES)}) == facts_of({})

    @pytest.mark.parametrize("key", LISTS)
    @pytest.mark.parametrize("none", [[], False], ids=str)
    def test_an_empty_list_is_known(self, key: str, none: Any):
        assert getattr(facts_of({key: none}), LISTS[key]) == ()

    @pytest.mark.parametrize("none", [[], False], ids=str)
    def test_no_contributions_are_known(self, none: Any):
        paid = facts_of({"contributions": none}).paid
        assert paid is not None
        assert paid.every == 0

    @pytest.mark.parametrize("name", f.CIRCUMSTANCES)
    @pytest.mark.parametrize(
        ("told", "held"), [(False, ()), ([], ()), (True, (f.Spell(),)), ({}, (f.Spell(),)), (None, None)], ids=str
    )
    def test_a_circumstance(self, name: str, told: Any, held: Any):
        assert facts_of({"circumstances": {name: told}}).circumstances[name] == held

    def test_known_to_be_never(self):
        assert facts_of({"last_pension_contribution": False}).last_pension == f.NEVER
        assert facts_of({"wellbeing_level": False}).level == ""
        assert facts_of({"wellbeing_level": []}).level_on(day("2026-01-01")) == ""

    def test_a_level_is_of_its_days(self):
        told = [{"level": "D", **spell("2026-01-05", "2026-01-09")}, {"level": "B", "from": "2026-01-10"}]
        facts = facts_of({"wellbeing_level": told, "unmentioned": "no"})
        days = ["2026-01-04", "2026-01-05", "2026-01-09", "2026-01-10"]
        assert [facts.level_on(day(text)) for text in days] == [None, "D", "D", "B"]

    def test_unmentioned_no_makes_everything_known_but_the_birth_date(self):
        facts = facts_of({"unmentioned": "no"})
        assert facts.birth is None
        assert (facts.residence, facts.work, facts.level, facts.last_pension) == ("citizen", (), "", f.NEVER)
        assert (facts.attached, facts.care_sought, facts.diagnoses) == (False, (), ())
        assert set(facts.circumstances.values()) == {()}
        assert facts.paid == f.Paid({})

    def test_unmentioned_no_leaves_what_is_told(self):
        facts = facts_of(person(circumstances={"pension": True}, work=[work("employee")], polyclinic_attached=True))
        assert facts.circumstances["pension"] == (f.Spell(),)
        assert facts.work is not None
        assert facts.attached is True


class TestPeriods:
    def test_both_ends_belong_to_it(self):
        held = facts_of({"circumstances": {"pension": spell("2026-01-01", "2026-01-31")}}).circumstances["pension"]
        assert held == (f.Spell(day("2026-01-01"), day("2026-01-31")),)

    def test_null_ends_are_open(self):
        held = facts_of({"circumstances": {"pension": {"from": None, "to": None}}}).circumstances["pension"]
        assert held == (f.Spell(),)

    def test_touching_and_overlapping_ones_are_joined(self):
        told = [spell("2026-02-01", "2026-02-10"), spell("2026-01-01", "2026-01-31"), spell("2026-02-05", "2026-03-01")]
        held = facts_of({"circumstances": {"pension": told}}).circumstances["pension"]
        assert held == (f.Spell(day("2026-01-01"), day("2026-03-01")),)

    def test_overlapping_contributions_count_once(self):
        told = [months("employee", "2026-01", "2026-03"), months("employee", "2026-02", "2026-04")]
        assert facts_of({"contributions": told}) == facts_of(
            {"contributions": [months("employee", "2026-01", "2026-04")]}
        )

    def test_a_list_without_end_of_paid_months(self):
        paid = facts_of({"contributions": [{"kind": "employee", "from": "2026-01"}]}).paid
        assert paid is not None
        assert paid.run(2026 * 12) == (2026 * 12, f.LAST_MONTH)

    def test_days_of_care_are_sorted_and_counted_once(self):
        facts = facts_of({"care_sought": ["2026-03-02", "2026-01-05", "2026-03-02"]})
        assert facts.care_sought == (day("2026-01-05"), day("2026-03-02"))


class TestAttributes:
    def test_a_child_under_3(self):
        told = {"child_birth_date": "2025-06-01"}
        held = facts_of({"circumstances": {"raising_child_under_3": told}}).circumstances["raising_child_under_3"]
        assert held == (f.Spell(day("2025-06-01"), child_birth=day("2025-06-01")),)

    @pytest.mark.parametrize("security", ["minimum", "medium", "maximum", "extraordinary"])
    def test_security(self, security: str):
        held = facts_of({"circumstances": {"imprisonment": {"security": security}}}).circumstances["imprisonment"]
        assert held == (f.Spell(minimum_security=security == "minimum"),)

    @pytest.mark.parametrize("group", [1, 2, 3, None])
    def test_group_of_disability(self, group: int | None):
        held = facts_of({"circumstances": {"disability": {"group": group}}}).circumstances["disability"]
        assert held == (f.Spell(),)

    def test_a_kandas_by_residence_has_the_status(self):
        assert facts_of({"residence": "kandas"}).circumstances["kandas_status"] == (f.Spell(),)
        denied = facts_of({"residence": "kandas", "circumstances": {"kandas_status": False}})
        assert denied.circumstances["kandas_status"] == ()

    @pytest.mark.parametrize(
        ("told", "read"),
        [
            ({"icd10": "G80.1", "since": "2009-03-01"}, f.Diagnosis("G80.1", None, day("2009-03-01"), False)),
            ({"icd10": "C50", "suspected": True}, f.Diagnosis("C50", None, None, True)),
            ({"group": "diabetes", "suspected": None}, f.Diagnosis(None, "diabetes", None, False)),
        ],
        ids=str,
    )
    def test_diagnoses(self, told: Json, read: f.Diagnosis):
        assert facts_of({"diagnoses": [told]}).diagnoses == (read,)

    def test_a_job(self):
        told = work("entrepreneur", "2026-01-01", "2026-02-01", monthly_income=0, suspended=True)
        expected = f.Work("entrepreneur", f.Spell(day("2026-01-01"), day("2026-02-01")), 0, True)
        assert facts_of({"work": [told]}).work == (expected,)
